using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>A KMS call that has ended, well or not: what CloudTrail records.</summary>
/// <param name="Request">The call, with who made it and its parameters.</param>
/// <param name="Owner">The account that owns the key; the caller's own where no key is known.</param>
/// <param name="KeyArn">The key it was about; null where none could be found.</param>
/// <param name="Answer">The operation's result; null for an empty one or a failure.</param>
/// <param name="Error">Why it was refused; null when it succeeded.</param>
/// <param name="EventId">CloudTrail's id of the call: the one that GetKeyLastUsage names.</param>
public sealed record KmsCall(
    AwsRequest Request, string Owner, string? KeyArn, JsonObject? Answer, AwsException? Error, string EventId);
