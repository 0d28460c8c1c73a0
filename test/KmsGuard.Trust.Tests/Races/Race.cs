using KmsGuard.Trust.Tests.Keys;

namespace KmsGuard.Trust.Tests.Races;

/// <summary>The order in which two go: the first until it stands before a call, then the second until it does, then the first to
/// its end, then the second. Over all pairs of calls, this is every order in which they take turns up to three times.</summary>
/// <param name="First">Who begins.</param>
/// <param name="Before">Before which of its calls it stands meanwhile.</param>
/// <param name="Second">Who comes between.</param>
/// <param name="Until">Before which of its calls that one stands, while the first ends; null for its own end.</param>
internal sealed record Order(string First, string Before, string Second, string? Until)
{
    /// <inheritdoc/>
    public override string ToString() => $"{First} waits before {Before} until {Second} {(Until is null ? "has ended" : $"waits before {Until}")}";
}

/// <summary>How a race ended.</summary>
internal sealed record RaceEnd<TOne, TOther>(Order Order, TOne One, TOther Other, IReadOnlyList<KeyStatus> Keys);

/// <summary>Two who act on the same keys, in every order.</summary>
/// <param name="names">What the two are called.</param>
/// <param name="plant">Puts the keys into a new account.</param>
/// <param name="one">What one does.</param>
/// <param name="other">What the other does.</param>
internal sealed class Race<TOne, TOther>(
    (string One, string Other) names,
    Func<RaceScene, Task<RaceScene>> plant,
    Func<RaceScene, string, Task<TOne>> one,
    Func<RaceScene, string, Task<TOther>> other)
{
    // A race costs two dozen calls; in each, somebody mostly waits.
    private const int Width = 8, MostOrders = 2500;

    /// <summary>Runs all orders.</summary>
    public async Task<IReadOnlyList<RaceEnd<TOne, TOther>>> RunAsync()
    {
        await using var stage = await RaceStage.StartAsync(MostOrders);
        var orders = await OrdersAsync(stage);
        orders.Count.ShouldBeLessThan(MostOrders - 10);
        var ends = new RaceEnd<TOne, TOther>[orders.Count];
        await Parallel.ForEachAsync(
            Enumerable.Range(0, orders.Count),
            new ParallelOptions { MaxDegreeOfParallelism = Width },
            async (i, _) => ends[i] = await RunAsync(stage, orders[i]));
        return ends;
    }

    // The calls that they make alone, and those of who comes second.
    private async Task<IReadOnlyList<Order>> OrdersAsync(RaceStage stage)
    {
        var (oneFirst, otherFirst) = (await plant(stage.Open()), await plant(stage.Open()));
        await one(oneFirst, names.One);
        await other(oneFirst, names.Other);
        await other(otherFirst, names.Other);
        await one(otherFirst, names.One);
        string[] ones = [.. oneFirst.Turnstile.Of(names.One).Union(otherFirst.Turnstile.Of(names.One))];
        string?[] others = [.. oneFirst.Turnstile.Of(names.Other).Union(otherFirst.Turnstile.Of(names.Other))];
        return
        [
            .. ones.SelectMany(before => others.Append(null).Select(until => new Order(names.One, before, names.Other, until))),
            .. others.SelectMany(before => ones.Append(null).Select(until => new Order(names.Other, before!, names.One, until))),
        ];
    }

    private async Task<RaceEnd<TOne, TOther>> RunAsync(RaceStage stage, Order order)
    {
        var scene = await plant(stage.Open());
        var before = scene.Turnstile.Hold(order.First, order.Before);
        var until = scene.Turnstile.Hold(order.Second, order.Until ?? "");
        Task<TOne>? ones = null;
        Task<TOther>? others = null;
        await before.ReachedAsync(Start(order.First));
        await until.ReachedAsync(Start(order.Second));
        before.Open();
        await (order.First == names.One ? ones! : (Task)others!);
        until.Open();
        return new(order, await ones!, await others!, scene.Look());

        Task Start(string party) => party == names.One ? ones = one(scene, names.One) : others = other(scene, names.Other);
    }
}
