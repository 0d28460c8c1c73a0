using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>Each kind of trouble is an outcome with its reason, and everything else goes on.</summary>
public sealed class TroubleTests
{
    private const string Sick = "us-east-1", Well = "eu-west-1";

    public static TheoryData<FaultKind, string> Reasons => new()
    {
        { FaultKind.Denial, "access-denied" },
        { FaultKind.ExpiredToken, "access-denied" },
        { FaultKind.Throttle, "throttled" },
        { FaultKind.InternalError, "service-error" },
        { FaultKind.LoadBalancerError, "service-error" },
        { FaultKind.Hang, "service-error" },
        { FaultKind.Reset, "service-error" },
        { FaultKind.Truncated, "service-error" },
        { FaultKind.Garbled, "service-error" },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task A_fact_that_cannot_be_read_makes_its_keys_unreadable_and_none_is_scheduled(FaultKind kind, string reason)
    {
        (string, KeySeed)[] reads =
        [
            ("DescribeKey", SandboxRun.Unused), ("ListResourceTags", SandboxRun.Unused), ("ListGrants", SandboxRun.Unused),
            ("GetKeyLastUsage", SandboxRun.Unused), ("GetKeyRotationStatus", new()),
        ];
        await Task.WhenAll(reads.Select(read => UnreadableAsync(read.Item1, read.Item2)));

        async Task UnreadableAsync(string operation, KeySeed key)
        {
            await using var run = await StartAsync(kind);
            var sick = run.Seed(Sick, key);
            var well = run.Seed(Well, key);
            run.Aws.Faults = Always(kind, operation);

            var report = await run.SweepAsync(SandboxRun.Enforcing, [Sick, Well]);

            var entry = report.Keys.Single(entry => entry.Arn == sick.ToString());
            (entry.Outcome, entry.Reasons.Single()).ShouldBe((Outcome.Unreadable, reason), $"{operation}: {entry.Detail}");
            entry.Detail.ShouldContain(operation);
            report.Keys.Single(other => other.Arn == well.ToString()).Outcome.ShouldBe(Outcome.Changed);
            report.Succeeded.ShouldBeFalse();
            run.Aws.Faults = FaultPlan.None;
            (await run.StateAsync(sick)).ShouldBe(key.KeyState ?? "Enabled");
        }
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task A_write_that_goes_wrong_fails_its_key_or_was_done_and_is_told_so(FaultKind kind, string reason)
    {
        (string, KeySeed)[] writes = [("EnableKeyRotation", new()), ("TagResource", SandboxRun.Unused), ("ScheduleKeyDeletion", SandboxRun.Unused)];
        await Task.WhenAll(writes.Select(write => FailedOrDoneAsync(write.Item1, write.Item2)));

        async Task FailedOrDoneAsync(string operation, KeySeed key)
        {
            await using var run = await StartAsync(kind);
            var sick = run.Seed(Sick, key);
            run.Aws.Faults = Always(kind, operation);

            var report = await run.SweepAsync(SandboxRun.Enforcing, [Sick]);

            run.Aws.Faults = FaultPlan.None;
            var entry = report.Keys.Single(entry => entry.Arn == sick.ToString());
            var done = operation == "EnableKeyRotation" ? await run.RotatesAsync(sick) : await run.StateAsync(sick) == "PendingDeletion";
            entry.Outcome.ShouldBe(done ? Outcome.Changed : Outcome.Failed, $"{operation}: {entry.Detail}");
            entry.Reasons.Contains(reason).ShouldBe(!done, entry.Detail);
        }
    }

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task A_Region_whose_keys_cannot_be_listed_fails_and_says_why(FaultKind kind, string reason)
    {
        await using var run = await StartAsync(kind);
        run.Seed(Sick, SandboxRun.Unused);
        run.Seed(Well, SandboxRun.Unused);
        run.Aws.Faults = Always(kind, "ListKeys");

        var report = await run.SweepAsync(SandboxRun.Enforcing, [Sick, Well]);

        report.Regions.Select(region => (region.Region, region.Listed)).ShouldBe([(Sick, 0), (Well, 1)]);
        report.Regions[0].Status.ShouldBe(RegionStatus.Failed, reason);
        report.Regions[0].Error.ShouldNotBeNull().ShouldStartWith("ListKeys: ");
        report.Keys.Single().Outcome.ShouldBe(Outcome.Changed);
    }

    [Fact]
    public async Task Keys_before_a_page_that_cannot_be_read_keep_their_outcome_and_no_deletion_is_scheduled()
    {
        await using var run = await StartAsync(FaultKind.InternalError);
        foreach (var _ in Enumerable.Range(0, 1001))
        {
            run.Seed(Sick, new() { RotationPeriodInDays = 365 });
        }

        var due = run.Seed(Sick, SandboxRun.Unused);
        var report = await run.SweepAsync(
            SandboxRun.Enforcing, Sick, () => run.Aws.Faults = Always(FaultKind.InternalError, "ListKeys"));

        report.Regions.Single().Status.ShouldBe(RegionStatus.Failed);
        report.Totals.Listed.ShouldBe(1000);
        var held = report.Keys.SingleOrDefault(key => key.Arn == due.ToString());
        (held?.Outcome).ShouldBeOneOf(null, Outcome.Held);
        (await run.StateAsync(due)).ShouldBe("Disabled");
    }

    [Fact]
    public async Task Aliases_that_cannot_be_listed_hold_every_deletion_and_cost_rotation_nothing()
    {
        await using var run = await StartAsync(FaultKind.Denial);
        var unused = run.Seed(Sick, SandboxRun.Unused);
        var rotates = run.Seed(Sick, new());
        run.Aws.Faults = Always(FaultKind.Denial, "ListAliases");

        var report = await run.SweepAsync(SandboxRun.Enforcing, [Sick]);

        report.Keys.ToDictionary(key => key.Arn, key => key.Outcome).ShouldBe(
            new Dictionary<string, Outcome> { [unused.ToString()] = Outcome.Unreadable, [rotates.ToString()] = Outcome.Changed }, ignoreOrder: true);
    }

    // Short of patience only where something hangs, and not too short for everything else to be answered.
    private static Task<SandboxRun> StartAsync(FaultKind kind) => SandboxRun.StartAsync(
        aws => aws with { Retries = 0, AttemptTimeout = kind == FaultKind.Hang ? TimeSpan.FromSeconds(15) : aws.AttemptTimeout });

    private static FaultPlan Always(FaultKind kind, string operation) =>
        new() { Rules = [new() { Kind = kind, Service = "kms", Operation = operation, Region = Sick }] };
}
