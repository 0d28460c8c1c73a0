namespace KmsGuard.Trust.Tests.Faults;

/// <summary>The alert function while things go wrong, invoked as Lambda invokes it.</summary>
[Trait("Proof", "faults")]
public class AlertTests
{
    [Fact]
    public async Task Whatever_goes_wrong_people_are_told_or_the_event_is_in_the_queue_and_no_rescue_is_claimed_that_was_none()
    {
        var seeds = ProofSeeds.Of(150);

        var seen = await Chaos.PlayAsync(seeds, async (seed, seen) =>
        {
            await using var alerts = await FaultyAlerts.StartAsync(seed);
            return await alerts.PlayAsync(seen);
        });

        if (seeds.CoverAll)
        {
            seen.ShouldCover(FaultyAlerts.Operations);
            seen.ShouldHaveSeen(AlertScene.Names.Select(name => $"{name}: told"));
            seen.ShouldHaveSeen("says rescued", "says not rescued");
            seen.Events.Keys.ShouldContain(what => what.EndsWith(": queued", StringComparison.Ordinal));
            seen.Events.Keys.ShouldContain(what => what.EndsWith(": told at a later delivery", StringComparison.Ordinal));
        }
    }
}
