using System.Text;
using KmsGuard.Report;

namespace KmsGuard.Fuzz.Targets;

/// <summary>Text that is made fit to be shown. Its first byte says how much of it is wanted.</summary>
internal sealed class TextTarget() : Target("text")
{
    public override void Run(ReadOnlySpan<byte> input)
    {
        if (input.IsEmpty)
        {
            return;
        }

        var max = 4 + input[0];
        // As UTF-16 too, where halves of characters can be.
        string[] texts = [Text(input[1..]), Encoding.Unicode.GetString(input[1..]), string.Concat(input[1..].ToArray().Select(unit => (char)(0xd780 + unit)))];
        foreach (var text in texts)
        {
            var safe = SafeText.OneLine(text, max);
            Hold.Shown(safe, max, "what was made safe");
            Hold.Same(safe, SafeText.OneLine(safe, max), "what is safe stays as it is");
            Hold.Same(safe, safe.Trim(), "what was made safe has no blanks around it");
            Hold.Same(safe, Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(safe)), "what was made safe is text");
            Hold.That(text.Length > max || text.Any(letter => letter is < ' ' or > '~') || safe == text.Trim(), "plain text stays as it is");
            var subject = SafeText.Subject(text);
            Hold.That(subject.Length <= 99 && subject.All(letter => letter is >= ' ' and <= '~'), "a subject is one that SNS takes", subject);
        }
    }
}
