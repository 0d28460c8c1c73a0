using System.Text;
using KmsGuard.Remediate;

namespace KmsGuard.Fuzz.Targets;

/// <summary><c>next</c> as text.</summary>
internal sealed class NextTarget() : Target("next")
{
    public override IEnumerable<byte[]> Made => [Encoding.UTF8.GetBytes(SweepToken.Write(Samples.Cursor)), Encoding.UTF8.GetBytes(SweepToken.Write(Samples.Cursor with { Account = null, Open = [], Due = [] }))];

    public override void Run(ReadOnlySpan<byte> input) => CursorTarget.Check(Text(input));
}
