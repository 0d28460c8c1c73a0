using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Remediate;

/// <summary>What is just inside a limit of a plan may be applied: it is what a dry run can make.</summary>
public sealed class PlanLimitsTests
{
    private static readonly Dictionary<string, Func<Plan, Plan>> AtTheLimit = new()
    {
        ["made a clock's difference ahead"] = plan => plan with { Created = plan.Created.AddMinutes(5), Expires = plan.Expires.AddMinutes(5) },
        ["the shortest rotation"] = plan => With(plan, settings => settings with { RotationPeriodDays = 90 }),
        ["the longest rotation"] = plan => With(plan, settings => settings with { RotationPeriodDays = 2560 }),
        ["the shortest window"] = plan => With(plan, settings => settings with { WindowDays = 7 }),
        ["the longest window"] = plan => With(plan, settings => settings with { WindowDays = 30 }),
        ["no days disabled"] = plan => With(plan, settings => settings with { DisabledDays = 0 }),
        ["the most days disabled"] = plan => With(plan, settings => settings with { DisabledDays = 3650 }),
        ["no days idle"] = plan => With(plan, settings => settings with { IdleDays = 0 }),
        ["the most days idle"] = plan => With(plan, settings => settings with { IdleDays = 3650 }),
        ["no deletions"] = plan => With(plan, settings => settings with { MaxDeletions = 0 }),
        ["the most deletions"] = plan => With(plan, settings => settings with { MaxDeletions = 100_000 }),
        ["as many deletions as allowed"] = plan => plan with { Settings = plan.Settings with { MaxDeletions = 1 } },
        ["the shortest and the longest alias"] = plan => With(plan, settings => settings with { ExemptAliases = ["a", new('a', 1024)] }),
        ["both rules off"] = plan => With(plan, settings => settings with { Rotation = RuleMode.Off, Deletion = RuleMode.Off }),
        ["only deletions"] = plan => plan with { Settings = plan.Settings with { Rotation = RuleMode.Off }, Keys = [.. plan.Keys.Where(key => key.Rule == "deletion")] },
        ["only rotations"] = plan => plan with { Settings = plan.Settings with { Deletion = RuleMode.Off }, Keys = [.. plan.Keys.Where(key => key.Rule == "rotation")] },
        ["the same Region of another account"] = plan => plan with { Regions = [plan.Regions[0], plan.Regions[0] with { Account = "444455556666" }] },
        ["another Region that was not read"] = plan => plan with { Regions = [plan.Regions[0], plan.Regions[0] with { Region = "us-east-1", Status = RegionStatus.Failed }] },
        ["a Region that was not read, without deletions"] = plan => plan with
        {
            Regions = [plan.Regions[0] with { Status = RegionStatus.Failed }],
            Keys = [.. plan.Keys.Where(key => key.Action.Operation != "ScheduleKeyDeletion")],
        },
        ["no key"] = plan => plan with { Keys = [], Regions = [] },
    };

    public static TheoryData<string> Limits => [.. AtTheLimit.Keys];

    [Theory]
    [MemberData(nameof(Limits))]
    public void A_plan_at_a_limit_may_be_applied(string limit) =>
        PlanCheck.Find(AtTheLimit[limit](Plans.OfThree()), Keys.Now, region => region == "eu-west-1" ? "aws" : null).ShouldBeNull();

    private static Plan With(Plan plan, Func<PlanSettings, PlanSettings> change) => plan with { Keys = [], Settings = change(plan.Settings) };
}
