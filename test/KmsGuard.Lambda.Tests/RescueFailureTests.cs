using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Kms;
using KeyState = KmsGuard.Detect.KeyState;

namespace KmsGuard.Lambda.Tests;

/// <summary>A rescue that does not work is told, and tried again at the next event.</summary>
public class RescueFailureTests
{
    public static TheoryData<FaultKind, string, string> Failures => new()
    {
        { FaultKind.Denial, "CancelKeyDeletion", "its deletion could not be cancelled: CancelKeyDeletion: AccessDeniedException" },
        { FaultKind.InternalError, "CancelKeyDeletion", "CancelKeyDeletion: KMSInternalException" },
        { FaultKind.Hang, "CancelKeyDeletion", "no answer within 3 seconds; the deletion may be cancelled or not" },
        { FaultKind.Denial, "DescribeKey", "its state could not be read: DescribeKey: AccessDeniedException" },
        { FaultKind.Denial, "ListResourceTags", "rescues are counted in its tags, and these could not be read: ListResourceTags: AccessDeniedException" },
        { FaultKind.Hang, "DescribeKey", "no answer within 3 seconds" },
        { FaultKind.Hang, "GetCallerIdentity", "no answer within 3 seconds" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_rescue_that_fails_is_told_at_CRITICAL_with_the_command_for_a_person(FaultKind fault, string operation, string why)
    {
        await using var account = await TestAccount.StartAsync();
        account.Retries = 0;
        var arn = account.Plant(new KeySeed());
        await account.Person.ScheduleKeyDeletionAsync(arn, 7);
        var used = await RescueScene.UseAsync(account, arn);
        account.Sandbox.Faults = FaultPlan.Always(fault, operation);
        // What does not hang has the time until what does is given up.
        account.Patience = fault != FaultKind.Hang ? account.Patience : operation == "CancelKeyDeletion" ? 5 : 1;
        using var composition = RescueScene.Compose(account, "on-use");
        var metrics = MetricLines.Of(composition);
        var context = TestAccount.Context();
        // A third of it is for the rescue.
        context.RemainingTime = TimeSpan.FromSeconds(9);

        if (operation == "GetCallerIdentity")
        {
            // STS is asked only where Lambda does not say whose the function is.
            context.InvokedFunctionArn = null;
        }

        await new AlertFunction(composition).HandleAsync(used, context);

        var notice = account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        notice.Subject!.ShouldStartWith("[CRITICAL] KMS Encrypt on a doomed key, NOT RESCUED: ");
        notice.Message.ShouldContain("KmsGuard could NOT rescue this key: a person must act.");
        notice.Message.ShouldContain($"Rescue    failed, by rule on-use: {why}");
        notice.Message.ShouldContain($"aws kms cancel-key-deletion --region {TestAccount.Region} --key-id {arn}");
        metrics.Sum("RescueFailed").ShouldBe(1);
        metrics.Sum("Rescued").ShouldBe(0);
        account.Sandbox.Faults = FaultPlan.None;
        (await RescueScene.StateAsync(account, arn)).ShouldBe(KeyState.PendingDeletion);
    }

    [Fact]
    public async Task A_burst_is_told_once_but_each_of_its_calls_tries_to_rescue_and_success_is_news()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed());
        await account.Person.ScheduleKeyDeletionAsync(arn, 7);
        account.Sandbox.Faults = FaultPlan.Always(FaultKind.Denial, "CancelKeyDeletion");
        using var composition = RescueScene.Compose(account, "on-use");
        var metrics = MetricLines.Of(composition);
        var function = new AlertFunction(composition);

        for (var call = 0; call < 5; call++)
        {
            await function.HandleAsync(await RescueScene.UseAsync(account, arn), TestAccount.Context());
        }

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        metrics.Sum("RescueFailed").ShouldBe(5);
        account.Sandbox.Faults = FaultPlan.None;
        await function.HandleAsync(await RescueScene.UseAsync(account, arn), TestAccount.Context());

        account.Sandbox.Sns.Messages.Count.ShouldBe(2);
        account.Sandbox.Sns.Messages[1].Subject!.ShouldContain(", rescued: ");
        metrics.Sum("Rescued").ShouldBe(1);
    }

    [Fact]
    public async Task A_hold_that_cannot_be_written_is_told_and_does_not_make_an_endless_exchange()
    {
        await using var account = await TestAccount.StartAsync();
        var arn = account.Plant(new KeySeed());
        account.Sandbox.Faults = FaultPlan.Always(FaultKind.Denial, "TagResource");
        using var composition = RescueScene.Compose(account, "unapproved");

        for (var night = 0; night < 6 && (night == 0 || await RescueScene.StateAsync(account, arn) == KeyState.Disabled); night++)
        {
            await new AlertFunction(composition).HandleAsync(await RescueScene.ScheduleAsync(account, account.Person, arn), TestAccount.Context());
        }

        account.Writes().Count(operation => operation == "CancelKeyDeletion").ShouldBe(3);
        account.Sandbox.Sns.Messages.ShouldAllBe(notice => notice.Subject!.StartsWith("[CRITICAL] KMS key deletion scheduled, NOT RESCUED: "));
        account.Sandbox.Sns.Messages[0].Message.ShouldContain("the deletion is cancelled, but TagResource: AccessDeniedException");
        account.Sandbox.Sns.Messages[^1].Message.ShouldContain("Rescue    withheld, by rule unapproved: 3 rescues of this key could not be counted");
    }
}
