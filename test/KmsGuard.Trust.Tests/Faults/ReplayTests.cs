using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>A seed that failed can be looked at again.</summary>
[Trait("Proof", "faults")]
public class ReplayTests
{
    // Without those whose effect hangs on time: docs/faults.md says why.
    private static readonly FaultKind[] Repeatable =
        [FaultKind.Throttle, FaultKind.InternalError, FaultKind.LoadBalancerError, FaultKind.Denial, FaultKind.ExpiredToken, FaultKind.Garbled];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_same_seed_fares_the_same_again(int seed)
    {
        var first = await SweepAsync(seed);

        first.ShouldContain(line => line.StartsWith("fault ", StringComparison.Ordinal));
        (await SweepAsync(seed)).ShouldBe(first);
        (await SweepAsync(seed + 100)).ShouldNotBe(first);
    }

    [Fact]
    public void The_same_seed_has_the_same_plan_and_others_have_others()
    {
        Plan(5).ShouldBe(Plan(5));
        Enumerable.Range(0, 200).Select(Plan).Distinct().Count().ShouldBeGreaterThan(190);

        static string Plan(int seed) =>
            string.Join('\n', RandomPlan.Of("sweep", seed, FaultySweep.Operations, KeyMix.Regions).Rules);
    }

    [Theory]
    [InlineData(null, null, 200, true)]
    [InlineData("", "", 200, true)]
    [InlineData(null, "500", 500, true)]
    [InlineData(null, "20", 20, false)]
    [InlineData("-7", "500", 1, false)]
    public void Seeds_are_the_usual_ones_or_those_that_were_asked_for(string? one, string? many, int count, bool coverAll)
    {
        var seeds = ProofSeeds.Of(200, name => name == "KMSGUARD_PROOF_SEED" ? one : many);

        (seeds.Seeds.Count, seeds.CoverAll).ShouldBe((count, coverAll));
        seeds.Seeds[0].ShouldBe(one is { Length: > 0 } ? -7 : 0);
    }

    [Theory]
    [InlineData("KMSGUARD_PROOF_SEED", "x")]
    [InlineData("KMSGUARD_PROOF_SEEDS", "0")]
    public void What_is_no_seed_is_refused(string name, string value) =>
        Should.Throw<FormatException>(() => ProofSeeds.Of(200, asked => asked == name ? value : null)).Message.ShouldContain($"{name} is '{value}'");

    [Fact]
    public async Task A_failure_says_how_to_have_it_again()
    {
        var failure = await Record.ExceptionAsync(() => Chaos.PlayAsync(
            new([3, 4], false), (seed, _) => Task.FromResult<IReadOnlyList<string>>(seed == 4 ? ["a key is lost"] : [])));

        failure.ShouldNotBeNull().Message.ShouldContain("a key is lost (eng/prove faults --seed 4)");
        failure.Message.ShouldNotContain("--seed 3");
    }

    // What went wrong with which call, and how each key fared: run ids and times are others each time.
    private static async Task<IReadOnlyList<string>> SweepAsync(int seed)
    {
        await using var account = await PlantedAccount.StartAsync(1);
        var plan = new FaultPlan { Seed = seed, Rules = [.. Repeatable.Select(kind => new FaultRule { Kind = kind, Share = 0.01 })] };
        // Nothing is given up, nor tried again: the SDK's retries are bounded in time.
        var report = await new FaultySweep(account, 1) { Plan = plan, Retries = 0 }.RunAsync(TimeSpan.FromMinutes(5));
        return
        [
            .. account.Aws.Calls.Snapshot().Where(call => call.Fault is not null)
                .Select(call => $"fault {call.Operation} {call.Region} {call.KeyId?.Split('/')[^1]} {call.Fault!.Kind}")
                .Concat(report.Keys.Select(key => $"key {key.Arn} {key.Outcome} {string.Join(' ', key.Reasons)}"))
                .Concat(report.Regions.Select(region => $"Region {region.Region} {region.Status}"))
                .Order(StringComparer.Ordinal),
        ];
    }
}
