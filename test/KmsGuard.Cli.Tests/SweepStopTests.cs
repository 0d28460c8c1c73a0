using System.Text.Json;
using Amazon.Runtime;
using KmsGuard.Sandbox;

namespace KmsGuard.Cli.Tests;

public sealed class SweepStopTests
{
    [Fact]
    public async Task A_sweep_that_is_stopped_finishes_what_it_began_and_tells_of_it()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        using var stopped = new ManualResetEventSlim();
        var begun = 0;
        sandbox.Kms.CallEnded += call =>
        {
            if ((call.Request.Region, call.Request.Operation) is ("us-east-1", "EnableKeyRotation") or ("eu-west-1", "DescribeKey"))
            {
                Interlocked.Increment(ref begun);
                stopped.Wait();
            }
        };
        var account = new SandboxOptions().Accounts[0];
        sandbox.Kms.Seed(account, "us-east-1", new());
        sandbox.Kms.Seed(account, "eu-west-1", new());
        using var stop = new CancellationTokenSource();
        var (output, error) = (new StringWriter(), new StringWriter());
        var sweeping = CommandLine.RunAsync(
            ["sweep", "--rotation", "enforce", "--regions", "us-east-1,eu-west-1", "--region", "us-east-1", "--output", "json", "--endpoint-url", sandbox.Endpoint.AbsoluteUri],
            new() { Output = output, Error = error, Credentials = new BasicAWSCredentials("test", "test") },
            stop.Token);

        // The sandbox has done both, and its answers are on their way.
        while (Volatile.Read(ref begun) < 2)
        {
            sweeping.IsCompleted.ShouldBeFalse(error.ToString());
            await Task.Delay(10);
        }

        await stop.CancelAsync();
        stopped.Set();

        (await sweeping).ShouldBe(1);
        error.ToString().ShouldContain("What was begun is finished");
        using var report = JsonDocument.Parse(output.ToString());
        report.RootElement.GetProperty("totals").GetProperty("outcomes").EnumerateObject().Select(one => $"{one.Name} {one.Value}").ShouldBe(["changed 1"]);
        report.RootElement.GetProperty("regions").EnumerateArray().Select(region => region.GetProperty("status").GetString())
            .ShouldBe(["complete", "incomplete"]);
        sandbox.Calls.Snapshot().ShouldNotContain(call => call.Region == "eu-west-1" && call.Operation == "GetKeyRotationStatus");
    }
}
