using System.Text.RegularExpressions;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Cli.Output;
using KmsGuard.Remediate;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Cli.Tests;

public class SweepProgressTests
{
    private const string Escapes = "\u001b\\[[0-9;?]*[a-zA-Z]";

    [Fact]
    public async Task A_sweep_that_takes_time_tells_each_Region_in_a_line_where_no_terminal_reads_it()
    {
        var error = await SweepAsync(default, @"(?m)^us-east-1: 2 of 3 keys, \d+/s, \d+:\d\d left$(?s:.*)^1 Region is done\.$");

        error.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task A_terminal_gets_a_bar_for_each_Region_that_is_not_done()
    {
        var error = await SweepAsync(new(true, 80), @"us-east-1 .*━.* 2 of 3 keys, \d+/s");

        Regex.Replace(error, Escapes, "").Split('\n', '\r').ShouldAllBe(line => line.Length <= 80);
        // The cursor is shown again.
        error.ShouldContain("\u001b[?25h");
    }

    [Fact]
    public async Task Without_colours_a_terminal_gets_lines() =>
        (await SweepAsync(new(false, 80), "us-east-1: 2 of 3 keys")).ShouldNotContain("\u001b");

    [Fact]
    public async Task A_sweep_that_is_done_at_once_tells_nothing_of_it()
    {
        using var error = new StringWriter();

        (await new SweepProgress(new() { Output = TextWriter.Null, Error = error }).ShowAsync(Task.FromResult(5))).ShouldBe(5);

        error.ToString().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(0, 0, false, 0, 0, "0 of 0+ keys, 0/s")]
    [InlineData(1200, 4300, false, 81.6, 0, "1,200 of 4,300+ keys, 82/s")]
    [InlineData(1200, 4300, true, 81.6, 3, "1,200 of 4,300 keys, 82/s, 0:38 left, 3 throttled")]
    [InlineData(1, 100000, true, 5, 0, "1 of 100,000 keys, 5/s, 5:33:20 left")]
    [InlineData(100, 100, true, 5, 0, "100 of 100 keys, 5/s, 0:00 left")]
    public void Figures_say_how_far_it_is_and_how_long_it_takes(int done, int listed, bool all, double rate, int throttled, string text) =>
        new SweepFigures(done, listed, all, rate, throttled).ToString().ShouldBe(text);

    // Sweeps until the text is shown; one call in us-east-1 takes longer than that.
    private static async Task<string> SweepAsync(Screen screen, string shown)
    {
        await using var sandbox = await AwsSandbox.StartAsync(new()
        {
            Faults = new() { Rules = [new() { Kind = FaultKind.Slow, Region = "us-east-1", Operation = "GetKeyRotationStatus", DelayMilliseconds = 60_000 }] },
        });
        var account = new SandboxOptions().Accounts[0];
        sandbox.Kms.Seed(account, "us-east-1", new());
        sandbox.Kms.Seed(account, "us-east-1", new() { KeySpec = "RSA_2048" });
        sandbox.Kms.Seed(account, "us-east-1", new() { KeySpec = "HMAC_256" });
        sandbox.Kms.Seed(account, "eu-west-1", new());
        using var error = new SharedText { NewLine = "\n" };
        using var regions = new KmsRegions(
            new() { Region = "us-east-1", EndpointUrl = sandbox.Endpoint.AbsoluteUri, Credentials = new BasicAWSCredentials("test", "test"), AttemptTimeout = TimeSpan.FromMinutes(2) }, 100);
        using var giveUp = new CancellationTokenSource();
        var progress = new SweepProgress(new() { Output = TextWriter.Null, Error = error, ErrorScreen = screen }, TimeSpan.FromMilliseconds(100));

        var sweeping = progress.ShowAsync(new Sweep(regions, TimeProvider.System, begun: progress.Add)
            .RunAsync(new([], ["us-east-1", "eu-west-1"]), new(), CancellationToken.None, giveUp.Token));
        while (!Regex.IsMatch(Regex.Replace(error.ToString(), Escapes, ""), shown))
        {
            sweeping.IsCompleted.ShouldBeFalse(error.ToString());
            await Task.Delay(50);
        }

        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(sweeping);
        return error.ToString();
    }
}
