using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Lambda.Tests;

[Trait("Proof", "attacks")]
public class AlertBurstTests
{
    private const string App = $"arn:aws:iam::{TestAccount.Id}:role/app";
    private const string Batch = $"arn:aws:iam::{TestAccount.Id}:role/batch";

    [Fact]
    public async Task A_burst_is_one_notice_a_caller_and_hour_and_then_a_count()
    {
        await using var account = await TestAccount.StartAsync();
        var (arn, secret) = await DoomedKeyAsync(account, new KeySeed { Aliases = ["alias/ledger"] });
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);
        var function = new AlertFunction(composition);

        for (var process = 0; process < 20; process++)
        {
            using var app = account.As(App, $"process-{process}");
            for (var call = 0; call < 10; call++)
            {
                await FailToDecryptAsync(app, arn, secret);
                await function.HandleAsync(account.LastEvent, TestAccount.Context());
            }
        }

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Message.ShouldNotContain("more such calls");
        metrics.Sum("Alerts").ShouldBe(1);
        metrics.Sum("LeftOut").ShouldBe(199);

        using var batch = account.As(Batch);
        await FailToDecryptAsync(batch, arn, secret);
        await function.HandleAsync(account.LastEvent, TestAccount.Context());
        account.Sandbox.Sns.Messages.Count.ShouldBe(2);
        account.Sandbox.Sns.Messages[1].Message.ShouldContain("batch");

        account.Sandbox.Clock.Advance(TimeSpan.FromHours(1));
        using var again = account.As(App, "process-20");
        await FailToDecryptAsync(again, arn, secret);
        await function.HandleAsync(account.LastEvent, TestAccount.Context());

        account.Sandbox.Sns.Messages.Count.ShouldBe(3);
        account.Sandbox.Sns.Messages[2].Message.ShouldContain("199 more such calls since the last notice");
        metrics.Sum("Alerts").ShouldBe(3);
        metrics.Sum("LeftOut").ShouldBe(199);
    }

    [Fact]
    public async Task A_burst_on_one_key_hides_no_call_on_another()
    {
        await using var account = await TestAccount.StartAsync();
        var first = await DoomedKeyAsync(account, new KeySeed());
        var second = await DoomedKeyAsync(account, new KeySeed());
        using var composition = account.Compose(FunctionKind.Alert);
        using var app = account.As(App);

        foreach (var (arn, secret) in new[] { first, second, first, second })
        {
            await FailToDecryptAsync(app, arn, secret);
            await new AlertFunction(composition).HandleAsync(account.LastEvent, TestAccount.Context());
        }

        account.Sandbox.Sns.Messages.Select(message => message.Attributes["keyArn"].Value).ShouldBe([first.Arn, second.Arn]);
    }

    [Fact]
    public async Task An_event_that_EventBridge_delivers_ten_times_is_told_once()
    {
        await using var account = await TestAccount.StartAsync();
        await account.Person.DisableKeyAsync(account.Plant(new KeySeed()));
        var disabled = account.LastEvent;
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);

        for (var time = 0; time < 10; time++)
        {
            await new AlertFunction(composition).HandleAsync(disabled, TestAccount.Context());
        }

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        metrics.Sum("Alerts").ShouldBe(1);
        metrics.Sum("LeftOut").ShouldBe(9);
    }

    [Fact]
    public async Task A_call_that_was_counted_is_not_counted_again_when_its_event_comes_again()
    {
        await using var account = await TestAccount.StartAsync();
        var (arn, secret) = await DoomedKeyAsync(account, new KeySeed());
        using var composition = account.Compose(FunctionKind.Alert);
        using var app = account.As(App);
        await FailToDecryptAsync(app, arn, secret);
        await new AlertFunction(composition).HandleAsync(account.LastEvent, TestAccount.Context());
        await FailToDecryptAsync(app, arn, secret);
        for (var time = 0; time < 10; time++)
        {
            await new AlertFunction(composition).HandleAsync(account.LastEvent, TestAccount.Context());
        }

        account.Sandbox.Clock.Advance(TimeSpan.FromHours(1));
        await FailToDecryptAsync(app, arn, secret);
        await new AlertFunction(composition).HandleAsync(account.LastEvent, TestAccount.Context());

        account.Sandbox.Sns.Messages.Count.ShouldBe(2);
        account.Sandbox.Sns.Messages[1].Message.ShouldContain("Also      1 more such call");
    }

    private static async Task<(string Arn, byte[] Secret)> DoomedKeyAsync(TestAccount account, KeySeed seed)
    {
        var arn = account.Plant(seed);
        var encrypted = await account.Person.EncryptAsync(new EncryptRequest { KeyId = arn, Plaintext = new MemoryStream([1, 2, 3]) });
        await account.Person.ScheduleKeyDeletionAsync(arn, 7);
        return (arn, encrypted.CiphertextBlob.ToArray());
    }

    private static async Task FailToDecryptAsync(AmazonKeyManagementServiceClient caller, string arn, byte[] secret) =>
        await Should.ThrowAsync<KMSInvalidStateException>(
            () => caller.DecryptAsync(new DecryptRequest { KeyId = arn, CiphertextBlob = new MemoryStream(secret) }));
}
