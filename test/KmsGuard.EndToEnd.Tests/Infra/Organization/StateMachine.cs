using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra.Organization;

/// <summary>How an execution ended.</summary>
/// <param name="Output">What a succeeded one gave; null when it failed.</param>
/// <param name="Error">Why it failed; null when it succeeded.</param>
/// <param name="Transitions">The states that were entered, retries and children included: what AWS charges for.</param>
internal sealed record Execution(JsonNode? Output, StateException? Error, int Transitions);

/// <summary>
/// Carries out a definition in the Amazon States Language: as much of it, with JSONata, as infra/organization uses, and nothing
/// else (<see cref="StateFields"/>). Waiting between retries takes no time.
/// </summary>
/// <param name="jsonata">Evaluates.</param>
/// <param name="definition">The definition, without placeholders.</param>
/// <param name="task">Carries out a Task: its Resource and Arguments. Throws <see cref="StateException"/> as AWS reports it.</param>
internal sealed class StateMachine(Jsonata jsonata, JsonObject definition, Func<string, JsonObject, Task<JsonNode?>> task)
{
    public const string Arn = "arn:aws:states:us-east-1:111122223333:stateMachine:kmsguard-organization";

    private int transitions;

    /// <summary>Told of what a Distributed Map gives.</summary>
    public Action<JsonNode?>? MapRunEnded { get; init; }

    public async Task<Execution> StartAsync(string name, JsonNode input)
    {
        StateFields.CheckMachine(definition);
        var scope = new StateScope(jsonata, Context(name, input, Arn));
        try
        {
            return new(await RunAsync(definition, input, scope), null, transitions);
        }
        catch (StateException error)
        {
            return new(null, error, transitions);
        }
    }

    private static JsonObject Context(string name, JsonNode? input, string machine) => new()
    {
        ["Execution"] = new JsonObject
        {
            ["Id"] = $"{machine.Replace(":stateMachine:", ":execution:", StringComparison.Ordinal)}:{name}",
            ["Name"] = name,
            ["Input"] = input?.DeepClone(),
            ["StartTime"] = "2026-11-22T02:15:00.000Z",
        },
        ["StateMachine"] = new JsonObject { ["Id"] = machine, ["Name"] = machine.Split(':')[^1] },
    };

    private async Task<JsonNode?> RunAsync(JsonNode machine, JsonNode? input, StateScope scope)
    {
        for (var name = (string?)machine["StartAt"]; name is not null;)
        {
            var state = (JsonObject?)machine["States"]![name] ?? throw new StateException("States.Runtime", $"There is no state {name}.");
            Interlocked.Increment(ref transitions);
            (name, input) = await EnterAsync(state, input, scope);
        }

        return input;
    }

    private async Task<(string? Next, JsonNode? Output)> EnterAsync(JsonObject state, JsonNode? input, StateScope scope)
    {
        var states = new JsonObject { ["input"] = input?.DeepClone() };
        switch ((string)state["Type"]!)
        {
            case "Choice":
                foreach (var rule in state["Choices"]!.AsArray())
                {
                    if ((await scope.EvaluateAsync(rule!["Condition"], states))!.GetValue<bool>())
                    {
                        return ((string)rule["Next"]!, input);
                    }
                }

                return ((string?)state["Default"] ?? throw new StateException("States.NoChoiceMatched", "No rule matched."), input);
            case "Fail":
                var why = (JsonObject)(await scope.EvaluateAsync(new JsonObject { ["Error"] = Copy(state, "Error"), ["Cause"] = Copy(state, "Cause") }, states))!;
                throw new StateException((string)why["Error"]!, (string)why["Cause"]!);
            case "Task":
                return await RetriedAsync(state, states, scope, async () =>
                    await task((string)state["Resource"]!, (JsonObject)(await scope.EvaluateAsync(state["Arguments"], states))!));
            case "Map":
                return await RetriedAsync(state, states, scope, () => MapAsync(state, states, scope));
            default:
                return await LeaveAsync(state, states, scope, input);
        }
    }

    private async Task<(string?, JsonNode?)> RetriedAsync(JsonObject state, JsonObject states, StateScope scope, Func<Task<JsonNode?>> work)
    {
        var tries = new Dictionary<JsonNode, int>();
        while (true)
        {
            try
            {
                var all = (JsonObject)states.DeepClone();
                all["result"] = StateScope.Limited(await work());
                return await LeaveAsync(state, all, scope, all["result"]);
            }
            catch (StateException error)
            {
                if (Matching(state["Retry"], error) is { } retrier
                    && (tries[retrier] = tries.GetValueOrDefault(retrier) + 1) <= ((int?)retrier["MaxAttempts"] ?? 3))
                {
                    Interlocked.Increment(ref transitions);
                    continue;
                }

                if (Matching(state["Catch"], error) is not { } catcher)
                {
                    throw;
                }

                var all = (JsonObject)states.DeepClone();
                all["errorOutput"] = new JsonObject { ["Error"] = error.Error, ["Cause"] = error.Cause };
                return await LeaveAsync((JsonObject)catcher, all, scope, all["errorOutput"]);
            }
        }
    }

    // What it gives is evaluated before it sets variables: both see those from before.
    private static async Task<(string?, JsonNode?)> LeaveAsync(JsonObject state, JsonObject states, StateScope scope, JsonNode? output)
    {
        var given = state.ContainsKey("Output") ? await scope.EvaluateAsync(state["Output"], states) : output?.DeepClone();
        await scope.AssignAsync(state["Assign"], states);
        return ((string?)state["Next"], given);
    }

    private async Task<JsonNode?> MapAsync(JsonObject state, JsonObject states, StateScope scope)
    {
        var run = await MapRun.ReadAsync(state, states, scope);
        using var room = new SemaphoreSlim(run.MaxConcurrency);
        var results = await Task.WhenAll(run.Inputs.Select(async (item, index) =>
        {
            await room.WaitAsync();
            try
            {
                return run.IsDistributed ? await ChildAsync(run, item) : await RunAsync(run.Processor, item, scope.Iteration(run.ContextOf(index, scope)));
            }
            finally
            {
                room.Release();
            }
        }));
        run.CheckFailures(results);
        var all = new JsonArray([.. results]);
        if (run.IsDistributed)
        {
            MapRunEnded?.Invoke(all);
        }

        return all;
    }

    // A child that fails is told of with its Input and its error (AWS Step Functions Developer Guide, ResultWriter).
    private async Task<JsonNode?> ChildAsync(MapRun run, JsonNode? input)
    {
        var name = Guid.NewGuid().ToString();
        var context = Context(name, input, $"{Arn}/{run.Label}");
        try
        {
            return await RunAsync(run.Processor, input, new(jsonata, context));
        }
        catch (StateException error)
        {
            return new JsonObject
            {
                ["ExecutionArn"] = Copy((JsonObject)context["Execution"]!, "Id"),
                ["Input"] = input?.ToJsonString(),
                ["Name"] = name,
                ["Status"] = MapRun.Failed,
                ["Error"] = error.Error,
                ["Cause"] = error.Cause,
            };
        }
    }

    private static JsonNode? Matching(JsonNode? list, StateException error) =>
        list?.AsArray().FirstOrDefault(one => error.IsOneOf(one!["ErrorEquals"]!.AsArray().Select(name => (string)name!)));

    private static JsonNode? Copy(JsonObject from, string name) => from[name]?.DeepClone();
}
