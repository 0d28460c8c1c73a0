using System.Text.RegularExpressions;
using Amazon.Runtime;

namespace KmsGuard.Cli.Tests;

public sealed class SandboxCommandTests : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly SharedText output = new();
    private readonly SharedText error = new();

    public void Dispose()
    {
        stop.Dispose();
        output.Dispose();
        error.Dispose();
    }

    [Fact]
    public async Task It_serves_every_kind_of_key_until_it_is_stopped()
    {
        var running = Start("sandbox", "--port", "0");
        var endpoint = await EndpointAsync();

        var sweep = await CommandFixture.RunAtAsync(endpoint, "", "sweep", "--region", "us-east-1", "--regions", "us-east-1,us-west-2,eu-west-1", "--output", "json");

        sweep.ExitCode.ShouldBe(0, sweep.Error);
        sweep.Json.GetProperty("totals").GetProperty("listed").GetInt32().ShouldBeGreaterThan(30);
        await stop.CancelAsync();
        (await running).ShouldBe(0);
    }

    [Fact]
    public async Task Empty_it_has_no_keys()
    {
        var running = Start("sandbox", "--port", "0", "--empty");

        var sweep = await CommandFixture.RunAtAsync(await EndpointAsync(), "", "sweep", "--region", "us-east-1", "--output", "json");

        sweep.Json.GetProperty("totals").GetProperty("listed").GetInt32().ShouldBe(0);
        await stop.CancelAsync();
        (await running).ShouldBe(0);
    }

    [Fact]
    public async Task What_is_done_to_its_keys_is_told()
    {
        var running = Start("sandbox", "--port", "0");
        var endpoint = await EndpointAsync();
        using var kms = new Amazon.KeyManagementService.AmazonKeyManagementServiceClient(
            new BasicAWSCredentials("test", "test"), new Amazon.KeyManagementService.AmazonKeyManagementServiceConfig { ServiceURL = endpoint.AbsoluteUri, AuthenticationRegion = "us-east-1" });
        var key = await kms.DescribeKeyAsync("alias/orders-db");

        await kms.DisableKeyAsync(key.KeyMetadata.KeyId);

        while (!error.ToString().Contains("Subject: [HIGH] KMS key disabled: alias/orders-db", StringComparison.Ordinal))
        {
            running.IsCompleted.ShouldBeFalse(error.ToString());
            await Task.Delay(20);
        }

        await stop.CancelAsync();
        await running;
    }

    [Theory]
    [InlineData("65536")]
    [InlineData("-1")]
    [InlineData("http")]
    public async Task A_port_that_is_none_is_refused(string port)
    {
        var answer = await CommandFixture.RunBareAsync("", "sandbox", "--port", port);

        answer.ShouldBeRefused().ShouldContain("--port");
    }

    [Fact]
    public async Task A_port_that_is_taken_is_refused()
    {
        await using var other = await KmsGuard.Sandbox.AwsSandbox.StartAsync();

        var answer = await CommandFixture.RunBareAsync("", "sandbox", "--port", $"{other.Endpoint.Port}");

        answer.ShouldBeRefused().ShouldContain($"{other.Endpoint.Port}");
    }

    [Fact]
    public async Task What_a_file_says_goes_wrong()
    {
        var faults = await FileAsync("""{"seed":1,"rules":[{"kind":"denial","operation":"GetKeyRotationStatus","region":"eu-west-1"}]}""");
        var running = Start("sandbox", "--port", "0", "--faults", faults);

        var sweep = await CommandFixture.RunAtAsync(await EndpointAsync(), "", "sweep", "--region", "us-east-1", "--regions", "us-east-1,eu-west-1", "--output", "json");

        sweep.ExitCode.ShouldBe(1, sweep.Error);
        var unreadable = sweep.Json.GetProperty("keys").EnumerateArray().Where(key => key.GetProperty("outcome").GetString() == "unreadable").ToList();
        unreadable.ShouldNotBeEmpty();
        unreadable.ShouldAllBe(key => key.GetProperty("arn").GetString()!.Contains(":eu-west-1:") && key.GetProperty("detail").GetString()!.Contains("GetKeyRotationStatus"));
        output.ToString().ShouldContain("# 1 rule of what goes wrong, drawn with seed 1.");
        await stop.CancelAsync();
        (await running).ShouldBe(0);
        File.Delete(faults);
    }

    [Theory]
    [InlineData("""{"rules":[{"kind":"hangs"}]}""", "is no plan of faults: rules[0].kind is \"hangs\"; it must be one of throttle, ")]
    [InlineData("rules", "is no plan of faults: It is not JSON: ")]
    public async Task A_file_that_is_not_understood_is_refused_before_anything_starts(string text, string why)
    {
        var file = await FileAsync(text);

        var answer = await CommandFixture.RunBareAsync("", "sandbox", "--port", "0", "--faults", file);

        answer.ShouldBeRefused().ShouldContain($"'{file}' {why}");
        File.Delete(file);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_refused()
    {
        var answer = await CommandFixture.RunBareAsync("", "sandbox", "--faults", "/nowhere/faults.json");

        answer.ShouldBeRefused().ShouldContain("'/nowhere/faults.json' cannot be read: ");
    }

    private static async Task<string> FileAsync(string text)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, text);
        return path;
    }

    private Task<int> Start(params string[] args) => CommandLine.RunAsync(
        args, new() { Output = output, Error = error }, stop.Token);

    // The lines that it prints for a shell are what a person has.
    private async Task<Uri> EndpointAsync()
    {
        while (true)
        {
            if (Regex.Match(output.ToString(), @"export AWS_ENDPOINT_URL=(\S+)\n(?s:.*)export AWS_REGION=\S+\n") is { Success: true } match)
            {
                return new(match.Groups[1].Value);
            }

            await Task.Delay(20);
        }
    }
}
