using System.Globalization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Cli.Output;

/// <summary>What a sweep would do with a key and why, in one sentence.</summary>
internal static class Verdict
{
    /// <summary>Says it; goes on from "A sweep".</summary>
    public static string Of(Decision decision, SweepOptions options)
    {
        var deletion = decision.Rule == Decision.DeletionRule;
        var enforced = (deletion ? options.Deletion : options.Rotation) == RuleMode.Enforce;
        var enforcing = $"with --{decision.Rule} enforce";
        return decision switch
        {
            { Outcome: Outcome.AwsManaged } => "would leave it alone: AWS manages it.",
            { Rule: null, Outcome: Outcome.Ineligible, State: KeyState.Enabled or KeyState.Disabled } =>
                $"would leave it alone: the {(decision.State == KeyState.Enabled ? "rotation" : "deletion")} rule is off.",
            { Action: KeyAction.TagResource tag } =>
                $"would hold it, and {(enforced ? "" : enforcing + " ")}set the tag {tag.Name}={tag.Value}: {Why(decision)}.",
            { Action: { } action } => (enforced ? $"would call {Describe(action)}" : $"would plan {Describe(action)}, and do it {enforcing}")
                + (deletion ? string.Create(CultureInfo.InvariantCulture, $", unless more than {options.MaxDeletions} deletions are due in {decision.Arn.Region}") : "")
                + $": {(decision.Reasons.Count > 0 ? Why(decision) : "every check passed")}.",
            { Outcome: Outcome.Held } => $"would hold it: {Why(decision)}.",
            { Outcome: Outcome.Unreadable } => $"could not decide and would leave it alone: {Why(decision)}.",
            _ => $"would leave it alone, as {KebabCase.Of(decision.Outcome)}: {Why(decision)}.",
        };
    }

    private static string Describe(KeyAction action) => action switch
    {
        KeyAction.EnableKeyRotation rotation => $"{action.Operation} with a period of {rotation.PeriodDays} days",
        KeyAction.ScheduleKeyDeletion deletion => $"{action.Operation} with a waiting period of {deletion.WindowDays} days",
        _ => action.Operation,
    };

    private static string Why(Decision decision)
    {
        var reasons = string.Join(", ", decision.Reasons);
        return reasons.Length == 0 ? decision.Detail
            : decision.Detail.Length == 0 ? reasons
            : $"{reasons} ({decision.Detail})";
    }
}
