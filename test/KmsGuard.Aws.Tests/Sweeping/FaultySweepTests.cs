using System.Collections.Concurrent;
using System.Globalization;
using KmsGuard.Evaluate;
using KmsGuard.Sandbox;

namespace KmsGuard.Aws.Tests.Sweeping;

public class FaultySweepTests
{
    private const string OnlySeed = "KMSGUARD_TEST_SEED";

    // They mostly wait: for time-outs, for the SDK's backoff, for GetKeyLastUsage's turn.
    private const int AtOnce = 24;

    [Fact]
    public async Task Whatever_goes_wrong_in_a_twentieth_of_all_calls_the_ledger_adds_up_and_nothing_is_scheduled_that_should_be_held()
    {
        var wrongs = new ConcurrentBag<string>();
        var calls = new ConcurrentBag<ServedCall>();
        var outcomes = new ConcurrentBag<(string? Action, Outcome Outcome)>();
        int[] seeds = Environment.GetEnvironmentVariable(OnlySeed) is { Length: > 0 } only
            ? [int.Parse(only, CultureInfo.InvariantCulture)]
            : [.. Enumerable.Range(0, 200)];

        await Parallel.ForEachAsync(seeds, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (seed, _) =>
        {
            await using var sweep = await FaultySweep.StartAsync(seed);
            var report = await sweep.RunAsync();
            foreach (var wrong in sweep.Wrongs(report))
            {
                wrongs.Add($"seed {seed}: {wrong}");
            }

            foreach (var call in sweep.Calls)
            {
                calls.Add(call);
            }

            foreach (var key in report.Keys)
            {
                outcomes.Add((key.Action, key.Outcome));
            }
        });

        wrongs.ShouldBeEmpty($"run one seed alone with {OnlySeed}=N");
        if (seeds.Length > 1)
        {
            // And all that was seen: 1 in 20 calls, every kind, deletions done, failed and done without an answer.
            (calls.Count(call => call.Fault is not null) / (double)calls.Count).ShouldBeInRange(0.04, 0.06);
            FaultySweep.Plan(0).Rules.ShouldAllBe(rule => calls.Any(call => call.Fault != null && call.Fault.Kind == rule.Kind));
            calls.ShouldContain(call => call.Operation == "ScheduleKeyDeletion" && call.ErrorCode == null && call.Fault != null && call.Fault.Done);
            outcomes.ShouldContain(("ScheduleKeyDeletion", Outcome.Changed));
            outcomes.ShouldContain(("ScheduleKeyDeletion", Outcome.Failed));
        }
    }
}
