using System.Text.Json;
using KmsGuard.Lambda;

namespace KmsGuard.Trust.Tests.Races;

/// <summary>The same event ten times at once. Lambda runs one event at a time in an environment, and ten of them in ten.</summary>
[Trait("Proof", "races")]
public sealed class SameEventTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 10).Select(i => $"environment-{i}")];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_environments_at_each_step_together_tell_it_with_one_id_and_act_once(bool schedule)
    {
        await using var stage = await RaceStage.StartAsync(1);
        var scene = stage.Open().With("Enabled");
        var happened = await HappensAsync(scene, schedule);
        scene.Turnstile.Lockstep = new(Names);

        await Task.WhenAll(Names.Select(async name =>
        {
            using var environment = scene.Environment(name);
            await environment.HandleAsync(scene, happened);
            scene.Turnstile.Lockstep.End(name);
        }));

        IsToldAndDone(scene, happened, schedule, Names.Length);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nine_that_wait_before_any_of_their_calls_until_one_has_ended_change_nothing_more(bool schedule)
    {
        var calls = await CallsAsync(schedule);
        calls.Count.ShouldBeGreaterThan(2);
        await using var stage = await RaceStage.StartAsync(calls.Count);
        foreach (var call in calls)
        {
            var scene = stage.Open().With("Enabled");
            var happened = await HappensAsync(scene, schedule);
            List<Composition> environments = [.. Names.Select(scene.Environment)];
            var gates = Names.Skip(1).Select(name => scene.Turnstile.Hold(name, call)).ToList();
            var waiting = environments.Skip(1).Select(environment => environment.HandleAsync(scene, happened)).ToList();
            await Task.WhenAll(gates.Zip(waiting, (gate, task) => gate.ReachedAsync(task)));

            await environments[0].HandleAsync(scene, happened);
            gates.ForEach(gate => gate.Open());
            await Task.WhenAll(waiting);

            IsToldAndDone(scene, happened, schedule, Names.Length);
            environments.ForEach(environment => environment.Dispose());
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_environment_tells_it_once_however_often_it_comes(bool schedule)
    {
        await using var stage = await RaceStage.StartAsync(1);
        var scene = stage.Open().With("Enabled");
        var happened = await HappensAsync(scene, schedule);
        using var environment = scene.Environment(Names[0]);

        for (var i = 0; i < 10; i++)
        {
            await environment.HandleAsync(scene, happened);
        }

        IsToldAndDone(scene, happened, schedule, 1);
    }

    private static async Task<IReadOnlyList<string>> CallsAsync(bool schedule)
    {
        await using var stage = await RaceStage.StartAsync(1);
        var scene = stage.Open().With("Enabled");
        var happened = await HappensAsync(scene, schedule);
        using var environment = scene.Environment(Names[0]);
        await environment.HandleAsync(scene, happened);
        return scene.Turnstile.Of(Names[0]);
    }

    private static Task<JsonElement> HappensAsync(RaceScene scene, bool schedule) => scene.HappensAsync(
        person => schedule ? person.ScheduleKeyDeletionAsync(scene.Key.ToString(), 7) : person.DisableKeyAsync(scene.Key.ToString()));

    private static void IsToldAndDone(RaceScene scene, JsonElement happened, bool schedule, int most)
    {
        var told = scene.Told();
        told.Count.ShouldBeInRange(1, most);
        told.Select(message => message.Attributes["eventId"].Value).Distinct().ShouldHaveSingleItem().ShouldBe(happened.GetProperty("detail").GetProperty("eventID").GetString());
        var key = scene.Look()[0];
        key.State.ShouldBe("Disabled");
        var changed = scene.Stage.Sandbox.Calls.Snapshot().Where(call => call.Account == scene.Account && call.ErrorCode is null && call.CallerArn.Contains("environment", StringComparison.Ordinal));
        changed.Count(call => call.Operation == "CancelKeyDeletion").ShouldBe(schedule ? 1 : 0);
        if (schedule)
        {
            key.Tags[KeyTags.Hold].ShouldContain("by kmsguard rescue 1: unapproved ScheduleKeyDeletion");
            told.Count(message => message.Message.Contains("Rescue    done,", StringComparison.Ordinal)).ShouldBeInRange(1, most);
            told.ShouldAllBe(message => !message.Subject!.Contains("NOT RESCUED", StringComparison.Ordinal));
        }
        else
        {
            key.Tags[KeyTags.DisabledSince].ShouldBe(happened.GetProperty("detail").GetProperty("eventTime").GetString());
            key.Held.ShouldBeFalse();
        }
    }
}
