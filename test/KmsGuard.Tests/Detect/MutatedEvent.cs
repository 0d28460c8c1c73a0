using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.Tests.Detect;

/// <summary>What a hostile or a new CloudTrail could do to an event: leave out, null, change the type, blow up, add half a character.</summary>
internal static class MutatedEvent
{
    /// <summary>Spoils everything but what makes it an event about that call: source, detail and eventName.</summary>
    public static JsonElement Of(string file, Random random)
    {
        var root = EventFiles.Node(file);
        foreach (var (parent, name) in Walk(root).Where(place => place.Name is not ("source" or "detail" or "eventName"))
            .OrderBy(_ => random.Next()).Take(random.Next(1, 12)).ToList())
        {
            var choice = random.Next(10);
            if (choice == 0)
            {
                parent.Remove(name);
                continue;
            }

            parent[name] = choice switch
            {
                1 => null,
                2 => 42,
                3 => new JsonArray(1, null, "x", new JsonObject()),
                4 => new JsonObject { ["arn"] = 1, ["type"] = new JsonArray() },
                5 => new string('A', 100_000),
                6 => "line\r\nbreak \u202e\u0000\u001b[2J \u2028 <!channel> `x` \ud83d\ude00",
                7 => true,
                8 => string.Concat(Enumerable.Repeat("\u00e9\u0301\ufffe\ue000&<>*_\u2069", 1_000)),
                _ => "HALF",
            };
        }

        var text = root.ToJsonString().Replace("\"HALF\"", "\"\\ud800\"", StringComparison.Ordinal);
        return JsonDocument.Parse(text).RootElement;
    }

    private static IEnumerable<(JsonObject Parent, string Name)> Walk(JsonNode? node) => node switch
    {
        JsonObject parent => parent.ToList().SelectMany(property => Walk(property.Value).Append((parent, property.Key))),
        JsonArray list => list.ToList().SelectMany(Walk),
        _ => [],
    };
}
