using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Events;

namespace KmsGuard.Sandbox.Tests.Events;

[Trait("Proof", "sandbox")]
public sealed class EventBridgeTests
{
    [Fact]
    public async Task An_event_is_delivered_once_for_each_rule_and_target()
    {
        await using var bus = Bus(("One", "aws.kms", ["A", "B"]), ("Two", "aws.kms", ["A"]), ("Three", "aws.s3", ["A"]));
        var (toA, toB) = (new List<string>(), new List<string>());
        bus.Register("A", (json, _) => Keep(toA, json));
        bus.Register("B", (json, _) => Keep(toB, json));

        bus.Emit(SampleEvent.Call("DisableKey"));
        await bus.IdleAsync();

        var emitted = bus.Emitted.ShouldHaveSingleItem();
        emitted.Rules.ShouldBe(["One", "Two"]);
        toA.ShouldBe([emitted.Json, emitted.Json]);
        toB.ShouldBe([emitted.Json]);
    }

    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(2, 3, 0)]
    [InlineData(3, 3, 1)]
    public async Task A_failed_delivery_is_tried_twice_more_and_then_kept(int failures, int tries, int dead)
    {
        await using var bus = Bus(("One", "aws.kms", ["A"]));
        var tried = 0;
        bus.Register(
            "A", (_, _) => ++tried <= failures ? throw new InvalidOperationException($"try {tried}") : Task.CompletedTask);

        bus.Emit(SampleEvent.Call("DisableKey"));
        await bus.IdleAsync();

        tried.ShouldBe(tries);
        bus.DeadLetters.Select(letter => (letter.Target, letter.Error.Message)).ShouldBe(
            Enumerable.Repeat(("A", "try 3"), dead));
    }

    [Fact]
    public async Task Emitting_does_not_wait_for_delivery_and_idle_does()
    {
        await using var bus = Bus(("One", "aws.kms", ["A"]));
        var gate = new TaskCompletionSource();
        bus.Register("A", (_, _) => gate.Task);

        bus.IdleAsync().IsCompleted.ShouldBeTrue();
        bus.Emit(SampleEvent.Call("DisableKey"));
        var idle = bus.IdleAsync();
        idle.IsCompleted.ShouldBeFalse();
        gate.SetResult();

        await idle;
    }

    [Fact]
    public async Task What_a_delivery_causes_is_delivered_before_the_bus_is_idle()
    {
        await using var bus = Bus(("One", "aws.kms", ["A"]));
        var names = new List<int>();
        bus.Register("A", (_, _) =>
        {
            names.Add(names.Count);
            if (names.Count < 5)
            {
                bus.Emit(SampleEvent.Call("EnableKey"));
            }

            return Task.CompletedTask;
        });

        bus.Emit(SampleEvent.Call("DisableKey"));
        await bus.IdleAsync();

        names.Count.ShouldBe(5);
    }

    [Fact]
    public async Task A_delivery_under_way_is_cancelled_with_the_bus()
    {
        var bus = Bus(("One", "aws.kms", ["A"]));
        var cancelled = false;
        var begun = new TaskCompletionSource();
        bus.Register("A", async (_, token) =>
        {
            begun.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                cancelled = token.IsCancellationRequested;
            }
        });
        bus.Emit(SampleEvent.Call("DisableKey"));
        await begun.Task;

        await bus.DisposeAsync();

        cancelled.ShouldBeTrue();
        bus.DeadLetters.ShouldBeEmpty();
    }

    private static EventBridge Bus(params (string Name, string Source, string[] Targets)[] rules) => new(
        [.. rules.Select(rule => new EventRule(rule.Name, "ENABLED", Pattern(rule.Source), rule.Targets))]);

    private static EventPattern Pattern(string source) => EventPattern.Parse(new() { ["source"] = new JsonArray(source) });

    private static Task Keep(List<string> list, string json)
    {
        list.Add(json);
        return Task.CompletedTask;
    }
}
