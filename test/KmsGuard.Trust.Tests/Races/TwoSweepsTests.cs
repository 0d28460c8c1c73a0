using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Trust.Tests.Races;

/// <summary>Two sweeps at once: a schedule that fires twice, or a person's own beside it; a sweep and a plan that is applied; and a
/// person who needs the key.</summary>
[Trait("Proof", "races")]
public sealed class TwoSweepsTests
{
    [Theory]
    [InlineData("Two sweeps", false)]
    [InlineData("A sweep, and a plan that is applied", true)]
    public async Task One_of_them_alone_schedules_a_key_and_says_so(string heading, bool apply)
    {
        var race = new Race<SweepReport, SweepReport>(
            ("one", "other"),
            scene => scene.With().PlanAsync(),
            (scene, party) => scene.SweepAsync(party),
            (scene, party) => apply ? scene.ApplyAsync(party) : scene.SweepAsync(party));

        var ends = await race.RunAsync();

        foreach (var end in ends)
        {
            SweepReport[] reports = [end.One, end.Other];
            reports.ShouldAllBe(report => report.Keys.Count == 1 && report.Totals.Outcomes.Values.Sum() == 1, $"{end.Order}");
            reports.Count(report => report.Keys[0].Outcome == Outcome.Changed).ShouldBe(end.Keys[0].State == "PendingDeletion" ? 1 : 0, $"{end.Order}");
            reports.ShouldAllBe(report => report.Keys[0].Outcome == Outcome.Changed || report.Keys[0].Outcome == Outcome.Held || report.Keys[0].Outcome == Outcome.Ineligible, $"{end.Order}");
        }

        EndTable.ShouldBeTheEndsOf(heading, ends, Name, end => $"{end.Order}: {end.Keys[0]}; {end.One.Keys[0]}; {end.Other.Keys[0]}");
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(3, 2)]
    public async Task The_breaker_of_each_counts_every_key(int due, int most)
    {
        var options = RaceScene.Enforcing with { MaxDeletions = most };
        await using var stage = await RaceStage.StartAsync(1);
        var scene = stage.Open();
        for (var i = 0; i < due; i++)
        {
            scene.With();
        }

        var reports = await Task.WhenAll(scene.SweepAsync("one", options), scene.SweepAsync("other", options), scene.SweepAsync("third", options));

        scene.Look().Count(key => key.State == "PendingDeletion").ShouldBe(due > most ? 0 : due);
        reports.Sum(report => report.Keys.Count(key => key.Outcome == Outcome.Changed)).ShouldBe(due > most ? 0 : due);
        reports.ShouldAllBe(report => report.Keys.Count == due && report.Regions[0].Outcomes.Values.Sum() == due);
    }

    [Fact]
    public async Task A_person_who_enables_the_key_keeps_it_but_in_the_last_moment()
    {
        var race = new Race<SweepReport, bool>(
            ("sweep", "person"), scene => Task.FromResult(scene.With()), (scene, party) => scene.SweepAsync(party), (scene, party) => scene.EnableAsync(party));

        var ends = await race.RunAsync();

        EndTable.ShouldBeTheEndsOf(
            "A sweep, and a person who enables the key",
            ends,
            end => $"{(end.Keys[0].State == "PendingDeletion" ? "pending" : "kept")}; person: {(end.Other ? "enabled" : "refused")}; sweep: {(end.One.Keys[0].Outcome == Outcome.Changed ? "scheduled" : "not scheduled")}",
            end => $"{end.Order}: {end.Keys[0]}; {end.One.Keys[0]}");
    }

    private static string Name(RaceEnd<SweepReport, SweepReport> end)
    {
        var winner = new[] { end.One, end.Other }.SingleOrDefault(report => report.Keys[0].Outcome == Outcome.Changed);
        return winner is null ? "nobody scheduled it"
            : winner.RunId == end.Keys[0].Run ? "scheduled under the tag of who did it"
            : winner.Keys[0].Detail.Contains(end.Keys[0].Run!, StringComparison.Ordinal) ? "scheduled under the other's tag, and the ledger says so"
            : "scheduled under a tag that no ledger names";
    }
}
