using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Report;
using KmsGuard.Testing;
using KmsGuard.Tests.Detect;

namespace KmsGuard.Tests.Report;

public sealed class MessageSchemaTests
{
    private static readonly string Published = SourceTree.PathTo("docs", "alert.schema.json");

    private static readonly JsonSerializerOptions Pretty = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Files() => [.. EventFiles.Understood];

    [Fact]
    public void The_published_schema_is_that_of_the_message() => (MessageSchema.Export().ToJsonString(Pretty) + "\n").ShouldMatch(Published);

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Every_message_keeps_the_published_schema(string file)
    {
        var notice = await SnapshotTests.WriteAsync(file, MessageFormat.Json);

        MessageSchema.Problems(Schema(), JsonDocument.Parse(notice.Body).RootElement).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("severity", "\"LOUD\"", "none of")]
    [InlineData("kind", "7", "none of")]
    [InlineData("undo", "null", "not array")]
    [InlineData("aliases", "[1]", "$.aliases[0]")]
    [InlineData("at", "\"yesterday\"", "no time")]
    [InlineData("daysLeft", "1.5", "$.daysLeft")]
    [InlineData("surprise", "1", "unknown")]
    public async Task What_breaks_the_schema_is_found(string property, string value, string problem)
    {
        var message = JsonNode.Parse((await SnapshotTests.WriteAsync("disable-key.role.json", MessageFormat.Json)).Body)!.AsObject();
        message[property] = JsonNode.Parse(value);

        MessageSchema.Problems(Schema(), JsonSerializer.SerializeToElement(message)).ShouldContain(found => found.Contains(problem));
    }

    [Fact]
    public void Every_property_is_described() =>
        Schema()["properties"]!.AsObject().Where(property => property.Value!["description"] is null).Select(property => property.Key).ShouldBeEmpty();

    private static JsonNode Schema() => JsonNode.Parse(File.ReadAllText(Published))!;
}
