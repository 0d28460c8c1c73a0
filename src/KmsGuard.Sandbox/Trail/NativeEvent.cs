using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Trail;

/// <summary>
/// The events that KMS itself sends to EventBridge, trail or not (AWS KMS Developer Guide, monitoring with EventBridge).
/// </summary>
internal static class NativeEvent
{
    public static JsonObject Build(KmsServiceEvent happened)
    {
        var key = new KeyResource(happened.KeyArn);
        var detail = new JsonObject { ["key-id"] = key.KeyId };
        if (happened.Kind == KmsServiceEventKind.KeyRotated)
        {
            detail["key-origin"] = "AWS_KMS";
            detail["rotation-type"] = "AUTOMATIC";
        }

        return EventEnvelope.Build(TypeOf(happened.Kind), key.Account, key.Region, happened.At, [key.Arn], detail);
    }

    private static string TypeOf(KmsServiceEventKind kind) => kind switch
    {
        KmsServiceEventKind.KeyDeleted => "KMS CMK Deletion",
        KmsServiceEventKind.KeyRotated => "KMS CMK Rotation",
        _ => "KMS Imported Key Material Expiration",
    };
}
