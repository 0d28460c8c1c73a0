using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.Fuzz;

/// <summary>Changes an input by its structure: members go, come twice, change their type, their name or their place.</summary>
internal sealed class JsonMutator(Random random, IReadOnlyList<string> words)
{
    // In the place of these stands what no JsonNode can hold: half of a character, and a member that is there already.
    private const string Half = "HALF-OF-A-CHARACTER", Twice = "THERE-ALREADY:";

    private static readonly string[] Texts =
    [
        "", " ", ",", "all", "*", "\u202e\u0000\u001b[2J\r\n", "<!channel> ](x) `y`", Half, "x" + Half, "12:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59+14:00",
        "2026-11-22T03:00:00Z", "111122223333", "444455556666", "us-east-1", "cn-north-1", "eu-west-1", "enforce", "ENFORCE", "dry-run", "off",
        "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", "arn:aws-cn:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "arn:aws:kms:eu-west-1:111122223333:alias/prod", "mrk-0123456789abcdef0123456789abcdef", "1234ABCD-12AB-34CD-56EF-1234567890AB",
    ];

    /// <summary>Another input; null where this one is no JSON, or cannot be changed like that.</summary>
    public byte[]? Change(byte[] input)
    {
        try
        {
            var root = JsonNode.Parse(input, documentOptions: new() { MaxDepth = 60 });
            var box = new JsonArray(root);
            for (var times = random.Next(1, 5); times > 0; times--)
            {
                var places = Walk(box).ToList();
                ChangeOnce(places[random.Next(places.Count)], places);
            }

            return Encoding.UTF8.GetBytes(Finish(box.Count > 0 ? box[0]?.ToJsonString() ?? "null" : "{}"));
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidOperationException)
        {
            // No JSON, the same member twice, or text that is none: the bytes are changed instead.
            return null;
        }
    }

    private void ChangeOnce(JsonNode place, List<JsonNode> places)
    {
        switch (place)
        {
            case JsonObject members when members.Count > 0 && random.Next(8) > 0:
                var name = members.ElementAt(random.Next(members.Count)).Key;
                var value = members[name];
                switch (random.Next(6))
                {
                    case 0:
                        members.Remove(name);
                        break;
                    case 1:
                        members.Remove(name);
                        members[random.Next(2) == 0 ? name.ToUpperInvariant() : Some()] = value;
                        break;
                    case 2:
                        members[Twice + name] = Another(value, places);
                        break;
                    default:
                        members[name] = Another(value, places);
                        break;
                }

                break;
            case JsonObject members:
                members[Some()] = Another(null, places);
                break;
            case JsonArray list:
                var at = random.Next(list.Count + 1);
                if (at < list.Count && random.Next(3) > 0)
                {
                    var before = list[at];
                    list.RemoveAt(at);
                    if (random.Next(3) > 0)
                    {
                        list.Insert(at, Another(before, places));
                    }
                }
                else
                {
                    list.Insert(at, Another(null, places));
                }

                break;
        }
    }

    private JsonNode? Another(JsonNode? value, List<JsonNode> places) => random.Next(12) switch
    {
        0 => null,
        1 => JsonNode.Parse(random.Next(5) switch { 0 => "-1", 1 => "99999999999999999999", 2 => "1e400", 3 => "0.5", _ => $"{random.Next(4_000)}" }),
        2 => random.Next(2) == 0,
        3 => new JsonArray(Some(), null),
        4 => new JsonObject { [Some()] = Some() },
        5 => places[random.Next(places.Count)].DeepClone(),
        6 => string.Concat(Enumerable.Repeat(Some(), random.Next(60))),
        7 when value is JsonValue known && known.TryGetValue<string>(out var text) => text.Insert(random.Next(text.Length + 1), Some()),
        8 when value is JsonValue known && known.TryGetValue<string>(out var text) && text.Length > 0 => text.Remove(random.Next(text.Length), 1),
        9 when value is JsonValue known && known.TryGetValue<string>(out var text) => text.ToUpperInvariant(),
        _ => Some(),
    };

    private string Some() => words.Count > 0 && random.Next(2) == 0 ? words[random.Next(words.Count)] : Texts[random.Next(Texts.Length)];

    private static string Finish(string json) => json.Replace(Half, "\\ud800", StringComparison.Ordinal).Replace(Twice, "", StringComparison.Ordinal);

    private static IEnumerable<JsonNode> Walk(JsonNode? node) => node switch
    {
        JsonObject parent => parent.SelectMany(member => Walk(member.Value)).Append(parent),
        JsonArray list => list.SelectMany(Walk).Append(list),
        _ => [],
    };
}
