using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra.Organization;

/// <summary>A Map state that is about to run.</summary>
internal sealed record MapRun
{
    /// <summary>The Status of a child that failed.</summary>
    public const string Failed = "FAILED";

    // AWS Step Functions Developer Guide, Map state processing modes.
    private const int MaxInline = 40;

    private readonly JsonArray items;

    private MapRun(JsonArray items) => this.items = items;

    public required JsonNode Processor { get; init; }

    public required bool IsDistributed { get; init; }

    public required string? Label { get; init; }

    public required int MaxConcurrency { get; init; }

    /// <summary>What each iteration or child begins with.</summary>
    public required IReadOnlyList<JsonNode?> Inputs { get; init; }

    public required double ToleratedPercent { get; init; }

    public static async Task<MapRun> ReadAsync(JsonObject state, JsonObject states, StateScope scope)
    {
        var config = state["ItemProcessor"]!["ProcessorConfig"]!;
        var distributed = (string)config["Mode"]! == "DISTRIBUTED";
        ((string?)config["ExecutionType"]).ShouldBe(distributed ? "STANDARD" : null);
        var concurrency = (int)(await scope.EvaluateAsync(state[nameof(MaxConcurrency)], states))!;
        (distributed ? 10_000 : MaxInline).ShouldBeGreaterThanOrEqualTo(concurrency);
        var items = await scope.EvaluateAsync(state["Items"], states) as JsonArray
            ?? throw new StateException("States.QueryEvaluationError", "Items is no array.");
        var inputs = new List<JsonNode?>();
        for (var i = 0; i < items.Count; i++)
        {
            var one = new StateScopeItem(i, items[i]);
            inputs.Add(await scope.Iteration(one.In(scope.Context)).EvaluateAsync(state["ItemSelector"], states));
        }

        return new(items)
        {
            Processor = state["ItemProcessor"]!,
            IsDistributed = distributed,
            Label = (string?)state[nameof(Label)],
            MaxConcurrency = concurrency,
            Inputs = inputs,
            ToleratedPercent = (double?)state["ToleratedFailurePercentage"] ?? 0,
        };
    }

    /// <summary>The context object of an inline Map's iteration.</summary>
    public JsonObject ContextOf(int index, StateScope scope) => new StateScopeItem(index, items[index]).In(scope.Context);

    /// <exception cref="StateException">More children failed than the state tolerates.</exception>
    public void CheckFailures(IReadOnlyCollection<JsonNode?> results)
    {
        var failed = IsDistributed ? results.Count(result => result is JsonObject child && (string?)child["Status"] == Failed) : 0;
        if (failed * 100.0 > ToleratedPercent * results.Count)
        {
            throw new StateException("States.ExceedToleratedFailureThreshold", $"{failed} of {results.Count} failed.");
        }
    }

    private sealed record StateScopeItem(int Index, JsonNode? Value)
    {
        public JsonObject In(JsonObject context)
        {
            var copy = (JsonObject)context.DeepClone();
            copy["Map"] = new JsonObject { ["Item"] = new JsonObject { [nameof(Index)] = Index, [nameof(Value)] = Value?.DeepClone() } };
            return copy;
        }
    }
}
