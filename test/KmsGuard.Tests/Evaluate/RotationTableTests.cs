using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

/// <summary>Every combination of what a rotation depends on, against <c>rotation.table</c>.</summary>
public sealed class RotationTableTests
{
    private static readonly Dictionary<string, Func<KeyDescription, KeyDescription>> Kinds = new()
    {
        ["eligible"] = key => key,
        ["primary"] = key => key with { MultiRegion = MultiRegionKind.Primary, Primary = key.Arn, Replicas = [key.Arn.In("us-west-2")] },
        ["replica"] = key => key with { MultiRegion = MultiRegionKind.Replica, Primary = key.Arn.In("us-west-2"), Replicas = [key.Arn] },
        ["asymmetric"] = key => key with { Spec = "RSA_2048" },
    };

    private static readonly Dictionary<string, Reading<RotationStatus>?> Statuses = new()
    {
        ["off"] = Reading.Of(new RotationStatus(false)),
        ["shorter"] = Reading.Of(new RotationStatus(true, 90)),
        ["equal"] = Reading.Of(new RotationStatus(true, 365)),
        ["longer"] = Reading.Of(new RotationStatus(true, 366)),
        ["untold"] = Reading.Of(new RotationStatus(true)),
        ["unread"] = Keys.Unread<RotationStatus>(FailureKind.Service),
        ["late"] = Keys.Unread<RotationStatus>(FailureKind.OutOfTime),
        ["not-asked"] = null,
    };

    private static readonly Dictionary<string, Reading<IReadOnlyList<string>>> Aliases = new()
    {
        ["none"] = Keys.Aliases(),
        ["other"] = Keys.Aliases("alias/dev"),
        ["exempt"] = Keys.Aliases("alias/dev", "alias/prod-db"),
        ["unread"] = Keys.Unread<IReadOnlyList<string>>(FailureKind.AccessDenied),
    };

    private static readonly Dictionary<string, Reading<IReadOnlyDictionary<string, string>>?> Tags = new()
    {
        ["plain"] = Keys.Tags(("env", "dev")),
        ["exempt"] = Keys.Tags((KeyTags.Exempt, "")),
        ["exempt=false"] = Keys.Tags((KeyTags.Exempt, "FALSE")),
        ["hold"] = Keys.Tags((KeyTags.Hold, "rollback")),
        ["unread"] = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.Throttled),
        ["not-asked"] = null,
    };

    [Fact]
    public void Every_combination_has_the_outcome_reasons_and_action_of_its_row()
    {
        var table = RuleTable.Read("rotation.table");
        var wrong = new List<string>();
        var modes = Enum.GetValues<RuleMode>().ToDictionary(KebabCase.Of);
        foreach (var facts in RuleTable.Combinations(modes.Keys, Kinds.Keys, Statuses.Keys, ["set", "none"], Aliases.Keys, Tags.Keys))
        {
            var key = Keys.Unrotated() with
            {
                Description = Reading.Of(Kinds[facts[1]](Keys.Description(KeyState.Enabled))),
                Rotation = Statuses[facts[2]],
                Aliases = Aliases[facts[4]],
                Tags = Tags[facts[5]],
            };
            var options = new SweepOptions
            {
                Rotation = modes[facts[0]],
                ExemptAliases = facts[3] == "set" ? [Glob.ForAlias("prod-*")] : [],
            };

            var decision = KeyEvaluator.Decide(key, options, Keys.Now);

            var got = $"{KebabCase.Of(decision.Outcome)} | {string.Join(", ", decision.Reasons)} | {decision.Action}";
            var expected = string.Join(" | ", table.Of(facts));
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
}
