using System.Text.Json;
using Amazon.Lambda.TestUtilities;
using KmsGuard.Lambda;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>
/// Delivers events as Lambda does for EventBridge (AWS: "How Lambda handles errors and retries with asynchronous invocation"):
/// a function that fails is invoked twice more, and an event that failed three times goes to the on-failure queue.
/// </summary>
/// <param name="compose">Makes an execution environment.</param>
/// <param name="dice">Whether the next invocation meets a new one.</param>
internal sealed class AsyncInvocation(Func<Composition> compose, Dice dice) : IDisposable
{
    /// <summary>How often an event is delivered at most.</summary>
    public const int Deliveries = 3;

    private Composition? environment;

    /// <summary>Delivers.</summary>
    /// <returns>What each invocation failed with: as many as there are deliveries for an event that is in the queue.</returns>
    public async Task<IReadOnlyList<Exception>> DeliverAsync(JsonElement happened, Func<TestLambdaContext> context)
    {
        List<Exception> failures = [];
        while (failures.Count < Deliveries)
        {
            if (environment is null || dice.OneIn(2))
            {
                environment?.Dispose();
                environment = compose();
                environment.Metrics = _ => { };
                environment.Decisions = _ => { };
            }

            try
            {
                await new AlertFunction(environment).HandleAsync(happened, context());
                break;
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        return failures;
    }

    public void Dispose() => environment?.Dispose();
}
