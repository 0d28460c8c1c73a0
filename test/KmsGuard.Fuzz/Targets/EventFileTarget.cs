using KmsGuard.Cli;
using KmsGuard.Cli.Commands;
using KmsGuard.Remediate;

namespace KmsGuard.Fuzz.Targets;

/// <summary>What the commands read from standard input: an event, and a plan that is to be applied.</summary>
internal sealed class EventFileTarget() : Target("event-file")
{
    public override bool IsJson => true;

    // Files are read by another thread, which has to be waited for.
    public override long BoundedTries => 3_000;

    public override IEnumerable<byte[]> Made => [PlanFile.Write(Samples.Plan), "{\"source\":\"aws.kms\",\"detail\":{}}"u8.ToArray(), "\u001b[2J"u8.ToArray()];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var bytes = input.ToArray();
        var host = new CliHost { Output = TextWriter.Null, Error = TextWriter.Null, Input = () => new MemoryStream(bytes) };
        Check(() => EventFile.ReadAsync("-", host, default).GetAwaiter().GetResult().Dispose());
        Check(() => PlanInput.ReadAsync("-", null, null, host, default).GetAwaiter().GetResult());
    }

    private static void Check(Action read)
    {
        try
        {
            read();
        }
        catch (BadInputException e)
        {
            Hold.Shown(e.Message, 1_000, "what is wrong with a file");
            Hold.That(e.Message.Contains("standard input", StringComparison.Ordinal), "the message names the file", e.Message);
        }
    }
}
