using KmsGuard.Detect;
using KmsGuard.Report;

namespace KmsGuard.Cli.Errors;

/// <summary>A refusal: the action that is missing, on what, which kind of policy says no, and who can change that.</summary>
internal static class DenialAdvice
{
    /// <summary>The advice.</summary>
    public static Advice For(Denial denial, Failure failure)
    {
        if (failure.Code == "NoRoleName")
        {
            return new("The key is in another account, and no role to assume there is named.", "--role-name NAME.");
        }

        var (action, who) = (denial.Action, Shown(denial.Principal) ?? "the caller");
        var resource = Shown(denial.Resource) is { } arn ? $" on {arn}" : "";
        return new($"{action} is denied{resource}: {Why(denial)}.", Do(denial, action, who, failure.Operation == "AssumeRole"));
    }

    private static string Why(Denial denial)
    {
        var policy = denial.By switch
        {
            PolicyKind.Identity => "identity-based policy",
            PolicyKind.Resource => denial.Action switch
            {
                "sts:AssumeRole" => "trust policy of the role",
                "sns:Publish" => "topic policy",
                _ => "key policy",
            },
            PolicyKind.ServiceControl => "service control policy",
            PolicyKind.ResourceControl => "resource control policy",
            PolicyKind.Boundary => "permissions boundary",
            PolicyKind.Session => "session policy",
            PolicyKind.VpcEndpoint => "VPC endpoint policy",
            _ => null,
        };
        return policy is null ? $"{(denial.Explicit ? "it is denied explicitly, and " : "")}AWS does not say by which policy"
            : denial.Explicit ? $"{(policy[0] == 'i' ? "an" : "a")} {policy} denies it explicitly{(Shown(denial.Policy) is { } arn ? $" ({arn})" : "")}"
            : $"no {policy} allows it";
    }

    private static string Do(Denial denial, string action, string who, bool role) => (denial.By, denial.Explicit) switch
    {
        (PolicyKind.Identity, false) => $"allow {action} in a policy of {who}.",
        (PolicyKind.Identity, true) => $"look for the Deny in the policies of {who} and of its groups.",
        (PolicyKind.Resource, _) when role => $"let the trust policy of that role name {who}.",
        (PolicyKind.Resource, false) when action.StartsWith("kms:", StringComparison.Ordinal) =>
            $"let the key policy allow {who} {action}, or let it leave that to IAM and allow it there; aws kms get-key-policy --key-id KEY shows it.",
        (PolicyKind.Resource, _) => $"ask whoever owns it: no other policy can override a Deny there{(action.StartsWith("kms:", StringComparison.Ordinal) ? "; aws kms get-key-policy --key-id KEY shows it" : "")}.",
        (PolicyKind.ServiceControl or PolicyKind.ResourceControl, _) =>
            "ask those who run the AWS organization: nothing in this account can override its policies.",
        (PolicyKind.Boundary, _) => $"let the permissions boundary of {who} allow {action} too.",
        (PolicyKind.Session, _) => "get a session without that policy, or one that allows it.",
        (PolicyKind.VpcEndpoint, _) => $"let the policy of the VPC endpoint allow {action}, or go another way.",
        _ when role => $"check that the role exists, that its trust policy names {who}, and that a policy of {who} allows sts:AssumeRole.",
        _ => $"allow {action} in a policy of {who}; then look at the key policy, and at the organization's policies.",
    };

    private static string? Shown(string? arn) => arn is null ? null : SafeText.OneLine(arn, 200);
}
