using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Xml.Linq;
using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

/// <summary>The JSON schema of alerts for machines, made from the type that is written and its documentation comments.</summary>
internal static class MessageSchema
{
    private static readonly Dictionary<string, string> Summaries = XDocument
        .Load(Path.ChangeExtension(typeof(AlertMessage).Assembly.Location, ".xml"))
        .Descendants("member")
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => string.Join(' ', member.Element("summary")!.Value.Split(default(char[]), StringSplitOptions.RemoveEmptyEntries)));

    public static JsonObject Export()
    {
        var options = new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = Describe };
        var schema = ReportJson.Default.AlertMessage.GetJsonSchemaAsNode(options).AsObject();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "KmsGuard alert");
        schema.Insert(2, "description", "Version 1 of the message that the alert function publishes when its format is json. New properties may come; none goes or changes its meaning within a version.");
        schema.Insert(3, "version", 1);
        return schema;
    }

    /// <summary>What of a value breaks the schema, as paths and words. It reads only what the exporter writes: another keyword fails.</summary>
    public static IEnumerable<string> Problems(JsonNode? schema, JsonElement value, string path = "$")
    {
        var problems = new List<string>();
        foreach (var (keyword, rule) in schema!.AsObject())
        {
            problems.AddRange(keyword switch
            {
                "type" => Names(rule).Contains(TypeOf(value)) ? [] : [$"{path} is {TypeOf(value)}, not {rule}"],
                "enum" => rule!.AsArray().Any(one => JsonElement.DeepEquals(JsonSerializer.SerializeToElement(one), value)) ? [] : [$"{path} is none of {rule}"],
                "required" when value.ValueKind == JsonValueKind.Object =>
                    Names(rule).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path} lacks {name}"),
                "properties" when value.ValueKind == JsonValueKind.Object =>
                    value.EnumerateObject().SelectMany(property => rule![property.Name] is { } known ? Problems(known, property.Value, $"{path}.{property.Name}") : [$"{path}.{property.Name} is unknown"]),
                "additionalProperties" when value.ValueKind == JsonValueKind.Object =>
                    value.EnumerateObject().SelectMany(property => Problems(rule, property.Value, $"{path}.{property.Name}")),
                "items" when value.ValueKind == JsonValueKind.Array =>
                    value.EnumerateArray().SelectMany((item, i) => Problems(rule, item, $"{path}[{i}]")),
                "format" when value.ValueKind == JsonValueKind.String => value.TryGetDateTimeOffset(out _) ? [] : [$"{path} is no time"],
                "$schema" or "title" or "description" or "version" or "required" or "properties" or "additionalProperties" or "items" or "format" => [],
                _ => [$"{path}: the keyword {keyword} is not understood"],
            });
        }

        return problems;
    }

    private static JsonNode Describe(JsonSchemaExporterContext context, JsonNode schema)
    {
        if (schema is JsonObject described && context.PropertyInfo is { } property
            && Summaries.GetValueOrDefault($"P:{typeof(AlertMessage).FullName}.{char.ToUpperInvariant(property.Name[0])}{property.Name[1..]}") is { } summary)
        {
            described.Insert(0, "description", summary);
        }

        return schema;
    }

    private static string[] Names(JsonNode? rule) => rule is JsonArray names ? [.. names.Select(name => name!.GetValue<string>())] : [rule!.GetValue<string>()];

    private static string TypeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True or JsonValueKind.False => "boolean",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "integer" : "number",
        var kind => kind.ToString().ToLowerInvariant(),
    };
}
