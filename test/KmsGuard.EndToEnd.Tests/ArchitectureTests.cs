using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace KmsGuard.EndToEnd.Tests;

[Collection(PublishedFunctionTests.Name)]
public class ArchitectureTests(PublishedFunction published)
{
    public static TheoryData<string, string[]> NotAllowed => new()
    {
        // The core: no AWS type, no HTTP.
        { "KmsGuard.dll", ["Amazon", "AWSSDK", "System.Net", "Microsoft.AspNetCore", "KmsGuard.Aws", "KmsGuard.Lambda", "KmsGuard.Cli", "KmsGuard.Sandbox"] },
        { "KmsGuard.Aws.dll", ["Amazon.Lambda", "Microsoft.AspNetCore", "KmsGuard.Lambda", "KmsGuard.Cli", "KmsGuard.Sandbox"] },
        { "KmsGuard.Lambda.dll", ["Microsoft.AspNetCore", "KmsGuard.Cli", "KmsGuard.Sandbox"] },
        // The sandbox is the far side of the wire: it shares nothing with what is tested against it.
        { "KmsGuard.Sandbox.dll", ["Amazon", "AWSSDK", "KmsGuard.Aws", "KmsGuard.Lambda", "KmsGuard.Cli", "KmsGuard.Detect", "KmsGuard.Evaluate"] },
    };

    [Theory]
    [MemberData(nameof(NotAllowed))]
    public void Dependencies_run_one_way(string assembly, string[] notAllowed)
    {
        var used = Used(assembly);

        used.ShouldContain("System.Runtime", "nothing was read");
        used.Where(name => notAllowed.Any(barred => name == barred || name.StartsWith($"{barred}.", StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_barred_from_the_core_is_seen_where_it_is_used() =>
        Used("KmsGuard.Aws.dll").IsSupersetOf(["AWSSDK.Core", "Amazon.KeyManagementService", "System.Net.Http", "KmsGuard.Detect"]).ShouldBeTrue();

    // Namespaces besides assemblies: on some feeds one assembly stands in for several of Amazon's.
    private HashSet<string> Used(string assembly)
    {
        var path = new[] { published.Folder, AppContext.BaseDirectory }.Select(folder => Path.Combine(folder, assembly)).First(File.Exists);
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.AssemblyReferences.Select(reference => metadata.GetString(metadata.GetAssemblyReference(reference).Name)),
            .. metadata.TypeReferences.Select(reference => metadata.GetString(metadata.GetTypeReference(reference).Namespace)),
        ];
    }
}
