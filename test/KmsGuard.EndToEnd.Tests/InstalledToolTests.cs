using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests;

public sealed partial class InstalledToolTests(InstalledTool tool) : IClassFixture<InstalledTool>
{
    private static readonly Dictionary<string, string> Nothing = [];

    [Fact]
    public async Task It_tells_its_version()
    {
        var (exitCode, output, error) = await Command.RunAsync(tool.Start(Nothing, "--version"));

        exitCode.ShouldBe(0, error);
        output.ShouldStartWith("kmsguard 0.");
    }

    [Fact]
    public async Task It_serves_its_sandbox_and_sweeps_it()
    {
        var start = tool.Start(Nothing, "sandbox", "--port", "0");
        start.RedirectStandardOutput = true;
        using var sandbox = Process.Start(start)!;
        try
        {
            var variables = await InvitationAsync(sandbox);

            var sweep = await Command.RunAsync(tool.Start(variables, "sweep", "--regions", "us-east-1,eu-west-1", "--rotation", "enforce"));
            var doctor = await Command.RunAsync(tool.Start(variables, "doctor"));

            sweep.ExitCode.ShouldBe(0, sweep.Error);
            sweep.Output.ShouldContain("EnableKeyRotation");
            doctor.ExitCode.ShouldBe(0, doctor.Output + doctor.Error);
            doctor.Output.ShouldContain("by the environment (AWS_ACCESS_KEY_ID)");
        }
        finally
        {
            sandbox.Kill();
        }
    }

    [Fact]
    public async Task Without_credentials_it_says_which_ways_there_are()
    {
        var (exitCode, output, error) = await Command.RunAsync(tool.Start(Nothing, "sweep", "--region", "us-east-1"));

        exitCode.ShouldBe(2);
        output.ShouldBeEmpty();
        error.TrimEnd('\n').ShouldNotContain("\n");
        error.ShouldSatisfyAllConditions(
            () => error.ShouldContain("--profile"), () => error.ShouldContain("AWS_ACCESS_KEY_ID"), () => error.ShouldContain("aws sso login"));
    }

    [Theory]
    [InlineData("wrok", "There is no AWS profile 'wrok'. Known are keys, work.")]
    [InlineData("work", "aws sso login --profile work")]
    public async Task A_profile_that_is_wrong_is_told_from_one_that_has_to_log_in(string profile, string expected)
    {
        await File.WriteAllTextAsync(
            tool.PathOf("config"),
            """
            [profile keys]
            region = eu-west-1
            aws_access_key_id = AKIAIOSFODNN7EXAMPLE
            aws_secret_access_key = example
            [profile work]
            region = eu-west-1
            sso_session = work
            sso_account_id = 111122223333
            sso_role_name = Admin
            [sso-session work]
            sso_region = eu-west-1
            sso_start_url = https://kmsguard.invalid/start
            """);

        var (exitCode, _, error) = await Command.RunAsync(tool.Start(
            new Dictionary<string, string> { ["AWS_CONFIG_FILE"] = tool.PathOf("config") }, "sweep", "--profile", profile));

        exitCode.ShouldBe(2, error);
        error.ShouldContain(expected);
    }

    [Fact]
    public void The_package_carries_all_that_it_stands_on_and_what_it_is()
    {
        using var package = ZipFile.OpenRead(Directory.GetFiles(tool.PathOf("packages"), "KmsGuard.Cli.*.nupkg").ShouldHaveSingleItem());
        var names = package.Entries.Select(entry => entry.FullName).ToList();

        names.ShouldContain("README.md");
        foreach (var assembly in new[] { "KmsGuard", "KmsGuard.Aws", "KmsGuard.Cli", "KmsGuard.Sandbox", "AWSSDK.KeyManagementService", "System.CommandLine" })
        {
            names.ShouldContain($"tools/net10.0/any/{assembly}.dll");
        }

        using var reader = new StreamReader(package.Entries.Single(entry => entry.FullName == "KmsGuard.Cli.nuspec").Open());
        reader.ReadToEnd().ShouldContain("DotnetTool");
    }

    // The lines that it prints for a shell.
    private static async Task<Dictionary<string, string>> InvitationAsync(Process sandbox)
    {
        Dictionary<string, string> variables = [];
        while (!variables.ContainsKey("AWS_REGION"))
        {
            var line = await sandbox.StandardOutput.ReadLineAsync();
            line.ShouldNotBeNull("the sandbox ended before it said where it serves");
            if (Export().Match(line) is { Success: true } match)
            {
                variables[match.Groups[1].Value] = match.Groups[2].Value;
            }
        }

        return variables;
    }

    [GeneratedRegex(@"^export (\w+)=(\S+)$")]
    private static partial Regex Export();
}
