using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra.Organization;

/// <summary>Variables and the context object of an execution, or of an inline Map's iteration in it (AWS Step Functions Developer
/// Guide, Passing data between states with variables).</summary>
internal sealed class StateScope(Jsonata jsonata, JsonObject context, StateScope? outer = null)
{
    // Inputs, outputs and variables alike (AWS Step Functions Developer Guide, Quotas).
    private const int MaxBytes = 256 * 1024;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly JsonObject variables = [];

    public JsonObject Context => context;

    /// <summary>An iteration of an inline Map: it reads these variables, and can set only others.</summary>
    public StateScope Iteration(JsonObject itsContext) => new(jsonata, itsContext, this);

    /// <summary>Evaluates every expression in a field; each must have a value.</summary>
    /// <param name="field">JSON with strings such as <c>{% 1 + 1 %}</c>.</param>
    /// <param name="states">What <c>$states</c> has besides the context: input, and result or errorOutput.</param>
    public async Task<JsonNode?> EvaluateAsync(JsonNode? field, JsonObject states)
    {
        var bindings = new JsonObject();
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            foreach (var (name, value) in scope.variables)
            {
                bindings.TryAdd(name, value?.DeepClone());
            }
        }

        var all = (JsonObject)states.DeepClone();
        all["context"] = context.DeepClone();
        bindings["states"] = all;
        return Limited(await FillAsync(field, bindings));
    }

    /// <summary>Sets variables: all expressions see the values from before.</summary>
    public async Task AssignAsync(JsonNode? assign, JsonObject states)
    {
        var values = (JsonObject?)await EvaluateAsync(assign, states) ?? [];
        foreach (var (name, value) in values)
        {
            for (var scope = Outer; scope is not null; scope = scope.Outer)
            {
                scope.variables.ContainsKey(name).ShouldBeFalse($"${name} is a variable outside, which an iteration cannot set.");
            }

            variables[name] = value?.DeepClone();
        }
    }

    /// <summary>What is too large ends in an error that States.ALL does not catch.</summary>
    public static JsonNode? Limited(JsonNode? data) =>
        data is not null && Size(data) > MaxBytes
            ? throw new StateException("States.DataLimitExceeded", $"More than {MaxBytes} bytes.")
            : data;

    /// <summary>The bytes that something takes.</summary>
    public static int Size(JsonNode data) => Encoding.UTF8.GetByteCount(data.ToJsonString(Plain));

    private StateScope? Outer => outer;

    private async Task<JsonNode?> FillAsync(JsonNode? field, JsonObject bindings)
    {
        switch (field)
        {
            case JsonObject fields:
                var evaluated = new JsonObject();
                foreach (var (key, value) in fields)
                {
                    evaluated[key] = await FillAsync(value, bindings);
                }

                return evaluated;
            case JsonArray items:
                var all = new JsonArray();
                foreach (var item in items)
                {
                    all.Add(await FillAsync(item, bindings));
                }

                return all;
            case JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith("{%", StringComparison.Ordinal):
                text.ShouldEndWith("%}");
                return await jsonata.EvaluateAsync(text[2..^2], bindings);
            default:
                return field?.DeepClone();
        }
    }
}
