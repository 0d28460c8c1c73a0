using System.Text;
using System.Text.Json;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Remediate;

/// <summary>Plans whose digest is right, as anybody can make it.</summary>
[Trait("Proof", "attacks")]
public sealed class PlanCheckTests
{
    private static readonly Dictionary<string, Func<Plan, Plan>> Forged = new()
    {
        ["format 2"] = plan => plan with { Format = 2 },
        ["which account"] = plan => plan with { Account = "12345" },
        ["or run"] = plan => plan with { RunId = "x y" },
        ["yet to come"] = plan => plan with { Created = plan.Created.AddMinutes(6), Expires = plan.Expires.AddMinutes(6) },
        ["look at this machine's clock"] = plan => plan with { Created = DateTimeOffset.MaxValue, Expires = DateTimeOffset.MaxValue },
        ["does not expire"] = plan => plan with { Expires = plan.Expires.AddDays(1) },
        ["a plan is a dry run"] = plan => plan with { Settings = plan.Settings with { Rotation = RuleMode.Enforce } },
        ["a rule enforces"] = plan => plan with { Settings = plan.Settings with { Deletion = RuleMode.Enforce } },
        ["windowDays is 6"] = plan => plan with { Settings = plan.Settings with { WindowDays = 6 } },
        ["windowDays is 31"] = plan => plan with { Settings = plan.Settings with { WindowDays = 31 } },
        ["rotationPeriodDays is 89"] = plan => plan with { Settings = plan.Settings with { RotationPeriodDays = 89 } },
        ["rotationPeriodDays is 2561"] = plan => plan with { Settings = plan.Settings with { RotationPeriodDays = 2561 } },
        ["disabledDays is -1"] = plan => plan with { Settings = plan.Settings with { DisabledDays = -1 } },
        ["disabledDays is 3651"] = plan => plan with { Settings = plan.Settings with { DisabledDays = 3651 } },
        ["idleDays is -1"] = plan => plan with { Settings = plan.Settings with { IdleDays = -1 } },
        ["idleDays is 3651"] = plan => plan with { Settings = plan.Settings with { IdleDays = 3651 } },
        ["maxDeletions is -1"] = plan => plan with { Settings = plan.Settings with { MaxDeletions = -1 } },
        ["maxDeletions is 100001"] = plan => plan with { Settings = plan.Settings with { MaxDeletions = 100_001 } },
        ["exempt alias"] = plan => plan with { Settings = plan.Settings with { ExemptAliases = ["alias/a", null!] } },
        ["an exempt alias that"] = plan => plan with { Settings = plan.Settings with { ExemptAliases = ["alias/a", ""] } },
        ["alias that is none"] = plan => plan with { Settings = plan.Settings with { ExemptAliases = [new('a', 1025)] } },
        ["Region that is null"] = plan => plan with { Regions = [null!] },
        ["Region twice"] = plan => plan with { Regions = [plan.Regions[0], plan.Regions[0]] },
        ["key that is null"] = plan => plan with { Keys = [null!] },
        ["is in the plan twice"] = plan => plan with { Keys = [.. plan.Keys, plan.Keys[0]] },
        ["key/1234ABCD-12ab-34cd-56ef-1234567890ab is in the plan twice"] = plan => plan with
        {
            Keys = [.. plan.Keys, plan.Keys.Single(key => key.Arn == Keys.Arn) with { Arn = Keys.Arn with { KeyId = "1234ABCD-12ab-34cd-56ef-1234567890ab" } }],
        },
        ["eu-west-1:444455556666:key"] = plan => Change(plan, key => key with { Arn = key.Arn with { Account = "444455556666" } }),
        ["not in an account and Region of the plan"] = plan => Change(plan, key => key with { Arn = key.Arn.In("us-east-1") }),
        ["not in a partition"] = plan => Change(plan, key => key with { Arn = key.Arn with { Partition = "aws-cn" } }),
        ["an action that no plan has"] = plan => Change(plan, key => key with { Action = new("DisableKey") }),
        ["not what the plan's settings make of it"] = plan => Change(plan, key => key with { Action = key.Action with { WindowDays = 7 } }),
        ["a rule that is off, or"] = plan => plan with { Settings = plan.Settings with { Deletion = RuleMode.Off } },
        ["of a rule that is off"] = plan => plan with { Settings = plan.Settings with { Rotation = RuleMode.Off } },
        ["or of another rule"] = plan => Change(plan, key => key with { Rule = "rotation", Action = new("ScheduleKeyDeletion") { WindowDays = 30 } }),
        ["a reason that is none"] = plan => Change(plan, key => key with { Reasons = ["\e[2J"] }),
        ["a reason that is"] = plan => Change(plan, key => key with { Reasons = ["not-marked", null!] }),
        ["says itself that 0 are the most"] = plan => plan with { Settings = plan.Settings with { MaxDeletions = 0 } },
        ["was not read to the end"] = plan => plan with { Regions = [plan.Regions[0] with { Status = RegionStatus.Failed }] },
    };

