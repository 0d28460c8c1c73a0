using System.Xml.Linq;

namespace KmsGuard.Supply;

/// <summary>A package as NuGet restored it.</summary>
/// <param name="Name">Its id.</param>
/// <param name="Version">Its version.</param>
/// <param name="Sha512">Of its contents, base64, as lock files have it.</param>
/// <param name="Folder">Where it is unpacked.</param>
/// <param name="Assemblies">What of it a program ships, by file name; none of a tool of the build.</param>
/// <param name="DependsOn">The packages and projects that it names.</param>
internal sealed record Package(
    string Name, string Version, string Sha512, string Folder, IReadOnlyList<string> Assemblies, IReadOnlyList<string> DependsOn)
{
    /// <summary>An SPDX expression, or what else the package says of its licence.</summary>
    public string Licence()
    {
        var specification = Directory.EnumerateFiles(Folder, "*.nuspec").Single();
        var metadata = XDocument.Load(specification).Root!.Elements().Single(element => element.Name.LocalName == "metadata").Elements().ToList();
        var licence = metadata.Find(element => element.Name.LocalName == "license");
        return (string?)licence?.Attribute("type") == "expression"
            ? licence!.Value
            : $"see {licence?.Value ?? metadata.Find(element => element.Name.LocalName == "licenseUrl")?.Value ?? "nothing"}";
    }
}
