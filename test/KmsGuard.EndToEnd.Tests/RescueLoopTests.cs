using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.EndToEnd.Tests;

/// <summary>Person, event, rule, published function, rescue, and the events that the rescue itself gives rise to.</summary>
[Collection(PublishedFunctionTests.Name)]
public class RescueLoopTests(PublishedFunction published)
{
    private const string Region = "us-east-1";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_stranger_s_deletion_is_cancelled_and_told_and_what_that_causes_causes_nothing_more()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var arn = sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed { Aliases = ["alias/ledger"] });
        await using var function = await StartAsync(sandbox);
        using var person = Person.In(sandbox);

        await person.ScheduleKeyDeletionAsync(arn, 7);
        await sandbox.Events.IdleAsync().WaitAsync(Patience);

        Writes(sandbox).ShouldBe(["CancelKeyDeletion", "TagResource"]);
        sandbox.Sns.Messages.Select(notice => notice.Subject).ShouldBe(
        [
            $"[CRITICAL] KMS key deletion scheduled, rescued: alias/ledger in {RunningFunction.Account} {Region}",
            $"[INFO] KMS key deletion cancelled by KmsGuard: alias/ledger in {RunningFunction.Account} {Region}",
        ]);
        sandbox.Sns.Messages[0].Message.ShouldContain("by rule unapproved");
        sandbox.Sns.Messages[0].Message.ShouldContain($"kmsguard release {arn} --reason TEXT");
        (await person.DescribeKeyAsync(arn)).KeyMetadata.KeyState.ShouldBe(KeyState.Disabled);
        (await HoldAsync(person, arn)).ShouldEndWith($"by kmsguard rescue 1: unapproved ScheduleKeyDeletion by arn:aws:iam::{RunningFunction.Account}:user/sandbox");

        var emitted = sandbox.Events.Emitted.ToList();
        foreach (var again in emitted.Concat(emitted))
        {
            (await function.InvokeAsync(again.Json)).Error.ShouldBeNull();
        }

        await sandbox.Events.IdleAsync().WaitAsync(Patience);
        Writes(sandbox).Count.ShouldBe(2);
        sandbox.Events.Emitted.Count.ShouldBe(emitted.Count);
        sandbox.Events.DeadLetters.ShouldBeEmpty();
    }

    [Fact]
    public async Task Use_of_a_key_that_KmsGuard_itself_would_delete_keeps_it()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var arn = sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed { KeyState = "PendingDeletion", PendingWindowInDays = 7 });
        // The rescue waits for the calls: after it, the key is disabled, and they would fail in another way.
        var called = new TaskCompletionSource();
        await using var function = await StartAsync(sandbox, called.Task);
        using var person = Person.In(sandbox);

        for (var call = 0; call < 3; call++)
        {
            await Should.ThrowAsync<KMSInvalidStateException>(() => person.GenerateDataKeyAsync(new GenerateDataKeyRequest { KeyId = arn, KeySpec = "AES_256" }));
        }

        called.SetResult();
        await sandbox.Events.IdleAsync().WaitAsync(Patience);

        Writes(sandbox).Take(2).ShouldBe(["CancelKeyDeletion", "TagResource"]);
        Writes(sandbox).Count(operation => operation == "CancelKeyDeletion").ShouldBe(1);
        (await HoldAsync(person, arn)).ShouldContain("by kmsguard rescue 1: on-use GenerateDataKey by ");
        sandbox.Sns.Messages[0].Subject!.ShouldStartWith("[CRITICAL] KMS GenerateDataKey on a doomed key, rescued: ");
        sandbox.Events.DeadLetters.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_scheduler_that_answers_every_rescue_ends_the_exchange_and_a_person_is_told()
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var arn = sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed());
        await using var function = await StartAsync(sandbox);
        using var person = Person.In(sandbox);

        // It schedules whenever it finds the key without a deletion, for as long as anything changes.
        var scheduled = 0;
        while (scheduled < 20 && (await person.DescribeKeyAsync(arn)).KeyMetadata.KeyState != KeyState.PendingDeletion)
        {
            await person.ScheduleKeyDeletionAsync(arn, 7);
            scheduled++;
            await sandbox.Events.IdleAsync().WaitAsync(Patience);
            // The hold tag has whole seconds.
            sandbox.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        scheduled.ShouldBe(4);
        Writes(sandbox).Count(operation => operation == "CancelKeyDeletion").ShouldBe(3);
        (await person.DescribeKeyAsync(arn)).KeyMetadata.KeyState.ShouldBe(KeyState.PendingDeletion);
        (await HoldAsync(person, arn)).ShouldContain("by kmsguard rescue 3: ");
        var last = sandbox.Sns.Messages[^1];
        last.Subject!.ShouldStartWith("[CRITICAL] KMS key deletion scheduled, NOT RESCUED: ");
        last.Message.ShouldContain("days left");
        last.Message.ShouldContain($"aws kms cancel-key-deletion --region {Region} --key-id {arn}");
        sandbox.Events.DeadLetters.ShouldBeEmpty();
    }

    private async Task<RunningFunction> StartAsync(AwsSandbox sandbox, Task? listeningFrom = null)
    {
        var function = await RunningFunction.StartAsync(
            published, sandbox, "alert",
            "KMSGUARD_RESCUE=both", $"KMSGUARD_APPROVED_PRINCIPALS=arn:aws:iam::{RunningFunction.Account}:role/KeyAdmin", $"KMSGUARD_OWN_ROLES={RunningFunction.Role}");
        function.ListenTo(sandbox, listeningFrom);
        return function;
    }

    // What the function has changed.
    private static List<string> Writes(AwsSandbox sandbox) =>
    [
        .. sandbox.Calls.Snapshot()
            .Where(call => call.Service == "kms" && call.CallerArn.Contains(":assumed-role/kmsguard/", StringComparison.Ordinal))
            .Select(call => call.Operation)
            .Where(operation => !operation.StartsWith("List", StringComparison.Ordinal)
                && !operation.StartsWith("Get", StringComparison.Ordinal)
                && !operation.StartsWith("Describe", StringComparison.Ordinal)),
    ];

    private static async Task<string> HoldAsync(AmazonKeyManagementServiceClient person, string arn) =>
        (await person.ListResourceTagsAsync(new ListResourceTagsRequest { KeyId = arn })).Tags.Single(tag => tag.TagKey == "kmsguard:hold").TagValue;
}
