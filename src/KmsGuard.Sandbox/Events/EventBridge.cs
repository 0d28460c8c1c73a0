using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;

namespace KmsGuard.Sandbox.Events;

/// <summary>An event that came to the bus.</summary>
/// <param name="Json">The event, envelope included.</param>
/// <param name="Rules">The rules that took it.</param>
public sealed record EmittedEvent(string Json, IReadOnlyList<string> Rules);

/// <summary>An event that a target failed to take, retries included.</summary>
/// <param name="Target">The function's logical name.</param>
/// <param name="Json">The event.</param>
/// <param name="Error">What the last try ended with.</param>
public sealed record DeadLetter(string Target, string Json, Exception Error);

/// <summary>
/// The default event bus, as if the template were deployed to every account and Region with everything forwarded home. It
/// delivers in the background, in order, one at a time; where Lambda would wait minutes before it tries again, this does at once.
/// </summary>
public sealed class EventBridge : IAsyncDisposable
{
    private const int Tries = 3;

    private readonly Channel<(string Target, string Json)> queue = Channel.CreateUnbounded<(string, string)>();
    private readonly ConcurrentDictionary<string, Func<string, CancellationToken, Task>> targets = new();
    private readonly ConcurrentQueue<EmittedEvent> emitted = new();
    private readonly ConcurrentQueue<DeadLetter> deadLetters = new();
    private readonly CancellationTokenSource stop = new();
    private readonly IReadOnlyList<EventRule> rules;
    private readonly Lock counting = new();
    private readonly Task delivering;
    private TaskCompletionSource? idle;
    private int undelivered;

    /// <param name="rules">The rules on the bus.</param>
    public EventBridge(IReadOnlyList<EventRule> rules)
    {
        this.rules = rules;
        TakesSuccessfulReads = rules.Any(rule => rule.TakesSuccessfulReads);
        delivering = Task.Run(DeliverAsync);
    }

    /// <summary>Every event emitted, in order. Successful read-only calls are left out when no rule can match one.</summary>
    public IReadOnlyList<EmittedEvent> Emitted => [.. emitted];

    /// <summary>What could not be delivered.</summary>
    public IReadOnlyList<DeadLetter> DeadLetters => [.. deadLetters];

    /// <summary>Whether an event about a successful read-only call could match at all.</summary>
    internal bool TakesSuccessfulReads { get; }

    /// <summary>Says how events reach a target; a later call for the same target replaces the earlier one.</summary>
    /// <param name="target">The function's logical name in the template, such as AlertFunction.</param>
    /// <param name="deliver">Invokes it with the event's JSON; throws when the function failed.</param>
    public void Register(string target, Func<string, CancellationToken, Task> deliver) => targets[target] = deliver;

    /// <summary>Puts an event on the bus; returns at once.</summary>
    public void Emit(JsonObject json)
    {
        var text = json.ToJsonString();
        var taking = rules.Where(rule => rule.Takes(json)).ToList();
        emitted.Enqueue(new(text, [.. taking.Select(rule => rule.Name)]));
        foreach (var target in taking.SelectMany(rule => rule.Targets).Where(targets.ContainsKey))
        {
            lock (counting)
            {
                undelivered++;
            }

            queue.Writer.TryWrite((target, text));
        }
    }

    /// <summary>Completes when nothing is queued or under way.</summary>
    public Task IdleAsync(CancellationToken cancellationToken = default)
    {
        lock (counting)
        {
            return undelivered == 0
                ? Task.CompletedTask
                : (idle ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Stops delivering; what is still queued is dropped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stop.IsCancellationRequested)
        {
            return;
        }

        await stop.CancelAsync();
        await delivering.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.Dispose();
    }

    private async Task DeliverAsync()
    {
        await foreach (var (target, json) in queue.Reader.ReadAllAsync(stop.Token))
        {
            await DeliverAsync(target, json);
            lock (counting)
            {
                if (--undelivered == 0)
                {
                    idle?.SetResult();
                    idle = null;
                }
            }
        }
    }

    private async Task DeliverAsync(string target, string json)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                await targets[target](json, stop.Token);
                return;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception) when (tried < Tries)
            {
                // Tried again, as Lambda's asynchronous invocation does twice.
            }
            catch (Exception exception)
            {
                deadLetters.Enqueue(new(target, json, exception));
                return;
            }
        }
    }
}
