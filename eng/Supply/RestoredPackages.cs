using System.Text.Json.Nodes;

namespace KmsGuard.Supply;

/// <summary>The packages of a project, from the project.assets.json that restoring it leaves.</summary>
internal static class RestoredPackages
{
    /// <param name="assets">The file.</param>
    /// <exception cref="FileNotFoundException">Nothing was restored.</exception>
    public static IReadOnlyList<Package> Of(string assets)
    {
        var root = JsonNode.Parse(File.ReadAllText(assets))!;
        var libraries = root["libraries"]!.AsObject();
        var folders = root["packageFolders"]!.AsObject().Select(folder => folder.Key).ToList();
        // For a processor there is a target of its own, which comes last and has at least as much.
        var target = root["targets"]!.AsObject().Last().Value!.AsObject();
        return
        [
            .. target.Where(entry => (string?)entry.Value!["type"] == "package").Select(entry =>
            {
                var library = libraries[entry.Key]!;
                var (name, version) = entry.Key.Split('/') is [var first, var second] ? (first, second) : throw new FormatException(entry.Key);
                var folder = folders.Select(folder => Path.Combine(folder, (string)library["path"]!)).First(Directory.Exists);
                return new Package(name, version, (string)library["sha512"]!, folder, Names(entry.Value!["runtime"]), Keys(entry.Value["dependencies"]));
            }),
        ];
    }

    private static IReadOnlyList<string> Names(JsonNode? files) => [.. Keys(files).Select(file => file.Split('/')[^1]).Where(file => file != "_._")];

    private static IReadOnlyList<string> Keys(JsonNode? node) => [.. node?.AsObject().Select(entry => entry.Key) ?? []];
}
