using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>Two sweeps at the same time: a schedule that fires twice, a person beside it.</summary>
public sealed class RaceTests : IAsyncLifetime
{
    private SandboxRun run = null!;

    public async Task InitializeAsync() => run = await SandboxRun.StartAsync();

    public async Task DisposeAsync() => await run.DisposeAsync();

    [Fact]
    public async Task Every_key_is_scheduled_once_and_one_sweep_alone_says_that_it_did_it()
    {
        for (var round = 0; round < 5; round++)
        {
            var keys = Enumerable.Range(0, 8).Select(_ => run.Seed("eu-west-1", SandboxRun.Unused)).ToList();

            var reports = await Task.WhenAll(SweepAsync(), SweepAsync(), SweepAsync());

            var scheduled = run.Aws.Calls.Snapshot().Where(call => call is { Operation: "ScheduleKeyDeletion", ErrorCode: null }).ToList();
            scheduled.Count.ShouldBe(8 * (round + 1));
            foreach (var key in keys)
            {
                var entries = reports.SelectMany(report => report.Keys).Where(entry => entry.Arn == key.ToString()).ToList();
                entries.Count(entry => entry.Outcome == Outcome.Changed).ShouldBe(1, string.Join("; ", entries));
                entries.ShouldAllBe(entry => entry.Outcome == Outcome.Changed || entry.Reasons.Single() == "state-changed" || entry.Reasons.Single() == "pending-deletion");
                await IsFoundByARunIdThatTheLedgerNamesAsync(key, reports, entries.Single(entry => entry.Outcome == Outcome.Changed));
            }
        }
    }

    // The tag can be that of a sweep that lost: then the winner's ledger says so.
    private async Task IsFoundByARunIdThatTheLedgerNamesAsync(KeyArn key, SweepReport[] reports, KeyReport entry)
    {
        var tag = (await run.TagsAsync(key))[KeyTags.Run];
        var winner = reports.Single(report => report.Keys.Contains(entry));
        (tag == winner.RunId || entry.Detail.Contains(tag)).ShouldBeTrue($"tag {tag}, run {winner.RunId}: {entry.Detail}");
    }

    private Task<SweepReport> SweepAsync() => run.SweepAsync(SandboxRun.Enforcing with { MaxDeletions = 100 }, ["eu-west-1"]);
}
