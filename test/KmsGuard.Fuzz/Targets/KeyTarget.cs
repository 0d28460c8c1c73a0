using KmsGuard.Aws.Detect;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Restore;

namespace KmsGuard.Fuzz.Targets;

/// <summary>Key ids and ARNs as people, events and AWS give them.</summary>
internal sealed class KeyTarget() : Target("key")
{
    private readonly ArnReader reader = new("111122223333", "eu-west-1");

    public override IReadOnlyList<string> Words =>
        ["arn:", "aws", "aws-cn", "aws-us-gov", ":kms:", "eu-west-1", ":111122223333:", "key/", "alias/", "mrk-", "1234abcd-12ab-34cd-56ef-1234567890ab", "0123456789abcdef0123456789abcdef", "\n", " "];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var text = Text(input);
        if (KeyArn.TryParse(text, out var arn))
        {
            Hold.Same(text, arn.ToString(), "an ARN is written as it was read");
            Hold.That(text.Length <= 256 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ':' or '/' or '-'), "an ARN holds nothing that a shell or a log would read", text);
            Hold.That(KeyArn.IsKeyId(arn.KeyId), "the id of an ARN is an id");
            Hold.Same(arn, reader.Read(text), "both readers of ARNs agree");
        }
        else
        {
            Hold.That(!Reads(text), "both readers of ARNs agree", text);
        }

        List<string> problems = [];
        var request = RollbackRequest.Parse([text], null, false, problems);
        if (KeyReference.TryParse(text, out var reference))
        {
            Hold.That(KeyReference.TryParse(reference.ToString(), out var again) && again == reference, "a key that was named is the same when it is named again", reference);
            Hold.That(problems.Count == 0 && request.Keys.Single() == reference, "a key that was named is the one that is taken back");
        }
        else
        {
            Hold.Problems(problems, ["KMS key"], "what is wrong with a key");
            Hold.That(problems.Count == 1 && request.Keys.Count == 0, "what is no key is refused");
        }

        if (RunIds.IsValid(text))
        {
            Hold.Shown(text, 64, "a run id");
            Hold.That(text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or ':' or '-') && text[0] != '-', "a run id holds nothing that a shell would read", text);
        }
    }

    private bool Reads(string text)
    {
        try
        {
            return reader.Read(text) is not null;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
