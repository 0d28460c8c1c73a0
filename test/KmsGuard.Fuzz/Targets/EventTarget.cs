using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Lambda;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Fuzz.Targets;

/// <summary>Events from EventBridge: the parser never throws, and whatever it reads makes a notice that SNS takes and that shows
/// nothing but text.</summary>
internal sealed partial class EventTarget() : Target("event")
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public override bool IsJson => true;

    public override int MaxLength => 16_384;

    public override IReadOnlyList<string> Words =>
    [
        "detail", "eventName", "aws.kms", "source", "detail-type", "DisableKey", "ScheduleKeyDeletion", "EnableKey", "PutKeyPolicy", "KMS CMK Deletion", "Decrypt", "resources",
        "ARN", "requestParameters", "responseElements", "serviceEventDetails", "keyId", "key-id", "errorCode", "errorMessage", " is pending deletion.", " is disabled.",
        "userIdentity", "type", "AssumedRole", "Root", "IAMUser", "AWSService", "sessionContext", "sessionIssuer", "principalId", "AROAEXAMPLE:session", "awsRegion",
        "recipientAccountId", "eventTime", "eventID", "sharedEventID", "us-isob-east-1", "us-gov-west-1", "eusc-de-east-1", "AWSReservedSSO_Admin_0123456789abcdef",
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        if (Json(input) is not { } root)
        {
            return;
        }

        EventOrigin.Read(root);
        var reading = EventParser.Parse(root);
        Hold.That(reading.Event is null == reading.Refusal is not null, "an event is read or refused");
        if (reading.Event is not { } happened)
        {
            Hold.Shown(SafeText.OneLine(reading.Refusal), 256, "a refusal");
            return;
        }

        Hold.Same(happened, EventParser.Parse(root).Event, "an event is read in the same way again");
        Hold.That(happened.Key is null || KeyArn.TryParse(happened.Key.ToString(), out var again) && again == happened.Key, "the key is an ARN", happened.Key);
        Hold.That(happened.At is null || happened.At.Value.Offset == TimeSpan.Zero, "times are UTC");
        Hold.That(happened.At is not { } at || Encoding.UTF8.GetString(input).Contains($"{at.Year:0000}", StringComparison.Ordinal) || at.Year is 1 or 9999 || IsNear(input, at),
            "a time is one that the event names", happened.At);
        Hold.That(happened.Principal.Name.Length > 0, "somebody has a name");
        var key = happened.Key is { } arn ? new KeySnapshot(arn) : null;
        Hold.That(key is null || QuarantineMark.For(happened, key, Now) is null, "no mark is made for a key that was not read");
        var memory = new AlertMemory(TimeProvider.System);
        Hold.That(memory.Know(happened) is null, "an event that was never told is news");
        var alert = new Alert { Event = happened, Severity = Severity.HIGH, Because = [], Key = key, At = Now };
        foreach (var format in Enum.GetValues<MessageFormat>())
        {
            Check(AlertNotice.Write(alert, format), format);
        }

        foreach (var (_, command) in Undo.Commands(alert))
        {
            Hold.That(Command().IsMatch(command), "a command holds nothing that a shell would read", command);
        }
    }

    // At the turn of a year the offset moves a time into the next one or the one before.
    private static bool IsNear(ReadOnlySpan<byte> input, DateTimeOffset at)
    {
        var text = Encoding.UTF8.GetString(input);
        return text.Contains($"{at.Year + 1:0000}", StringComparison.Ordinal) || text.Contains($"{at.Year - 1:0000}", StringComparison.Ordinal);
    }

    private static void Check(Notice notice, MessageFormat format)
    {
        Hold.That(notice.Subject.Length is > 0 and < 100 && notice.Subject.All(letter => letter is >= ' ' and <= '~'), "a subject is one that SNS takes", notice.Subject);
        foreach (var (name, value) in notice.Attributes)
        {
            Hold.Shown(value, 2_000, "an attribute");
            Hold.That(value.Length > 0, "no attribute is empty", name);
        }

        Hold.That(Encoding.UTF8.GetByteCount(notice.Body) <= 250_000, "a body is one that SNS takes", notice.Body.Length);
        if (format == MessageFormat.Text)
        {
            foreach (var line in notice.Body.Split('\n'))
            {
                Hold.Shown(line, 2_000, "a line of a notice");
            }
        }
        else
        {
            using var json = JsonDocument.Parse(notice.Body);
            Hold.That(!notice.Body.Contains('\n', StringComparison.Ordinal), "a message for machines is one line");
        }
    }

    [GeneratedRegex("""^[A-Za-z0-9 :/.,_={}"'\[\]&-]+\z""", RegexOptions.CultureInvariant)]
    private static partial Regex Command();
}
