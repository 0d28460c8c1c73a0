using KmsGuard.Restore;
using KmsGuard.Trust.Tests.Keys;

namespace KmsGuard.Trust.Tests.Races;

/// <summary>A stranger schedules a key; the alert function rescues it, and a person takes it back, in every order.</summary>
[Trait("Proof", "races")]
public sealed class RescueAndRollbackTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_key_ends_kept_and_held_and_both_say_what_is_true(bool reEnable)
    {
        var race = new Race<string, RollbackReport>(
            ("rescue", "rollback"),
            async scene =>
            {
                scene.With("Enabled").Happened = await scene.HappensAsync(person => person.ScheduleKeyDeletionAsync(scene.Key.ToString(), 7));
                return scene;
            },
            async (scene, party) =>
            {
                using var environment = scene.Environment(party);
                await environment.HandleAsync(scene, scene.Happened);
                return scene.Told().Single().Subject!;
            },
            (scene, party) => scene.RollbackAsync(party, new() { Keys = [new(scene.Key.KeyId, scene.Key)], ReEnable = reEnable }));

        var ends = await race.RunAsync();

        EndTable.ShouldBeTheEndsOf(
            $"A rescue, and a rollback{(reEnable ? " with re-enabling" : "")}",
            ends,
            end => $"{Name(end.Keys[0])}; rollback: {(end.Other.Succeeded ? "safe" : "not safe")}; notice: {Notice(end.One)}",
            end => $"{end.Order}: {end.Keys[0]}; {end.Other.Keys[0]}; {end.One}");
    }

    private static string Name(KeyStatus key) => $"{key.State.ToLowerInvariant()}{(key.Held ? ", held" : "")}";

    private static string Notice(string subject) =>
        subject.Contains("NOT RESCUED", StringComparison.Ordinal) ? "not rescued" : subject.Contains("rescued", StringComparison.Ordinal) ? "rescued" : "scheduled";
}
