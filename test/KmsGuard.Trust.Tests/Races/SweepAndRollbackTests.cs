using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Restore;

namespace KmsGuard.Trust.Tests.Races;

/// <summary>A sweep would schedule a key, and somebody takes it back, in every order.</summary>
[Trait("Proof", "races")]
public sealed class SweepAndRollbackTests
{
    [Theory]
    [InlineData("by key", "Disabled", false)]
    [InlineData("by key, re-enabled", "Disabled", true)]
    [InlineData("of an earlier run", "PendingDeletion", false)]
    [InlineData("of the run under way", "Disabled", false)]
    public async Task No_end_is_other_than_the_page_says(string what, string state, bool reEnable)
    {
        var race = new Race<SweepReport, RollbackReport>(
            ("sweep", "rollback"),
            scene => Task.FromResult(scene.With(state, state == "Disabled" ? [] : [(KeyTags.Run, "an-earlier-run")])),
            (scene, party) => scene.SweepAsync(party),
            (scene, party) => scene.RollbackAsync(party, what switch
            {
                "of an earlier run" => new() { Run = "an-earlier-run" },
                "of the run under way" => new() { Run = "run-of-sweep" },
                _ => new() { Keys = [new(scene.Key.KeyId, scene.Key)], ReEnable = reEnable },
            }));

        var ends = await race.RunAsync();

        EndTable.ShouldBeTheEndsOf(
            $"A sweep, and a rollback {what}", ends, Name, end => $"{end.Order}: {end.Keys[0]}; {end.One.Keys.Single()}; {end.Other.Error}{end.Other.Keys.SingleOrDefault()}");
        ends.ShouldAllBe(end => end.Keys[0].State != "PendingDeletion" || end.Keys[0].Run != null);
    }

    private static string Name(RaceEnd<SweepReport, RollbackReport> end)
    {
        var key = end.Keys[0];
        var swept = end.One.Keys.Single();
        var pending = key.State == "PendingDeletion";
        var told = end.Other.Error is not null ? "nothing found"
            : end.Other.Keys.Single() is { Outcome: RollbackOutcome.Restored or RollbackOutcome.AlreadySafe } entry
                ? entry.After is KeyState.PendingDeletion ? "a deletion that is called safe" : "safe"
            : "not safe";
        var ledger = swept switch
        {
            { Outcome: Outcome.Failed } when swept.Reasons.Contains("hold-tag") => "failed: scheduled though held",
            { Outcome: Outcome.Failed } => "failed",
            { Outcome: Outcome.Changed } => "scheduled",
            _ => "not scheduled",
        };
        return $"{(pending ? "pending" : "kept")}{(key.Held ? ", held" : "")}; rollback: {told}; sweep: {ledger}";
    }
}
