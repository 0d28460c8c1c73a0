using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Aws.Tests.Sweeping;

public sealed class SweepTests : IAsyncLifetime
{
    private SandboxRun run = null!;

    public async Task InitializeAsync() => run = await SandboxRun.StartAsync();

    public async Task DisposeAsync() => await run.DisposeAsync();

    [Fact]
    public async Task Every_kind_of_key_comes_out_as_the_rules_say()
    {
        var primary = run.Seed("us-east-1", new() { MultiRegion = true });
        var expected = new Dictionary<KeyArn, (Outcome Outcome, string Reasons)>
        {
            [run.Seed("us-east-1", new() { KeyManager = "AWS", Aliases = ["alias/aws/ebs"] })] = (Outcome.AwsManaged, ""),
            [run.Seed("us-east-1", new() { RotationPeriodInDays = 365 })] = (Outcome.Compliant, "rotates"),
            [run.Seed("us-east-1", new())] = (Outcome.Changed, "rotation-off"),
            [run.Seed("us-east-1", new() { RotationPeriodInDays = 1000 })] = (Outcome.Changed, "rotation-period-too-long"),
            [primary] = (Outcome.Changed, "rotation-off"),
            [run.Seed("us-west-2", new() { ReplicaOf = primary.ToString() })] = (Outcome.Ineligible, "multi-region-replica"),
            [run.Seed("us-east-1", new() { KeySpec = "RSA_2048" })] = (Outcome.Ineligible, "asymmetric"),
            [run.Seed("us-east-1", new() { KeySpec = "HMAC_256" })] = (Outcome.Ineligible, "hmac"),
            [run.Seed("us-east-1", new() { Origin = "EXTERNAL" })] = (Outcome.Ineligible, "imported-material"),
            [run.Seed("us-east-1", new() { Origin = "EXTERNAL", KeyState = "PendingImport" })] = (Outcome.Ineligible, "pending-import"),
            [run.Seed("us-east-1", new() { Origin = "AWS_CLOUDHSM" })] = (Outcome.Ineligible, "custom-key-store"),
            [run.Seed("us-east-1", new() { Origin = "AWS_CLOUDHSM", KeyState = "Unavailable" })] = (Outcome.Ineligible, "unavailable"),
            [run.Seed("us-east-1", new() { KeyState = "PendingDeletion" })] = (Outcome.Ineligible, "pending-deletion"),
            [run.Seed("us-east-1", new() { Policy = Locked })] = (Outcome.Unreadable, "access-denied"),
            [run.Seed("us-east-1", new() { Tags = new Dictionary<string, string> { [KeyTags.Exempt] = "legal" } })] = (Outcome.Exempt, "exempt-tag"),
            [run.Seed("eu-west-1", SandboxRun.Unused)] = (Outcome.Changed, ""),
            [run.Seed("eu-west-1", SandboxRun.Unused with { Aliases = ["alias/first", "alias/prod-db"] })] = (Outcome.Exempt, "exempt-alias"),
            [run.Seed("eu-west-1", SandboxRun.Unused with { GranteePrincipals = ["arn:aws:iam::111122223333:role/ebs"] })] = (Outcome.Held, "has-grants"),
            [run.Seed("eu-west-1", SandboxRun.Unused with { LastUsedAt = SandboxRun.Start.AddDays(-110) })] = (Outcome.Changed, ""),
            [run.Seed("eu-west-1", SandboxRun.Unused with { LastUsedAt = SandboxRun.Start.AddDays(-60) })] = (Outcome.Held, "recently-used"),
            [run.Seed("eu-west-1", SandboxRun.Unused with { CreatedAt = SandboxRun.Start.AddDays(-120), Tags = Marked(-31) })] = (Outcome.Changed, ""),
            [run.Seed("eu-west-1", SandboxRun.Unused with { CreatedAt = SandboxRun.Start.AddDays(-40), Tags = Marked(-31) })] = (Outcome.Held, "usage-unknown"),
            [run.Seed("eu-west-1", SandboxRun.Unused with { Tags = Marked(-29) })] = (Outcome.Held, "quarantine"),
            [run.Seed("eu-west-1", new() { KeyState = "Disabled" })] = (Outcome.Held, "not-marked"),
        };

        var report = await run.SweepAsync(SandboxRun.Enforcing with { ExemptAliases = [Glob.ForAlias("prod-*")] });

        foreach (var key in report.Keys)
        {
            (key.Outcome, string.Join(", ", key.Reasons)).ShouldBe(expected[KeyArn.Parse(key.Arn)], key.Detail);
        }

        report.Keys.Count.ShouldBe(expected.Count);
        report.Regions.Sum(region => region.Throttled).ShouldBe(0);
        report.Succeeded.ShouldBeFalse("a key could not be read");
    }

