using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace KmsGuard.Detect;

/// <summary>An event as it was understood.</summary>
/// <param name="Event">The event; null when it is refused.</param>
/// <param name="Refusal">Why it is none of KmsGuard's business, or no event at all; null when it is one.</param>
public sealed record EventReading(KeyEvent? Event, string? Refusal);

/// <summary>Reads EventBridge events about KMS keys: CloudTrail's management events, and KMS's own.</summary>
public static partial class EventParser
{
    private static readonly string[] Times = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Reads one event. Never throws: the shape of text from outside is not to be trusted.</summary>
    public static EventReading Parse(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || root.At("detail") is not { ValueKind: JsonValueKind.Object } detail)
        {
            return Refuse("this is no EventBridge event: it has no detail");
        }

        if (root.Text("source") is var source && source != "aws.kms")
        {
            return Refuse($"it comes from {source ?? "nowhere"}, not from aws.kms");
        }

        var name = detail.Text("eventName") ?? root.Text("detail-type") ?? "";
        var refused = detail.Text("errorMessage") is { } message && Doomed().IsMatch(message);
        KeyEventKind? kind = name switch
        {
            "DisableKey" => KeyEventKind.KeyDisabled,
            "ScheduleKeyDeletion" => KeyEventKind.DeletionScheduled,
            "DisableKeyRotation" => KeyEventKind.RotationDisabled,
            "DeleteImportedKeyMaterial" => KeyEventKind.MaterialDeleted,
            "PutKeyPolicy" => KeyEventKind.PolicyChanged,
            "CancelKeyDeletion" => KeyEventKind.DeletionCancelled,
            "EnableKey" => KeyEventKind.KeyEnabled,
            "KMS CMK Deletion" => KeyEventKind.KeyDeleted,
            "KMS Imported Key Material Expiration" => KeyEventKind.MaterialExpired,
            _ when refused => KeyEventKind.DoomedKeyUsed,
            _ => null,
        };
        return kind is null
            ? Refuse($"there is no alert for '{name}'")
            : new(Read(root, detail, kind.Value, name), null);
    }

    private static KeyEvent Read(JsonElement root, JsonElement detail, KeyEventKind kind, string name)
    {
        var key = FindKey(root, detail);
        return new KeyEvent
        {
            Kind = kind,
            Name = name,
            Key = key,
            KeyText = detail.Text("requestParameters", "keyId") ?? detail.Text("key-id"),
            Account = key?.Account ?? detail.Text("recipientAccountId") ?? root.Text("account") ?? "",
            Region = key?.Region ?? detail.Text("awsRegion") ?? root.Text("region") ?? "",
            At = Time(detail.Text("eventTime")) ?? Time(root.Text("time")),
            Id = detail.Text("eventID") ?? root.Text("id") ?? "",
            SharedId = detail.Text("sharedEventID"),
            Principal = detail.Text("eventName") is null ? new Principal { Name = "AWS KMS itself" } : Principal.Of(detail),
            SourceIp = detail.Text("sourceIPAddress"),
            UserAgent = detail.Text("userAgent"),
            ErrorCode = detail.Text("errorCode"),
            ErrorMessage = detail.Text("errorMessage"),
        };
    }

    // In the order of trust: what CloudTrail and KMS say comes before what the caller typed, and that before free text.
    private static KeyArn? FindKey(JsonElement root, JsonElement detail)
    {
        var named = ArnIn(detail.Text("errorMessage"));
        // ReEncrypt has two keys among its resources, and only one of them is the trouble.
        var candidates = detail.Items("resources").Select(resource => resource.Text("ARN")).OrderByDescending(resource => resource is not null && resource == named)
            .Append(detail.Text("responseElements", "keyId"))
            .Append(detail.Text("requestParameters", "keyId"))
            .Append(detail.Text("serviceEventDetails", "keyId"))
            .Concat(root.Items("resources").Select(resource => resource.Text()))
            .Append(named);
        foreach (var candidate in candidates)
        {
            if (KeyArn.TryParse(candidate, out var arn))
            {
                return arn;
            }
        }

        return FromId(root, detail);
    }

    // A bare id names a key of the account and Region that the call went to: keys of other accounts need their ARN.
    private static KeyArn? FromId(JsonElement root, JsonElement detail)
    {
        var id = detail.Text("requestParameters", "keyId") ?? detail.Text("serviceEventDetails", "keyId") ?? detail.Text("key-id");
        var region = detail.Text("awsRegion") ?? root.Text("region");
        var account = detail.Text("recipientAccountId") ?? root.Text("account");
        var partition = region switch
        {
            null => "aws",
            _ when region.StartsWith("cn-", StringComparison.Ordinal) => "aws-cn",
            _ when region.StartsWith("us-gov-", StringComparison.Ordinal) => "aws-us-gov",
            _ when region.StartsWith("eusc-", StringComparison.Ordinal) => "aws-eusc",
            // Isolated partitions are named like their Regions: us-isob-east-1 lies in aws-iso-b.
            _ when region.Split('-') is [_, ['i', 's', 'o', .. var one], ..] => one.Length == 0 ? "aws-iso" : $"aws-iso-{one}",
            _ => "aws",
        };
        return KeyArn.IsKeyId(id) && KeyArn.TryParse($"arn:{partition}:kms:{region}:{account}:key/{id}", out var arn) ? arn : null;
    }

    private static string? ArnIn(string? message) => message is null ? null : AnyArn().Match(message) is { Success: true } match ? match.Value : null;

    // In the one form that AWS writes: .NET would make a time of today of "12:00", and one long past of "206-1-1".
    private static DateTimeOffset? Time(string? text) =>
        DateTimeOffset.TryParseExact(text, Times, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at
            : null;

    private static EventReading Refuse(string why) => new(null, why);

    // AWS's documentation has it with a full stop at once, and with "(or pending replica deletion)" in between.
    // The space in front is the rule's too (infra/template.yaml): "this disabled feature" is about no key.
    [GeneratedRegex(" is (?:pending deletion|pending replica deletion|disabled)", RegexOptions.CultureInvariant)]
    private static partial Regex Doomed();

    [GeneratedRegex("arn:aws[a-z-]{0,20}:kms:[a-z0-9-]{1,32}:[0-9]{12}:key/[0-9a-zA-Z-]{32,40}", RegexOptions.CultureInvariant)]
    private static partial Regex AnyArn();
}
