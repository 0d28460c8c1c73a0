using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

/// <summary>Every combination of what a deletion depends on, against <c>deletion.table</c>.</summary>
public sealed class DeletionTableTests
{
    private static readonly string[] Parts = ["alias", "tags", "disabled", "idle", "grants", "replicas"];

    private static readonly Dictionary<string, Reading<IReadOnlyList<string>>> Aliases = new()
    {
        ["none"] = Keys.Aliases(),
        ["other"] = Keys.Aliases("alias/dev"),
        ["exempt"] = Keys.Aliases("alias/dev", "alias/prod-db"),
        ["unread"] = Keys.Unread<IReadOnlyList<string>>(FailureKind.AccessDenied),
    };

    private static readonly Dictionary<string, (string, string)[]?> Tags = new()
    {
        ["plain"] = [("env", "dev")],
        ["exempt"] = [(KeyTags.Exempt, "because")],
        ["exempt=false"] = [(KeyTags.Exempt, "False ")],
        ["hold"] = [(KeyTags.Hold, "rollback")],
        ["exempt+hold"] = [(KeyTags.Exempt, ""), (KeyTags.Hold, "")],
        ["unread"] = null,
    };

    private static readonly Dictionary<string, string?> Marks = new()
    {
        ["none"] = null,
        ["garbage"] = "last week",
        ["young"] = DisabledSince.ToTag(Keys.Now.AddDays(-10)),
        ["old"] = DisabledSince.ToTag(Keys.Now.AddDays(-100)),
        ["future"] = DisabledSince.ToTag(Keys.Now.AddDays(1000)),
        ["before-creation"] = DisabledSince.ToTag(Keys.Now.AddDays(-500)),
    };

    private static readonly Dictionary<string, Reading<LastUsage>?> Usages = new()
    {
        ["never-long"] = Usage(null, 200),
        ["never-short"] = Usage(null, 50),
        ["recent"] = Usage(20, 200),
        ["long-ago"] = Usage(95, 200),
        ["unknown"] = Reading.Of(new LastUsage(null, CreatedAt: Keys.Now.AddDays(-400))),
        ["unread"] = Keys.Unread<LastUsage>(FailureKind.Service),
        ["not-asked"] = null,
    };

    private static readonly Dictionary<string, Reading<IReadOnlyList<KeyGrant>>> Grants = new()
    {
        ["none"] = Reading.Of<IReadOnlyList<KeyGrant>>([]),
        ["some"] = Reading.Of<IReadOnlyList<KeyGrant>>([new("g", "somebody")]),
        ["unread"] = Keys.Unread<IReadOnlyList<KeyGrant>>(FailureKind.OutOfTime),
    };

    [Fact]
    public void Every_combination_of_checks_has_the_outcome_reasons_and_action_of_its_rows()
    {
        var table = RuleTable.Read("deletion.table");
        var wrong = new List<string>();
        foreach (var facts in RuleTable.Combinations(Aliases.Keys, Tags.Keys, Marks.Keys, Usages.Keys, Grants.Keys, ["no", "yes"], ["30", "0"], ["90", "0"]))
        {
            var outcome = table.Of(["outcome", .. facts]);
            var reasons = string.Join(", ", Parts.Select(part => table.Of([part, .. facts])[0]).Where(reason => reason.Length > 0));
            // Nothing holds it and nothing proves it: the one case that no check has a name for.
            reasons = outcome[0] == "unreadable" && reasons.Length == 0 ? "service-error" : reasons;

            var decision = KeyEvaluator.Decide(Key(facts), Options(facts), Keys.Now);

            var (got, expected) = (
                $"{KebabCase.Of(decision.Outcome)} | {decision.Action} | {string.Join(", ", decision.Reasons)}",
                $"{outcome[0]} | {outcome[1]} | {reasons}");
            if (got != expected)
            {
                wrong.Add($"{string.Join(" | ", facts)}: {got}, expected {expected}");
            }

            if (wrong.Count == 10)
            {
                break;
            }
        }

        wrong.ShouldBeEmpty();
        table.Idle.ShouldBeEmpty();
    }

    private static KeySnapshot Key(string[] facts) => Keys.Unused() with
    {
        Aliases = Aliases[facts[0]],
        Tags = Tags[facts[1]] is not { } tags ? Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.Throttled)
            : Keys.Tags(Marks[facts[2]] is { } mark ? [.. tags, (KeyTags.DisabledSince, mark)] : tags),
        LastUsage = Usages[facts[3]],
        Grants = Grants[facts[4]],
        Description = Reading.Of(Keys.Description(KeyState.Disabled) with
        {
            MultiRegion = MultiRegionKind.Primary,
            Primary = Keys.Arn,
            Replicas = facts[5] == "yes" ? [Keys.Arn.In("us-west-2")] : [],
        }),
    };

    private static SweepOptions Options(string[] facts) => Keys.Enforcing with
    {
        ExemptAliases = [Glob.ForAlias("prod-*")],
        DisabledDays = facts[6] == "0" ? 0 : 30,
        IdleDays = facts[7] == "0" ? 0 : 90,
    };

    private static Reading<LastUsage> Usage(int? usedDaysAgo, int trackedDays) => Reading.Of(new LastUsage(
        usedDaysAgo is { } days ? Keys.Now.AddDays(-days) : null,
        usedDaysAgo is null ? null : "Decrypt",
        TrackingStart: Keys.Now.AddDays(-trackedDays),
        CreatedAt: Keys.Now.AddDays(-400)));
}
