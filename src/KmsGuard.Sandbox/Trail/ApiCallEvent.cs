using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Trail;

/// <summary>
/// CloudTrail's record of a KMS call (AWS CloudTrail User Guide, record contents; AWS KMS Developer Guide, log entries).
/// </summary>
internal static class ApiCallEvent
{
    // Cryptographic operations count as reads too.
    private static readonly string[] ReadVerbs =
        ["Decrypt", "Derive", "Describe", "Encrypt", "Generate", "Get", "List", "ReEncrypt", "Sign", "Verify"];

    public static bool IsReadOnly(string operation) =>
        Array.Exists(ReadVerbs, verb => operation.StartsWith(verb, StringComparison.Ordinal));

    /// <param name="call">What ended.</param>
    /// <param name="recipient">The account whose trail records it.</param>
    /// <param name="at">When (UTC).</param>
    /// <param name="eventId">The record's own id.</param>
    /// <param name="sharedEventId">Links the two accounts' records of one call; null for the only one.</param>
    public static JsonObject Build(KmsCall call, string recipient, DateTimeOffset at, string eventId, string? sharedEventId)
    {
        var request = call.Request;
        // AWS's records of denied KMS calls name the key in the message alone.
        var denied = call.Error?.Code == "AccessDeniedException";
        var detail = new JsonObject
        {
            ["eventVersion"] = "1.11",
            ["userIdentity"] = UserIdentity.Build(request.Caller, recipient),
            ["eventTime"] = EventEnvelope.Time(at),
            ["eventSource"] = "kms.amazonaws.com",
            ["eventName"] = request.Operation,
            ["awsRegion"] = request.Region,
            ["sourceIPAddress"] = "127.0.0.1",
            ["userAgent"] = request.UserAgent,
        };
        if (call.Error is { } error)
        {
            detail["errorCode"] = denied ? "AccessDenied" : error.Code;
            detail["errorMessage"] = error.Message;
        }

        detail["requestParameters"] = denied ? null : CallElements.Request(request.Input);
        detail["responseElements"] = IsReadOnly(request.Operation) ? null : CallElements.Response(call);
        detail["requestID"] = request.Id;
        detail["eventID"] = eventId;
        detail["readOnly"] = IsReadOnly(request.Operation);
        if (call.KeyArn is { } arn && !denied)
        {
            detail["resources"] = new KeyResource(arn).ToJson();
        }

        detail["eventType"] = "AwsApiCall";
        detail["managementEvent"] = true;
        detail["recipientAccountId"] = recipient;
        if (sharedEventId is not null)
        {
            detail["sharedEventID"] = sharedEventId;
        }

        detail["eventCategory"] = "Management";
        return EventEnvelope.Build("AWS API Call via CloudTrail", recipient, request.Region, at, [], detail);
    }
}
