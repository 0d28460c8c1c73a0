using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Tests.Events;

/// <summary>Events with as much as rules look at.</summary>
internal static class SampleEvent
{
    public static JsonObject Call(
        string name, bool readOnly = false, string? errorMessage = null, string source = "kms.amazonaws.com")
    {
        var detail = new JsonObject { ["eventSource"] = source, ["eventName"] = name, ["readOnly"] = readOnly };
        if (errorMessage is not null)
        {
            detail["errorCode"] = "KMSInvalidStateException";
            detail["errorMessage"] = errorMessage;
        }

        return Envelope("AWS API Call via CloudTrail", detail);
    }

    public static JsonObject Envelope(string detailType, JsonObject detail, string source = "aws.kms") => new()
    {
        ["version"] = "0",
        ["source"] = source,
        ["detail-type"] = detailType,
        ["resources"] = new JsonArray(),
        ["detail"] = detail,
    };
}
