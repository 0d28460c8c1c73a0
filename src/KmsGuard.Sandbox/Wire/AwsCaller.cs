namespace KmsGuard.Sandbox.Wire;

/// <summary>Who signed a request, in the words of CloudTrail's userIdentity.</summary>
/// <param name="Account">Twelve digits: the account whose credentials these are.</param>
/// <param name="Arn">The caller: an IAM user, <c>arn:aws:sts::…:assumed-role/Role/session</c>, or the account's root.</param>
/// <param name="AccessKeyId">The access key id that signed.</param>
/// <param name="RoleArn">The role behind an assumed-role session; null for users and root.</param>
/// <param name="SourceIdentity">What AssumeRole was given as source identity; null when nothing.</param>
/// <param name="SessionStart">When the session began (UTC, the sandbox's clock); null for users and root.</param>
public sealed record AwsCaller(
    string Account,
    string Arn,
    string AccessKeyId,
    string? RoleArn = null,
    string? SourceIdentity = null,
    DateTimeOffset? SessionStart = null);
