using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using Check = FsCheck.Check;

namespace KmsGuard.Tests.Detect;

public sealed class EventParserTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Detect");

    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(Folder, "events.table")).Where(line => !line.StartsWith('#')).Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
    ];

    public static TheoryData<string> Files() => [.. Directory.EnumerateFiles(Path.Combine(Folder, "Events")).Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void An_event_is_understood_as_its_row_says_and_refused_without_one(string file)
    {
        var reading = EventParser.Parse(Load(file));

        if (file.StartsWith("refused.", StringComparison.Ordinal))
        {
            reading.Event.ShouldBeNull();
            reading.Refusal.ShouldNotBeNullOrEmpty();
            return;
        }

        var happened = reading.Event.ShouldNotBeNull();
        string[] got = [file, KebabCase.Of(happened.Kind), happened.Key?.ToString() ?? "", happened.Refused ? "yes" : "no", happened.Principal.Name];
        got.ShouldBe(Rows.Single(row => row[0] == file));
        happened.At!.Value.Offset.ShouldBe(TimeSpan.Zero);
        happened.Id.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_root_user_without_MFA_is_told_as_such()
    {
        var root = EventParser.Parse(Load("disable-key.root.json")).Event!.Principal;

        root.IsRoot.ShouldBeTrue();
        root.Mfa.ShouldBeNull();
    }

    [Fact]
    public void The_role_behind_a_session_is_known() =>
        EventParser.Parse(Load("disable-key.role.json")).Event!.Principal.RoleArn.ShouldBe("arn:aws:iam::111122223333:role/Developer");

    // What a hostile or a new CloudTrail could do to an event: leave out, null, change the type, blow up, add half a character.
    [Fact]
    public void No_mutation_of_an_event_throws_and_none_that_names_its_call_is_lost() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var file = new[] { "disable-key.role.json", "schedule-key-deletion.denied.json", "disable-key.no-key.json" }[random.Next(3)];
            var mutated = Mutate(JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, "Events", file)))!.AsObject(), random);

            var reading = EventParser.Parse(JsonDocument.Parse(mutated).RootElement);

            (reading.Event is null).ShouldBe(reading.Refusal is not null);
            reading.Event.ShouldNotBeNull();
        }));

    private static JsonElement Load(string file) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "Events", file))).RootElement;

    // Everything but what makes it an event about that call: source, detail and eventName.
    private static string Mutate(JsonObject root, Random random)
    {
        var places = Walk(root).Where(place => place is not ({ } o, "source" or "detail" or "eventName")).ToList();
        foreach (var (parent, name) in places.OrderBy(_ => random.Next()).Take(random.Next(1, 8)))
        {
            parent[name] = random.Next(8) switch
            {
                0 => null,
                1 => 42,
                2 => new JsonArray(1, null, "x", new JsonObject()),
                3 => new JsonObject { ["arn"] = 1, ["type"] = new JsonArray() },
                4 => new string('A', 100_000),
                5 => "line\r\nbreak \u202e\u0000 \ud83d\ude00",
                6 => true,
                _ => "HALF",
            };
        }

        return root.ToJsonString().Replace("\"HALF\"", "\"\\ud800\"", StringComparison.Ordinal);
    }

    private static IEnumerable<(JsonObject Parent, string Name)> Walk(JsonObject node) => node.ToList().SelectMany(property =>
        (property.Value is JsonObject child ? Walk(child) : []).Append((node, property.Key)));
}
