using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Trail;

/// <summary>CloudTrail's record of what KMS did by itself: no principal, no request.</summary>
internal static class ServiceEvent
{
    public static JsonObject Build(KmsServiceEvent happened)
    {
        var key = new KeyResource(happened.KeyArn);
        var detail = new JsonObject
        {
            ["eventVersion"] = "1.11",
            ["userIdentity"] = new JsonObject { ["accountId"] = key.Account, ["invokedBy"] = "AWS Internal" },
            ["eventTime"] = EventEnvelope.Time(happened.At),
            ["eventSource"] = "kms.amazonaws.com",
            ["eventName"] = NameOf(happened.Kind),
            ["awsRegion"] = key.Region,
            ["sourceIPAddress"] = "AWS Internal",
            ["userAgent"] = "AWS Internal",
            ["requestParameters"] = null,
            ["responseElements"] = happened.Kind == KmsServiceEventKind.KeyMaterialExpired
                ? null
                : new JsonObject { ["keyId"] = happened.KeyArn },
            ["eventID"] = Guid.NewGuid().ToString(),
            ["readOnly"] = false,
            ["resources"] = key.ToJson(),
            ["eventType"] = "AwsServiceEvent",
            ["recipientAccountId"] = key.Account,
            ["serviceEventDetails"] = Details(happened.Kind, key),
            ["managementEvent"] = true,
            ["eventCategory"] = "Management",
        };
        return EventEnvelope.Build("AWS Service Event via CloudTrail", key.Account, key.Region, happened.At, [], detail);
    }

    private static string NameOf(KmsServiceEventKind kind) => kind switch
    {
        KmsServiceEventKind.KeyDeleted => "DeleteKey",
        KmsServiceEventKind.KeyRotated => "RotateKey",
        _ => "DeleteExpiredKeyMaterial",
    };

    private static JsonObject Details(KmsServiceEventKind kind, KeyResource key) => kind switch
    {
        KmsServiceEventKind.KeyRotated => new()
        {
            ["rotationType"] = "AUTOMATIC",
            ["keyOrigin"] = "AWS_KMS",
            ["keyId"] = key.KeyId,
        },
        _ => new() { ["keyId"] = key.KeyId },
    };
}
