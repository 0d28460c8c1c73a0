using System.Text.Json.Nodes;

namespace KmsGuard.Tests.Remediate;

/// <summary>What somebody could do to a plan between the review and the apply: one thing, anywhere in the file.</summary>
internal static class MutatedPlan
{
    /// <summary>The plan with one change that means something.</summary>
    public static string Of(string json, Random random)
    {
        var before = JsonNode.Parse(json)!;
        while (true)
        {
            var root = before.DeepClone();
            var places = Walk(root).ToList();
            Change(places[random.Next(places.Count)], random);
            if (!JsonNode.DeepEquals(before, root))
            {
                return root.ToJsonString();
            }
        }
    }

    private static void Change(JsonNode place, Random random)
    {
        switch (place)
        {
            case JsonObject members when members.Count > 0:
                var name = members.ElementAt(random.Next(members.Count)).Key;
                switch (random.Next(4))
                {
                    case 0:
                        members.Remove(name);
                        break;
                    case 1:
                        members["more"] = 1;
                        break;
                    case 2:
                        (members[name + "x"], members[name]) = (members[name]?.DeepClone(), null);
                        members.Remove(name);
                        break;
                    default:
                        members[name] = Another(members[name], random);
                        break;
                }

                break;
            case JsonArray { Count: > 0 } list:
                var at = random.Next(list.Count);
                switch (random.Next(4))
                {
                    case 0:
                        list.RemoveAt(at);
                        break;
                    case 1:
                        list.Add(list[at]?.DeepClone());
                        break;
                    case 2:
                        var other = list[random.Next(list.Count)]!;
                        list.Remove(other);
                        list.Insert(0, other);
                        break;
                    default:
                        list[at] = Another(list[at], random);
                        break;
                }

                break;
        }
    }

    private static JsonNode? Another(JsonNode? value, Random random) => (random.Next(5), value) switch
    {
        (0, _) => null,
        (1, _) => 4711,
        (2, _) => new JsonArray(1, "x"),
        (_, JsonValue known) when known.TryGetValue<int>(out var number) => number + random.Next(1, 100),
        (_, JsonValue known) when known.TryGetValue<string>(out var text) => text.Length > 0 && random.Next(2) == 0
            ? text.Remove(random.Next(text.Length), 1)
            : text.Insert(random.Next(text.Length + 1), random.Next(2) == 0 ? "7" : "\u202e"),
        _ => "other",
    };

    private static IEnumerable<JsonNode> Walk(JsonNode? node) => node switch
    {
        JsonObject parent => parent.SelectMany(member => Walk(member.Value)).Append(parent),
        JsonArray list => list.SelectMany(Walk).Append(list),
        _ => [],
    };
}
