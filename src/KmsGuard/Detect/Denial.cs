using System.Text.RegularExpressions;

namespace KmsGuard.Detect;

/// <summary>The kinds of policy that can say no (AWS IAM user guide, "Troubleshoot access denied error messages").</summary>
public enum PolicyKind
{
    /// <summary>AWS does not say.</summary>
    Unknown,

    /// <summary>A policy of the user or role.</summary>
    Identity,

    /// <summary>A policy of what is called: a key policy, a role's trust policy, a topic's.</summary>
    Resource,

    /// <summary>A service control policy of the organization.</summary>
    ServiceControl,

    /// <summary>A resource control policy of the organization.</summary>
    ResourceControl,

    /// <summary>The permissions boundary of the user or role.</summary>
    Boundary,

    /// <summary>The policy that a session was narrowed by.</summary>
    Session,

    /// <summary>The policy of a VPC endpoint on the way.</summary>
    VpcEndpoint,
}

/// <summary>
/// What a refusal says. The action is the one that was called; the rest is read from AWS's sentence, which may lack any part of
/// it and is held to the form of what it should be.
/// </summary>
/// <param name="Action">The IAM action, such as <c>kms:DescribeKey</c>.</param>
/// <param name="Principal">The ARN of who called; null when not told.</param>
/// <param name="Resource">The ARN of what was called; null when not told.</param>
/// <param name="By">The kind of policy that says no.</param>
/// <param name="Explicit">True when a statement denies it; false when none allows it, or when that is not told.</param>
/// <param name="Policy">The ARN of the policy that denies it; null when not told.</param>
public sealed partial record Denial(string Action, string? Principal, string? Resource, PolicyKind By, bool Explicit, string? Policy)
{
    /// <summary>Reads a refusal; null for any other failure.</summary>
    public static Denial? Of(Failure failure)
    {
        if (failure.Kind != FailureKind.AccessDenied)
        {
            return null;
        }

        var sentence = failure.Message;
        var denies = Denies().Match(sentence);
        var kind = denies.Success ? denies.Groups[1].Value : Allows().Match(sentence).Groups[1].Value;
        return new(
            ActionOf(failure.Operation),
            Arn(Principals().Match(sentence)),
            Arn(Resources().Match(sentence)),
            KindOf(kind),
            denies.Success,
            Arn(denies, group: 2));
    }

    /// <summary>The IAM action that an API operation needs; the operations that are not KMS's are few.</summary>
    public static string ActionOf(string operation) => operation switch
    {
        "AssumeRole" or "GetCallerIdentity" => $"sts:{operation}",
        "Publish" => "sns:Publish",
        _ => $"kms:{operation}",
    };

    private static PolicyKind KindOf(string words) => words.ToLowerInvariant() switch
    {
        "identity-based" => PolicyKind.Identity,
        "resource-based" or "role trust" => PolicyKind.Resource,
        "service control" => PolicyKind.ServiceControl,
        "resource control" => PolicyKind.ResourceControl,
        "permissions boundary" => PolicyKind.Boundary,
        "session" => PolicyKind.Session,
        "vpc endpoint" => PolicyKind.VpcEndpoint,
        _ => PolicyKind.Unknown,
    };

    private static string? Arn(Match match, int group = 1) =>
        match.Groups[group].Value.TrimEnd('.', ',') is { Length: > 0 } arn && arn.StartsWith("arn:", StringComparison.Ordinal) ? arn : null;

    [GeneratedRegex(@"with an explicit deny(?: in (?:an?|the) ([a-z -]{1,40}?)(?: policy)?(?:: ?(arn:[!-~]{1,300}))?(?=$|[.,;:]))?", Options, Milliseconds)]
    private static partial Regex Denies();

    [GeneratedRegex(@"because no ([a-z -]{1,40}?)(?: policy)? allows", Options, Milliseconds)]
    private static partial Regex Allows();

    [GeneratedRegex(@"^User: ([!-~]{1,300}) is not authorized", Options, Milliseconds)]
    private static partial Regex Principals();

    [GeneratedRegex(@"on resource: ([!-~]{1,300})", Options, Milliseconds)]
    private static partial Regex Resources();

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;
    private const int Milliseconds = 1000;
}
