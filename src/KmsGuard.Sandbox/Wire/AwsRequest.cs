using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Wire;

/// <summary>A signed request as a service sees it, whatever protocol carried it.</summary>
/// <param name="Id">The request id that the answer carries (<c>x-amzn-RequestId</c>).</param>
/// <param name="Service">The service in the signature's scope: kms, sns, sts.</param>
/// <param name="Region">The Region in the signature's scope.</param>
/// <param name="Caller">Who signed it.</param>
/// <param name="Operation">The API operation, such as <c>ScheduleKeyDeletion</c>.</param>
/// <param name="Input">The operation's parameters, by the API's own names.</param>
/// <param name="UserAgent">As the client sent it: untrusted text.</param>
public sealed record AwsRequest(
    string Id, string Service, string Region, AwsCaller Caller, string Operation, JsonObject Input, string UserAgent)
{
    /// <summary>The key as the caller typed it; null where none is named.</summary>
    public string? KeyId => Input.Text("KeyId") ?? Input.Text("TargetKeyId");

    /// <summary>When it was signed, by the caller's clock (UTC); null where it does not say.</summary>
    public DateTimeOffset? SignedAt { get; init; }
}
