using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Tests.Trail;

/// <summary>The events that a sandbox emitted, to compare field by field.</summary>
internal static class Recorded
{
    public static IReadOnlyList<JsonObject> All(AwsSandbox aws) =>
        [.. aws.Events.Emitted.Select(emitted => JsonNode.Parse(emitted.Json)!.AsObject())];

    public static JsonObject Last(AwsSandbox aws) => All(aws)[^1];

    /// <summary>Compares with an expected event, in which <c>"*"</c> stands for any text.</summary>
    public static void ShouldBeLike(this JsonNode? actual, string expected) =>
        Blank(actual?.DeepClone(), JsonNode.Parse(expected)).ToJsonString().ShouldBe(JsonNode.Parse(expected)!.ToJsonString());

    /// <summary>The names of an object's fields, in order.</summary>
    public static IEnumerable<string> Names(this JsonNode? node) => node!.AsObject().Select(field => field.Key);

    private static JsonNode Blank(JsonNode? actual, JsonNode? expected)
    {
        switch (actual, expected)
        {
            case (JsonObject left, JsonObject right):
                foreach (var (name, value) in left.ToList())
                {
                    left[name] = value is null || right[name] is null ? value?.DeepClone() : Blank(value, right[name]).DeepClone();
                }

                return left;
            case (JsonValue, JsonValue any) when any.ToString() == "*":
                return "*";
            default:
                return actual!;
        }
    }
}
