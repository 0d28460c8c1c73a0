using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KmsGuard.Supply;

namespace KmsGuard.Trust.Tests.Supply;

[Trait("Proof", "supply")]
public sealed class BillTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kmsguard-bill-");
    private readonly DirectoryInfo restored = Directory.CreateTempSubdirectory("kmsguard-restored-");

    [Fact]
    public void Every_file_of_a_package_is_in_its_bill_with_its_hash_under_what_it_belongs_to()
    {
        Write("KmsGuard.Lambda.dll", "ours");
        Write("Sdk.dll", "theirs");

        var bill = JsonNode.Parse(Bill.Of(folder.FullName, [Restored("Sdk", ["Sdk.dll"]), Restored("Analyzer", [])], "0.1.0+abc"))!;

        Files(bill["metadata"]!["component"]!).ShouldBe([("KmsGuard.Lambda.dll", Sha256("ours"))]);
        var sdk = bill["components"]!.AsArray().ShouldHaveSingleItem()!;
        Files(sdk).ShouldBe([("Sdk.dll", Sha256("theirs"))]);
        ((string?)sdk["purl"]).ShouldBe("pkg:nuget/Sdk@1.2.3");
        ((string?)sdk["licenses"]![0]!["expression"]).ShouldBe("Apache-2.0");
        ((string?)sdk["hashes"]![0]!["content"]).ShouldBe("00ff");
    }

    [Fact]
    public void A_bill_names_neither_time_nor_folder_so_that_the_same_commit_gives_the_same_bytes()
    {
        Write("Sdk.dll", "theirs");
        IReadOnlyList<Package> packages = [Restored("Sdk", ["Sdk.dll"])];

        var bill = Bill.Of(folder.FullName, packages, "0.1.0");

        // The second finds the first one's file, too.
        Write(Bill.FileName, bill);
        Bill.Of(folder.FullName, packages, "0.1.0").ShouldBe(bill);
        bill.ShouldNotContain(folder.Name);
    }

    [Theory]
    [InlineData("Sdk", "AP8=", null)]
    [InlineData("Sdk", "AAAA", "has other contents")]
    [InlineData("Other", "AP8=", "is not in")]
    public void A_package_that_is_not_the_locked_one_is_refused(string name, string hash, string? said)
    {
        var file = Path.Combine(folder.FullName, "stand-ins.lock.json");
        File.WriteAllText(file, new JsonObject
        {
            ["dependencies"] = new JsonObject { ["net10.0"] = new JsonObject { [name] = new JsonObject { ["resolved"] = "1.2.3", ["contentHash"] = hash } } },
        }.ToJsonString());

        var strangers = LockFile.Strangers(file, [Restored("Sdk", ["Sdk.dll"]), Restored("Analyzer", [])]);

        if (said is null)
        {
            strangers.ShouldBeEmpty();
        }
        else
        {
            strangers.ShouldHaveSingleItem().ShouldContain($"Sdk 1.2.3 {said}");
        }
    }

    // With contents of two bytes' hash: nobody computes it again.
    private Package Restored(string name, IReadOnlyList<string> assemblies)
    {
        var unpacked = restored.CreateSubdirectory(name).FullName;
        File.WriteAllText(Path.Combine(unpacked, $"{name}.nuspec"), """<package><metadata><license type="expression">Apache-2.0</license></metadata></package>""");
        return new(name, "1.2.3", "AP8=", unpacked, assemblies, []);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);

    private static string Sha256(string text) => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<(string?, string?)> Files(JsonNode component) =>
        component["components"]!.AsArray().Select(file => ((string?)file!["name"], (string?)file["hashes"]![0]!["content"]));

    public void Dispose()
    {
        folder.Delete(recursive: true);
        restored.Delete(recursive: true);
    }
}
