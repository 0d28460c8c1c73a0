using System.Diagnostics;
using System.Text.Json.Nodes;

namespace KmsGuard.Supply;

/// <summary>What the package feed knows of the packages' vulnerabilities.</summary>
internal static class Advisories
{
    /// <summary>One line for each, and whether the feed knows of any at all: one that has no such list finds everything in order.</summary>
    public static async Task<(bool Known, IReadOnlyList<string> Lines)> OfAsync(string solution)
    {
        var answer = await DotnetAsync("list", solution, "package", "--vulnerable", "--include-transitive", "--format", "json");
        var sources = await DotnetAsync("nuget", "list", "source", "--format", "Short");
        var known = false;
        // A source is a line: E for enabled, then where it is.
        foreach (var source in sources.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("E http", StringComparison.Ordinal)))
        {
            known |= await KnowsAsync(new Uri(source[2..]));
        }

        return (known, Read(answer));
    }

    /// <summary>Reads the answer of <c>dotnet list package --vulnerable --format json</c>.</summary>
    internal static IReadOnlyList<string> Read(string json) =>
    [
        .. Nodes(JsonNode.Parse(json), "projects").SelectMany(project => Nodes(project, "frameworks"))
            .SelectMany(framework => Nodes(framework, "topLevelPackages").Concat(Nodes(framework, "transitivePackages")))
            .SelectMany(package => Nodes(package, "vulnerabilities").Select(
                hole => $"{package["id"]} {package["resolvedVersion"]}: {hole["severity"]}, {hole["advisoryurl"]}"))
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Whether a feed's index names a list of vulnerabilities.</summary>
    internal static bool Knows(string index) => Nodes(JsonNode.Parse(index), "resources")
        .Any(resource => ((string?)resource["@type"])?.StartsWith("VulnerabilityInfo", StringComparison.Ordinal) == true);

    private static IEnumerable<JsonNode> Nodes(JsonNode? node, string member) => node?[member]?.AsArray().Select(one => one!) ?? [];

    private static async Task<bool> KnowsAsync(Uri index)
    {
        using var client = new HttpClient();
        try
        {
            return Knows(await client.GetStringAsync(index));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException)
        {
            // It may ask for credentials; then nobody knows.
            return false;
        }
    }

    private static async Task<string> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)}: {output}");
    }
}
