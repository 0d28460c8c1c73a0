using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>A fact that can be read of a key.</summary>
public enum KeyRead
{
    /// <summary>DescribeKey.</summary>
    Description,

    /// <summary>GetKeyRotationStatus.</summary>
    Rotation,

    /// <summary>ListResourceTags.</summary>
    Tags,

    /// <summary>ListGrants.</summary>
    Grants,

    /// <summary>GetKeyLastUsage.</summary>
    LastUsage,
}

/// <summary>Decides on one key. Pure: the same snapshot, options and time give the same decision.</summary>
public static class KeyEvaluator
{
    private const string AwsAlias = "alias/aws/";

    /// <summary>What has to be read next; null when the decision can be made. Reading everything it names, and nothing
    /// else, costs the fewest calls.</summary>
    public static KeyRead? NextRead(KeySnapshot key, SweepOptions options, DateTimeOffset now) =>
        HasAwsAlias(key) ? null
        : key.Description is not { } description ? KeyRead.Description
        : description.Value switch
        {
            { Manager: KeyManager.Customer, State: KeyState.Enabled } enabled => RotationRule.NextRead(key, enabled, options),
            { Manager: KeyManager.Customer, State: KeyState.Disabled } disabled => DeletionRule.NextRead(key, disabled, options, now),
            _ => null,
        };

    /// <summary>Decides.</summary>
    public static Decision Decide(KeySnapshot key, SweepOptions options, DateTimeOffset now)
    {
        var decision = new Decision { Arn = key.Arn, Aliases = key.Aliases?.Value ?? [], Outcome = Outcome.AwsManaged, Reasons = [] };
        if (HasAwsAlias(key))
        {
            return decision;
        }

        if (key.Description is not { Value: { } description })
        {
            return Unread(decision, key.Description?.Failure);
        }

        decision = decision with { State = description.State, DeletionDate = Deadline(description), Detail = Describe(description, now) };
        return description switch
        {
            { Manager: KeyManager.Aws } => decision,
            { Manager: KeyManager.Unknown } => decision with { Outcome = Outcome.Ineligible, Reasons = [Reason.UnsupportedSpec] },
            { State: KeyState.Enabled } when options.Rotation != RuleMode.Off => RotationRule.Decide(key, description, options) with { Aliases = decision.Aliases },
            { State: KeyState.Disabled } when options.Deletion != RuleMode.Off => DeletionRule.Decide(key, description, options, now) with { Aliases = decision.Aliases },
            _ => decision with { Outcome = Outcome.Ineligible, Reasons = [Reason.Of(description.State)] },
        };
    }

    // Only AWS can make such an alias, so a key that has one needs no DescribeKey.
    private static bool HasAwsAlias(KeySnapshot key) =>
        key.Aliases?.Value?.Any(alias => alias.StartsWith(AwsAlias, StringComparison.Ordinal)) == true;

    // A key that is gone between ListKeys and DescribeKey is nobody's failure.
    private static Decision Unread(Decision decision, Failure? failure) => decision with
    {
        Outcome = failure?.Kind == FailureKind.NotFound ? Outcome.Ineligible : Outcome.Unreadable,
        Reasons = [failure is null ? Reason.ServiceError : Reason.Of(failure)],
        Detail = failure is null ? "not read" : Quote.Of(failure.ToString(), 400),
    };

    // While replicas are left there is no deadline, and one that was told would be wrong.
    private static DateTimeOffset? Deadline(KeyDescription key) =>
        key.State == KeyState.PendingReplicaDeletion ? null : key.DeletionDate;

    private static string Describe(KeyDescription key, DateTimeOffset now) => key switch
    {
        { State: KeyState.PendingReplicaDeletion } => $"waits for {Waiting(key)}; {Window(key)} begins when the last of them is deleted",
        { DeletionDate: { } date } =>
            $"deleted on {DisabledSince.ToTag(date)}, {Decision.DaysLeft(date, now)} days left",
        { State: KeyState.PendingDeletion } => "KMS does not tell when it is deleted",
        _ => "",
    };

    private static string Waiting(KeyDescription key) => key.Replicas.Count == 0 ? "its replicas"
        : $"its {(key.Replicas.Count == 1 ? "replica" : "replicas")} in {Quote.Few(key.Replicas.Select(replica => replica.Region))}";

    private static string Window(KeyDescription key) =>
        key.PendingWindowDays is { } days ? $"a waiting period of {days} days" : "a waiting period that KMS does not tell";
}
