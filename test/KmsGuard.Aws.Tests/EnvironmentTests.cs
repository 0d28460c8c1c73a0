using System.Diagnostics;
using KmsGuard.Sandbox;

namespace KmsGuard.Aws.Tests;

/// <summary>What is found in the environment and in profile files, each time in a process with nothing else.</summary>
public sealed class EnvironmentTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("kmsguard-").FullName;
    private AwsSandbox aws = null!;
    private string east = "";
    private string west = "";

    public async Task InitializeAsync()
    {
        aws = await AwsSandbox.StartAsync();
        east = aws.Kms.Seed("111122223333", "us-east-1", new());
        west = aws.Kms.Seed("111122223333", "us-west-2", new());
        await File.WriteAllTextAsync(Path.Combine(folder, "credentials"), $"""
            [west]
            aws_access_key_id = test
            aws_secret_access_key = test
            region = us-west-2
            endpoint_url = {aws.Endpoint}
            [role]
            role_arn = arn:aws:iam::111122223333:role/Auditor
            role_session_name = me
            source_profile = west
            region = us-east-1
            """);
    }

    public async Task DisposeAsync()
    {
        await aws.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Every_Region_is_signed_for_as_itself_behind_an_endpoint_of_the_environment()
    {
        (string, string)[] environment =
        [
            ("AWS_ENDPOINT_URL", aws.Endpoint.ToString()), ("AWS_ACCESS_KEY_ID", "a"), ("AWS_SECRET_ACCESS_KEY", "b"),
            ("AWS_REGION", "us-east-1"),
        ];

        (await RunAsync("-", "-", environment)).ShouldBe($"arn:aws:iam::111122223333:user/sandbox {east}");
        (await RunAsync("-", "us-west-2", environment)).ShouldBe($"arn:aws:iam::111122223333:user/sandbox {west}");
    }

    [Fact]
    public async Task A_profile_gives_credentials_Region_and_endpoint() =>
        (await RunAsync("west", "-", ("AWS_REGION", "eu-west-1"))).ShouldBe($"arn:aws:iam::111122223333:user/sandbox {west}");

    [Fact]
    public async Task A_profile_may_assume_a_role() =>
        (await RunAsync("role", "-", ("AWS_ENDPOINT_URL", aws.Endpoint.ToString())))
            .ShouldBe($"arn:aws:sts::111122223333:assumed-role/Auditor/me {east}");

    [Fact]
    public async Task No_Region_anywhere_says_what_to_do() =>
        (await RunAsync("-", "-")).ShouldStartWith("AwsSettingsException: No AWS Region is configured. Name one (--region)");

    [Fact]
    public async Task No_credentials_anywhere_say_what_to_do() =>
        (await RunAsync("-", "us-east-1")).ShouldStartWith("AwsSettingsException: No AWS credentials were found. There are three ways");

    [Theory]
    [InlineData("-")]
    [InlineData("none")]
    public async Task A_profile_that_does_not_exist_is_named(string profile) =>
        (await RunAsync(profile, "us-east-1", ("AWS_PROFILE", "none")))
            .ShouldStartWith("AwsSettingsException: There is no AWS profile 'none'.");

    private async Task<string> RunAsync(string profile, string region, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, [typeof(EnvironmentTests).Assembly.Location, profile, region])
        {
            RedirectStandardOutput = true,
        };
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("AWS_", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = Path.Combine(folder, "credentials");
        start.Environment["AWS_CONFIG_FILE"] = Path.Combine(folder, "config");
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return output.TrimEnd();
    }
}
