using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.Tests.Detect;

/// <summary>The event files: a new one is picked up by every test that goes over them. Those that begin with "refused."
/// are events that there is no alert for.</summary>
internal static class EventFiles
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Detect");

    public static IReadOnlyList<string> All { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "Events")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Understood { get; } =
        [.. All.Where(file => !file.StartsWith("refused.", StringComparison.Ordinal))];

    /// <summary>What is to be understood of each; the table's last column holds escapes.</summary>
    public static IReadOnlyList<string[]> Rows { get; } =
    [
        .. File.ReadLines(Path.Combine(Folder, "events.table")).Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .Select(row => (string[])[.. row[..^1], System.Text.RegularExpressions.Regex.Unescape(row[^1])]),
    ];

    public static JsonElement Load(string file) => JsonDocument.Parse(Read(file)).RootElement;

    public static JsonObject Node(string file) => JsonNode.Parse(Read(file))!.AsObject();

    private static string Read(string file) => File.ReadAllText(Path.Combine(Folder, "Events", file));
}
