using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.Supply;

/// <summary>
/// The software bill of materials of a folder that is to be deployed: CycloneDX 1.6. It has no time and no random number, so
/// that the same commit gives the same bytes.
/// </summary>
internal static class Bill
{
    /// <summary>Its name in the folder.</summary>
    public const string FileName = "kmsguard.cdx.json";

    private static readonly JsonSerializerOptions Written = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="folder">What is deployed.</param>
    /// <param name="packages">What was restored for it.</param>
    /// <param name="version">KmsGuard's own, with its commit.</param>
    public static string Of(string folder, IReadOnlyList<Package> packages, string version)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Where(file => file != FileName)
            .Order(StringComparer.Ordinal)
            .ToList();
        // What brings no assembly is a tool of the build, except where all is one program: there nothing tells them apart but the name.
        var shipped = packages.Where(package => package.Assemblies.Count > 0 || package.Name.Contains("ILCompiler", StringComparison.Ordinal)).ToList();
        var theirs = shipped.SelectMany(package => package.Assemblies).ToHashSet(StringComparer.Ordinal);
        var refs = shipped.ToDictionary(package => package.Name, Reference, StringComparer.OrdinalIgnoreCase);
        var bill = new JsonObject
        {
            ["$schema"] = "http://cyclonedx.org/schema/bom-1.6.schema.json",
            ["bomFormat"] = "CycloneDX",
            ["specVersion"] = "1.6",
            ["version"] = 1,
            ["metadata"] = new JsonObject
            {
                ["component"] = new JsonObject
                {
                    ["type"] = "application",
                    ["bom-ref"] = "kmsguard",
                    ["name"] = "KmsGuard.Lambda",
                    ["version"] = version,
                    ["components"] = Files(folder, files.Where(file => !theirs.Contains(file))),
                },
            },
            ["components"] = new JsonArray([.. shipped.Select(package => Component(package, folder, files))]),
            ["dependencies"] = new JsonArray(
            [
                Dependency("kmsguard", refs.Values),
                .. shipped.Select(package => Dependency(Reference(package), package.DependsOn.Where(refs.ContainsKey).Select(name => refs[name]))),
            ]),
        };
        return bill.ToJsonString(Written) + "\n";
    }

    private static JsonObject Component(Package package, string folder, List<string> files) => new()
    {
        ["type"] = "library",
        ["bom-ref"] = Reference(package),
        ["name"] = package.Name,
        ["version"] = package.Version,
        ["hashes"] = new JsonArray(Hash("SHA-512", Convert.FromBase64String(package.Sha512))),
        ["licenses"] = new JsonArray(Licence(package.Licence())),
        ["purl"] = Reference(package),
        ["components"] = Files(folder, package.Assemblies.Where(files.Contains)),
    };

    private static string Reference(Package package) => $"pkg:nuget/{package.Name}@{package.Version}";

    private static JsonObject Licence(string licence) =>
        licence.StartsWith("see ", StringComparison.Ordinal)
            ? new() { ["license"] = new JsonObject { ["name"] = licence } }
            : new() { ["expression"] = licence };

    private static JsonArray Files(string folder, IEnumerable<string> files) => new(
    [
        .. files.Select(file => new JsonObject
        {
            ["type"] = "file",
            ["name"] = file,
            ["hashes"] = new JsonArray(Hash("SHA-256", SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, file))))),
        }),
    ]);

    private static JsonObject Hash(string algorithm, byte[] hash) => new() { ["alg"] = algorithm, ["content"] = Convert.ToHexStringLower(hash) };

    private static JsonObject Dependency(string reference, IEnumerable<string> on) => new()
    {
        ["ref"] = reference,
        ["dependsOn"] = new JsonArray([.. on.Select(one => JsonValue.Create(one))]),
    };
}
