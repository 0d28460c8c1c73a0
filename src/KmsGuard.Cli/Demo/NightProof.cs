using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Sandbox.Sns;

namespace KmsGuard.Cli.Demo;

/// <summary>Something that the story claims.</summary>
/// <param name="Words">The claim.</param>
/// <param name="Holds">Whether it is so.</param>
internal sealed record Claim(string Words, bool Holds);

/// <summary>Checks the story against what the sandbox and the reports say.</summary>
internal static class NightProof
{
    /// <summary>The claims.</summary>
    public static IReadOnlyList<Claim> Of(Stage stage, IReadOnlyList<SweepReport> sweeps)
    {
        var mails = stage.Sandbox.Sns.Messages;
        var deleted = mails.Where(mail => Is(mail, "event", "KMS CMK Deletion")).ToList();
        var rescued = stage.Key("old-staging-db").Arn;
        string[] unused = ["old-cache", "old-carts", "old-reports", "old-staging-db"];
        return
        [
            new("every key listed has one outcome, in every Region of every sweep", sweeps.All(sweep => sweep.Regions.All(AddsUp))),
            new("the first sweep saw every key, and later ones all but those that were deleted meanwhile", sweeps.All(sweep =>
                sweep.Totals.Listed == stage.Keys.Count - deleted.Count(mail => mail.At < sweep.StartedAt))),
            new("disabling orders-db, and the use that failed of it, were told",
                Told(mails, "DisableKey", "orders-db") && Told(mails, "Encrypt", "orders-db")),
            new("scheduling the deletion of invoices-archive was told", Told(mails, "ScheduleKeyDeletion", "invoices-archive")),
            new("no event was lost on its way", stage.Sandbox.Events.DeadLetters.Count == 0),
            new("the disabled keys proven unused, and only those, were scheduled after their quarantine",
                Scheduled(sweeps[1]).Order(StringComparer.Ordinal).SequenceEqual(unused)),
            new("the last sweep left alone what was rolled back", sweeps[^1].Keys.Any(key =>
                key.Arn == rescued && key is { State: KeyState.Disabled, Outcome: Outcome.Held } && key.Reasons.Contains(Reason.HoldTag))),
        ];

        bool Told(IEnumerable<SnsMessage> messages, string happened, string name) =>
            messages.Count(mail => Is(mail, "event", happened) && Is(mail, "keyArn", stage.Key(name).Arn)) == 1;

        IEnumerable<string> Scheduled(SweepReport sweep) =>
            from key in sweep.Keys
            where key is { Outcome: Outcome.Changed, Rule: Decision.DeletionRule }
            select stage.NameOf(key.Arn);
    }

    private static bool AddsUp(RegionReport region) =>
        region.Status == RegionStatus.Complete && region.Outcomes.Values.Sum() == region.Listed;

    private static bool Is(SnsMessage mail, string attribute, string value) =>
        mail.Attributes.TryGetValue(attribute, out var found) && found.Value == value;
}
