using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Listing keys, describing them, and telling when they were last used.</summary>
internal sealed class KeyReading(KeyAccess access)
{
    // "AWS KMS began recording key usage on April 23, 2026" (AWS Security Blog, June 2, 2026).
    public static readonly DateTimeOffset TrackingStart = new(2026, 4, 23, 0, 0, 0, TimeSpan.Zero);

    public static JsonObject? ListKeys(KmsInvocation call) =>
        Paging.Page(call, "Keys", Paging.Keys, call.Partition.Keys, (id, key) => new JsonObject
        {
            ["KeyArn"] = key.Arn,
            ["KeyId"] = id,
        });

    public JsonObject? DescribeKey(KmsInvocation call) => new() { ["KeyMetadata"] = KeyMetadata.Of(access.Open(call)) };

    public JsonObject? GetKeyLastUsage(KmsInvocation call)
    {
        var key = access.Open(call);

        // AWS answers with a structure even when there is nothing to put into it.
        var usage = new JsonObject();
        if (key.LastUse is { } use)
        {
            usage["Operation"] = use.Operation;
            usage["Timestamp"] = use.At.Epoch();
            usage["CloudTrailEventId"] = use.EventId;
            usage["KmsRequestId"] = use.RequestId;
        }

        return new JsonObject
        {
            ["KeyId"] = key.Arn,
            ["KeyCreationDate"] = key.CreatedAt.Epoch(),
            ["TrackingStartDate"] = (key.CreatedAt > TrackingStart ? key.CreatedAt : TrackingStart).Epoch(),
            ["KeyLastUsage"] = usage,
        };
    }
}
