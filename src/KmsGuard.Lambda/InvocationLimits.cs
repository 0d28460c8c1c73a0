using Amazon.Lambda.Core;

namespace KmsGuard.Lambda;

/// <summary>What an invocation tells of itself: whose it is, and how long it may take.</summary>
internal static class InvocationLimits
{
    private static readonly TimeSpan MaxEnrichment = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan MaxRescue = TimeSpan.FromSeconds(10);

    // A call may take ten seconds (AwsSettings.AttemptTimeout), and a notice as long.
    private static readonly TimeSpan MaxClosing = TimeSpan.FromSeconds(25);

    // Enough to write why it stopped, and to be invoked again without a cold start.
    private static readonly TimeSpan Reserve = TimeSpan.FromSeconds(1);

    /// <summary>The account that the function runs in; null when its ARN does not tell.</summary>
    public static string? OwnAccount(this ILambdaContext context) =>
        context.InvokedFunctionArn?.Split(':') is [_, _, _, _, { Length: 12 } account, ..] ? account : null;

    /// <summary>How long reading a key may hold up its alert: two thirds of what is left are kept for the rescue, and for publishing and its retries.</summary>
    public static TimeSpan EnrichmentBudget(this ILambdaContext context) =>
        TimeSpan.FromTicks(Math.Clamp(context.RemainingTime.Ticks / 3, 0, MaxEnrichment.Ticks));

    /// <summary>How long rescuing a key may hold up its alert, after it was read: a third is kept for publishing.</summary>
    public static TimeSpan RescueBudget(this ILambdaContext context) =>
        TimeSpan.FromTicks(Math.Clamp(context.RemainingTime.Ticks / 3, 0, MaxRescue.Ticks));

    /// <summary>For how long a sweep begins new work. What is left then is for calls under way, the notice and the answer.</summary>
    public static TimeSpan SliceLength(this ILambdaContext context) =>
        TimeSpan.FromTicks(Math.Max(0, context.RemainingTime.Ticks - Math.Min(context.RemainingTime.Ticks / 4, MaxClosing.Ticks)));

    /// <summary>Stops the work shortly before Lambda would end the process.</summary>
    /// <exception cref="TimeoutException">It was stopped.</exception>
    public static async Task<T> RunInTimeAsync<T>(
        this ILambdaContext context, TimeProvider time, Func<CancellationToken, Task<T>> work)
    {
        var left = context.RemainingTime - Reserve;
        using var stop = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        try
        {
            return await work(stop.Token);
        }
        catch (OperationCanceledException e) when (stop.IsCancellationRequested)
        {
            throw new TimeoutException(
                "It was not done in the function's time and was stopped. Raise the function's timeout, or give it fewer Regions, accounts or keys.", e);
        }
    }
}
