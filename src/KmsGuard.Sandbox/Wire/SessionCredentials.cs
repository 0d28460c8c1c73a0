namespace KmsGuard.Sandbox.Wire;

/// <summary>Temporary credentials of an assumed role.</summary>
/// <param name="AccessKeyId">Begins with <c>ASIA</c>.</param>
/// <param name="SecretAccessKey">What the client signs with.</param>
/// <param name="SessionToken">Sent along as <c>X-Amz-Security-Token</c>.</param>
/// <param name="Expiration">UTC, by the system's clock rather than the sandbox's: SDKs renew by theirs.</param>
public sealed record SessionCredentials(
    string AccessKeyId, string SecretAccessKey, string SessionToken, DateTimeOffset Expiration);
