using System.Globalization;
using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Trail;

/// <summary>What EventBridge puts around an event's detail (Amazon EventBridge User Guide, event structure).</summary>
internal static class EventEnvelope
{
    public static JsonObject Build(
        string detailType, string account, string region, DateTimeOffset at, JsonArray resources, JsonObject detail)
    {
        return new()
        {
            ["version"] = "0",
            ["id"] = Guid.NewGuid().ToString(),
            ["detail-type"] = detailType,
            ["source"] = "aws.kms",
            ["account"] = account,
            ["time"] = Time(at),
            ["region"] = region,
            ["resources"] = resources,
            ["detail"] = detail,
        };
    }

    /// <summary>CloudTrail's and EventBridge's time: UTC, to the second.</summary>
    public static string Time(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
