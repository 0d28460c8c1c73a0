using System.Collections.Concurrent;
using System.Globalization;
using KmsGuard.Sandbox;
using KmsGuard.Trust.Tests.Keys;

namespace KmsGuard.Trust.Tests.Races;

/// <summary>One sandbox for many races: each has an account of its own, and no quotas stand in the way.</summary>
internal sealed class RaceStage : IAsyncDisposable
{
    public const string Region = "us-east-1";

    // The same as on AWS: a year after KMS began to keep track of use.
    private static readonly DateTimeOffset Start = new(2027, 6, 1, 2, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentQueue<string> free;
    private readonly ConcurrentDictionary<string, Turnstile> turnstiles = new();

    private RaceStage(AwsSandbox sandbox, IEnumerable<string> accounts)
    {
        Sandbox = sandbox;
        free = new(accounts);
        sandbox.Kms.CallBegins = request =>
        {
            if (turnstiles.TryGetValue(request.Caller.Account, out var turnstile) && !Observer.Made(request))
            {
                turnstile.Pass(request);
            }
        };
    }

    public AwsSandbox Sandbox { get; }

    public static async Task<RaceStage> StartAsync(int races)
    {
        // Who is held in a race holds a thread of the pool.
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, 64), ports);
        string[] accounts = [.. Enumerable.Range(1, races).Select(i => i.ToString("D12", CultureInfo.InvariantCulture))];
        return new(await AwsSandbox.StartAsync(new() { Quotas = false, Start = Start, Regions = [Region], Accounts = accounts }), accounts);
    }

    /// <summary>A new account.</summary>
    public RaceScene Open()
    {
        free.TryDequeue(out var account).ShouldBeTrue("the stage was made for fewer races");
        return new(this, account!, turnstiles[account!] = new());
    }

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();
}