    public static TheoryData<string> Forgeries => [.. Forged.Keys];

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void A_plan_that_no_dry_run_makes_is_refused_although_its_digest_is_right(string expected)
    {
        var forged = PlanFile.Seal(Forged[expected](Plans.OfThree()));
        var read = PlanFile.Read(PlanFile.Write(forged), out var problem).ShouldNotBeNull(problem);

        Find(read, Keys.Now).ShouldNotBeNull().ShouldContain(expected);
    }

    // Each is wrong together with all that stand behind it: what another version means by the rest is not known here.
    [Fact]
    public void Of_several_things_that_are_wrong_the_one_that_explains_most_is_told()
    {
        string[] order = ["format 2", "does not expire", "windowDays is 6", "Region twice", "key that is null", "was not read to the end"];
        for (var first = 0; first < order.Length; first++)
        {
            var plan = order[first..].Reverse().Aggregate(Plans.OfThree(), (plan, wrong) => Forged[wrong](plan));

            Find(plan, Keys.Now).ShouldNotBeNull().ShouldContain(order[first]);
        }
    }

    // Of a Region that was not finished no plan is written.
    [Fact]
    public void Every_plan_that_is_made_may_be_applied_whatever_failed() => Plans.ForEverySeed(random =>
    {
        var kms = new FakeKms(RandomKeys.Region(random)) { Fault = RandomKeys.Faults(random, 0.02) };
        var plan = Plans.Of(kms, RandomKeys.Options(random) with { MaxDeletions = random.Next(0, 12) });
        if (plan.Regions[0].Status != RegionStatus.Incomplete)
        {
            Find(plan, Keys.Now).ShouldBeNull();
        }
    });

    [Fact]
    public void A_change_with_the_right_digest_is_judged_whatever_it_is()
    {
        var text = Encoding.UTF8.GetString(PlanFile.Write(Plans.OfThree()));
        Plans.ForEverySeed(random =>
        {
            Plan forged;
            try
            {
                forged = PlanFile.Seal(JsonSerializer.Deserialize(MutatedPlan.Of(text, random), PlanJson.Default.Plan)!);
            }
            catch (JsonException)
            {
                return;
            }

            if (Find(forged, Keys.Now) is null)
            {
                forged.Settings.WindowDays.ShouldBeInRange(7, 30);
                forged.Keys.ShouldAllBe(key => key.Action.WindowDays == null || key.Action.WindowDays == forged.Settings.WindowDays);
            }
        });
    }

    [Theory]
    [InlineData(-5, true)]
    [InlineData(-6, false)]
    [InlineData((24 * 60) - 1, true)]
    [InlineData(24 * 60, false)]
    public void A_plan_may_be_applied_for_24_hours(int minutes, bool applied) =>
        (Find(Plans.OfThree(), Keys.Now.AddMinutes(minutes)) is null).ShouldBe(applied);

    [Fact]
    public void An_expired_plan_says_when_that_was_and_what_to_do() => Find(Plans.OfThree(), Keys.Now.AddDays(3))
        .ShouldBe("The plan expired on 2026-11-23T03:00:00Z, 24 hours after it was made. Make a new one.");

    private static string? Find(Plan plan, DateTimeOffset now) =>
        PlanCheck.Find(plan, now, region => region is "eu-west-1" or "us-east-1" ? "aws" : null);

    private static Plan Change(Plan plan, Func<PlannedKey, PlannedKey> change) => plan with { Keys = [change(plan.Keys[0]), .. plan.Keys.Skip(1)] };
}
