using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>The packaging command, but for the publishing itself, which <c>eng/check-package.sh</c> does.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kmsguard-package-");

    public static TheoryData<string[], string> BadOptions => new()
    {
        { ["--arch"], "--arch needs a value" },
        { ["--arch", "mips"], "--arch is 'mips'" },
        { ["--output", ""], "--output needs a value" },
        { ["--output", "eng"], "a folder" },
        { ["--fast"], "'--fast' is no option" },
        { ["arm64"], "'arm64' is no option" },
    };

    [Theory]
    [MemberData(nameof(BadOptions))]
    public async Task A_bad_option_is_told_in_one_line(string[] options, string told)
    {
        var command = await RunAsync("bash", ["eng/package", .. options]);

        command.ExitCode.ShouldBe(2);
        command.Output.ShouldBeEmpty();
        command.Error.TrimEnd().ShouldNotContain('\n');
        command.Error.ShouldContain(told);
    }

    [Fact]
    public async Task The_same_files_make_the_same_zip_whenever_and_in_whatever_order_they_were_written()
    {
        string[] names = ["b.json", "a.dll", "KmsGuard.Lambda", "sub/c.dll"];
        var one = await ZipAsync("one", names, new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var two = await ZipAsync("two", [.. names.Reverse()], new(2020, 2, 2, 0, 0, 0, DateTimeKind.Utc), UnixFileMode.UserRead | UnixFileMode.OtherExecute);

        var bytes = await File.ReadAllBytesAsync(one.Path);
        bytes.ShouldBe(await File.ReadAllBytesAsync(two.Path));
        one.Said.ShouldContain($"{bytes.Length} bytes");
        one.Said.ShouldContain(Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }

    [Fact]
    public async Task A_zip_is_sorted_and_everybody_may_read_it_and_start_its_program()
    {
        var (path, _) = await ZipAsync("one", ["sub/c.dll", "KmsGuard.Lambda", "a.dll"], DateTime.UnixEpoch, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        using var zip = await ZipFile.OpenReadAsync(path);
        zip.Entries.Select(entry => $"{entry.FullName} {Convert.ToString(entry.ExternalAttributes >>> 16, 8)}")
            .ShouldBe(["KmsGuard.Lambda 100755", "a.dll 100644", "sub/c.dll 100644"]);
        zip.Entries.ShouldAllBe(entry => entry.LastWriteTime.Year == 1980);
    }

    [Fact]
    public void The_template_and_Amazon_s_tools_deploy_what_the_command_leaves()
    {
        var stack = Stack.Home();
        var tools = JsonNode.Parse(File.ReadAllText(Path.Combine(PublishedFunction.Root, "aws-lambda-tools-defaults.json")))!;
        var project = Path.Combine(PublishedFunction.Root, tools["project-location"]!.ToString());

        // In each function: what the AWS CLI and Amazon.Lambda.Tools make of Globals is another package.
        stack.OfType("AWS::Serverless::Function").Select(function => Path.GetFullPath(Path.Combine(PublishedFunction.Root, "infra", function["CodeUri"])))
            .ShouldBe(Enumerable.Repeat(Path.Combine(PublishedFunction.Root, "artifacts", "package", "kmsguard.zip"), 3));
        Path.GetFullPath(Path.Combine(project, tools["template"]!.ToString())).ShouldBe(Path.Combine(PublishedFunction.Root, "infra", "template.yaml"));
        File.Exists(Path.Combine(project, $"{tools["function-handler"]}.csproj")).ShouldBeTrue();
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static Task<(int ExitCode, string Output, string Error)> RunAsync(string program, params string[] arguments) =>
        Command.RunAsync(new(program, arguments) { WorkingDirectory = PublishedFunction.Root });

    private async Task<(string Path, string Said)> ZipAsync(string name, string[] files, DateTime written, UnixFileMode mode)
    {
        var source = folder.CreateSubdirectory(name);
        foreach (var file in files)
        {
            var path = Path.Combine(source.FullName, file);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            // What has no extension of an assembly is a program, as Linux begins them.
            await File.WriteAllTextAsync(path, file == "KmsGuard.Lambda" ? "\u007fELF" : $"{file} {new string('x', 1000)}");
            File.SetLastWriteTimeUtc(path, written);
            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(path, mode);
            }
        }

        var zip = Path.Combine(folder.FullName, $"{name}.zip");
        var command = await RunAsync("dotnet", "run", "eng/zip.cs", "--", source.FullName, zip);
        command.ExitCode.ShouldBe(0, command.Output + command.Error);
        return (zip, command.Output);
    }
}