    [Fact]
    public async Task A_dry_run_writes_nothing_and_plans_what_is_done_next()
    {
        run.Seed("us-east-1", new());
        run.Seed("us-west-2", SandboxRun.Unused);
        run.Seed("eu-west-1", new() { KeyState = "Disabled" });

        var planned = await run.SweepAsync(new SweepOptions());
        run.Writes().ShouldBeEmpty();
        var done = await run.SweepAsync(SandboxRun.Enforcing);

        Actions(done).ShouldBe(Actions(planned));
        run.Writes().Order().ShouldBe(["EnableKeyRotation", "ScheduleKeyDeletion", "TagResource", "TagResource"]);

        static IEnumerable<string> Actions(SweepReport report) => report.Keys.Select(key => $"{key.Arn} {key.Action}").Order();
    }

    [Fact]
    public async Task Ten_sweeps_in_a_row_change_nothing_after_the_first()
    {
        run.Seed("us-east-1", new());
        run.Seed("us-west-2", SandboxRun.Unused);
        run.Seed("eu-west-1", new() { KeyState = "Disabled" });
        await run.SweepAsync(SandboxRun.Enforcing);
        var writes = run.Writes().Count;

        for (var night = 0; night < 10; night++)
        {
            await run.SweepAsync(SandboxRun.Enforcing);
        }

        run.Writes().Count.ShouldBe(writes);
    }

    [Fact]
    public async Task A_disabled_key_is_marked_watched_and_scheduled_when_its_time_has_come()
    {
        var key = run.Seed("us-east-1", new() { KeyState = "Disabled" });

        (await OutcomeAsync()).ShouldBe((Outcome.Held, "not-marked"));
        (await OutcomeAsync()).ShouldBe((Outcome.Held, "quarantine"));
        run.Aws.Clock.Advance(TimeSpan.FromDays(29));
        (await OutcomeAsync()).ShouldBe((Outcome.Held, "quarantine"));
        run.Aws.Clock.Advance(TimeSpan.FromDays(1));
        (await OutcomeAsync()).ShouldBe((Outcome.Changed, ""));

        (await run.StateAsync(key)).ShouldBe("PendingDeletion");
        (await run.TagsAsync(key)).Keys.Order().ShouldBe([KeyTags.DisabledSince, KeyTags.Run]);
        run.Aws.Clock.Advance(TimeSpan.FromDays(31));
        (await run.StateAsync(key)).ShouldBe("gone");

        async Task<(Outcome Outcome, string Reasons)> OutcomeAsync()
        {
            var swept = (await run.SweepAsync(SandboxRun.Enforcing, ["us-east-1"])).Keys.ShouldHaveSingleItem();
            return (swept.Outcome, string.Join(", ", swept.Reasons));
        }
    }

    [Fact]
    public async Task Only_the_calls_that_a_decision_needs_are_made()
    {
        run.Seed("us-east-1", new() { KeyManager = "AWS", Aliases = ["alias/aws/ebs"] });
        run.Seed("us-east-1", new() { RotationPeriodInDays = 365 });
        run.Seed("us-east-1", new() { KeySpec = "RSA_2048" });
        run.Seed("us-east-1", SandboxRun.Unused with { GranteePrincipals = ["arn:aws:iam::111122223333:role/ebs"] });
        run.Seed("us-east-1", SandboxRun.Unused);

        var report = await run.SweepAsync(new SweepOptions(), ["us-east-1"]);

        report.Regions.Single().Calls.ShouldBe(new Dictionary<string, int>
        {
            ["DescribeKey"] = 4,
            ["GetKeyLastUsage"] = 1,
            ["GetKeyRotationStatus"] = 1,
            ["ListAliases"] = 1,
            ["ListGrants"] = 2,
            ["ListKeys"] = 1,
            ["ListResourceTags"] = 2,
        });
    }

    [Fact]
    public async Task A_key_whose_policy_forbids_the_change_fails_alone()
    {
        var denied = run.Seed("us-east-1", new() { Policy = """
            {"Version":"2012-10-17","Statement":[
              {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
              {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"kms:EnableKeyRotation","Resource":"*"}]}
            """ });
        run.Seed("us-east-1", new());

        var report = await run.SweepAsync(SandboxRun.Enforcing, ["us-east-1"]);

        var failed = report.Keys.Single(key => key.Arn == denied.ToString());
        (failed.Outcome, string.Join(", ", failed.Reasons)).ShouldBe((Outcome.Failed, "rotation-off, access-denied"));
        report.Keys.ShouldContain(key => key.Outcome == Outcome.Changed);
    }

    private const string Locked = """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:role/owner"},"Action":"kms:*","Resource":"*"}]}
        """;

    private static Dictionary<string, string> Marked(int days) =>
        new() { [KeyTags.DisabledSince] = DisabledSince.ToTag(SandboxRun.Start.AddDays(days)) };
}
