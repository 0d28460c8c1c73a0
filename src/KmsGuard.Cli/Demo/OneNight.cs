using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Demo;

/// <summary>The story of one night, and of the month after it. Everything in it happens: real SDK calls over HTTP to the sandbox.</summary>
internal sealed class OneNight(Stage stage, Narrator narrator, CancellationToken stop)
{
    // Any date will do, as long as KMS had been keeping track of usage for long enough by then (since 2026-04-23).
    private static readonly DateTimeOffset Evening = new(2027, 3, 1, 21, 40, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Night = new(2027, 3, 2, 2, 0, 0, TimeSpan.Zero);

    private readonly List<SweepReport> sweeps = [];

    /// <summary>Tells it.</summary>
    /// <returns>The exit code: 1 when something did not come out as told.</returns>
    public static async Task<int> TellAsync(CliHost host, CancellationToken stop)
    {
        await using var stage = await Stage.OpenAsync(Evening, host, stop);
        return await new OneNight(stage, new(host), stop).TellAsync();
    }

    private async Task<int> TellAsync()
    {
        TheAccount();
        await SomebodyDisablesAKeyAsync();
        await SomebodySchedulesADeletionAsync();
        await SomebodyTakesItBackAsync();
        await TheNightlySweepAsync();
        await AMonthLaterAsync();
        await SomebodyStillNeedsAKeyAsync();
        await TheNextSweepAsync();
        return TheLedger();
    }

    private void TheAccount()
    {
        narrator.Say("KmsGuard on an AWS of its own in this process: no account, no configuration, nothing left behind.");
        narrator.Say($"KMS, SNS and STS answer the real AWS SDK on {stage.Sandbox.Endpoint}, and events go by the rules of infra/template.yaml.");
        narrator.Chapter(Evening, $"an account with {stage.Keys.Count} keys");
        foreach (var region in stage.Keys.GroupBy(key => key.Region))
        {
            narrator.Say($"  {region.Key,-10} {region.Count(),2}: {string.Join(", ", region.Select(key => key.Name))}");
        }
    }

    private async Task SomebodyDisablesAKeyAsync()
    {
        At(Evening.AddMinutes(7), "somebody disables a production key");
        narrator.Say("mallory, in a session of the role Developer, disables orders-db. Then an order comes in, and cannot be encrypted.");
        using var mallory = stage.As("Developer", "mallory", DemoAccount.Home);
        await mallory.DisableKeyAsync(new DisableKeyRequest { KeyId = stage.Key("orders-db").Arn }, stop);
        await TryToUseAsync("orders-db", "orders-service");
        var mails = await stage.NewNoticesAsync(stop);
        narrator.Say("Seconds later this is in people's mail:");
        narrator.Mail(mails[0]);
        narrator.Subjects(mails.Skip(1));
    }

    private async Task SomebodySchedulesADeletionAsync()
    {
        At(Evening.AddMinutes(12), "and schedules another one for deletion");
        narrator.Say("ten years of invoices, with the shortest waiting period there is:");
        using var mallory = stage.As("Developer", "mallory", DemoAccount.Home);
        await mallory.ScheduleKeyDeletionAsync(
            new ScheduleKeyDeletionRequest { KeyId = stage.Key("invoices-archive").Arn, PendingWindowInDays = 7 }, stop);
        var mails = await stage.NewNoticesAsync(stop);
        narrator.Mail(mails[0]);
    }

    private async Task SomebodyTakesItBackAsync()
    {
        At(Evening.AddMinutes(25), "alice is on call, and copies a command from the mail");
        await TypeAsync("rollback", stage.Key("orders-db").Arn, stage.Key("invoices-archive").Arn, "--re-enable", "--reason", "nobody had planned this");
        narrator.Subjects(await stage.NewNoticesAsync(stop));
    }

    private async Task TheNightlySweepAsync()
    {
        At(Night, "the nightly sweep");
        narrator.Say("It turns on rotation wherever KMS can rotate, and says why not elsewhere. Of the disabled keys it takes only the one that");
        narrator.Say("is known to be disabled for long enough and was never used; the others are marked, and their quarantine begins.");
        var sweep = await SweepAsync();
        narrator.Console.Write(NightLedger.Keys(sweep, stage, [.. Enum.GetValues<Outcome>().Except([Outcome.Compliant, Outcome.AwsManaged])]));
        narrator.Say($"The other {sweep.Keys.Count(key => key.Outcome is Outcome.Compliant or Outcome.AwsManaged)} rotate already, or are AWS's own.");
        narrator.Subjects(await stage.NewNoticesAsync(stop));
    }

    private async Task AMonthLaterAsync()
    {
        At(Night.AddDays(31), "a month later, another sweep");
        narrator.Say("Meanwhile KMS deleted what nobody had taken back, and imported key material expired. KMS's own events tell of it:");
        narrator.Subjects(await stage.NewNoticesAsync(stop));
        narrator.Say("The quarantine is over. What is proven unused is scheduled, thirty days ahead; what is not is held, with all its reasons.");
        var sweep = await SweepAsync();
        narrator.Console.Write(NightLedger.Keys(sweep, stage, Outcome.Changed, Outcome.Held));
        narrator.Subjects(await stage.NewNoticesAsync(stop));
    }

    private async Task SomebodyStillNeedsAKeyAsync()
    {
        At(Night.AddDays(31).AddHours(7), "somebody still needs one of them");
        narrator.Say("A job that runs twice a year wants old-staging-db. KMS refuses, and that is an alert too:");
        await TryToUseAsync("old-staging-db", "staging-restore");
        narrator.Subjects(await stage.NewNoticesAsync(stop));
        await TypeAsync("rollback", stage.Key("old-staging-db").Arn, "--reason", "the staging team needs it until summer");
        narrator.Subjects(await stage.NewNoticesAsync(stop));
    }

    private async Task TheNextSweepAsync()
    {
        At(Night.AddDays(32), "the next sweep leaves it alone");
        var sweep = await SweepAsync();
        narrator.Console.Write(NightLedger.Keys(sweep, stage, Outcome.Changed, Outcome.Held));
        narrator.Subjects(await stage.NewNoticesAsync(stop));
    }

    private int TheLedger()
    {
        narrator.Chapter(stage.Sandbox.Clock.GetUtcNow(), "the ledger");
        narrator.Console.Write(NightLedger.Numbers(sweeps));
        var claims = NightProof.Of(stage, sweeps);
        foreach (var claim in claims)
        {
            narrator.Say($"  {(claim.Holds ? "so it is:" : "NOT SO:  ")} {claim.Words}");
        }

        return claims.All(claim => claim.Holds) ? ExitCode.Well : ExitCode.Trouble;
    }

    private void At(DateTimeOffset time, string title)
    {
        stage.MoveTo(time);
        narrator.Chapter(time, title);
    }

    private async Task<SweepReport> SweepAsync()
    {
        var sweep = await stage.SweepAsync(stop);
        sweeps.Add(sweep);
        return sweep;
    }

    private async Task TypeAsync(params string[] command) => narrator.Typed("alice", command, await stage.TypeAsync("alice", command, stop));

    private async Task TryToUseAsync(string name, string role)
    {
        using var service = stage.As(role, "i-0123456789abcdef0", DemoAccount.Home);
        try
        {
            using var secret = new MemoryStream([42]);
            await service.EncryptAsync(new EncryptRequest { KeyId = stage.Key(name).Arn, Plaintext = secret }, stop);
        }
        catch (AmazonKeyManagementServiceException)
        {
            // As expected; if it should ever succeed, the missing alert ends the demo as failed.
        }
    }
}
