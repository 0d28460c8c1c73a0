using System.Text.RegularExpressions;
using KmsGuard.EndToEnd.Tests.Infra.Organization;
using KmsGuard.Sandbox;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>A night over an organization: the definition carried out, with the published sweep behind it.</summary>
[Collection(PublishedFunctionTests.Name)]
public sealed class OrganizationSweepTests(PublishedFunction published, Jsonata jsonata) : IClassFixture<Jsonata>
{
    private const string Home = OrganizationScene.Home, Member = "222233334444", Closed = "333344445555", Crashing = "444455556666", Large = "555566667777";

    private static readonly string[] Accounts = [Home, Member, Closed, Crashing, Large], Regions = ["us-east-1", "us-west-2", "eu-west-1"];

    [JsonataFact]
    public async Task Every_account_and_Region_is_swept_once_and_one_notice_tells_of_all()
    {
        var sandbox = await AwsSandbox.StartAsync(new() { Accounts = Accounts });
        await using var lambda = await SweepLambda.StartAsync(published, sandbox);
        await using var scene = OrganizationScene.Of(jsonata, sandbox, lambda.InvokeAsync);
        scene.Pages = [[Home, Member], [], [Closed, "-666677778888", Crashing, Large]];
        sandbox.Sts.DenyAssume($"arn:aws:iam::{Closed}:role/{OrganizationScene.MemberRole}");
        (lambda.Crashing, lambda.Slow) = ((Crashing, "us-west-2"), (Large, "eu-west-1"));
        var lost = Plant(sandbox);

        var night = await scene.RunAsync();

        night.Error.ShouldBeNull();
        // What was planted: 24 keys; two to rotate, one to delete, one that is lost soon, and twenty too many.
        night.Output!.ToJsonString().ShouldBe(
            """{"severity":"HIGH","totals":{"accounts":5,"regions":11,"listed":24,"changed":3,"deletions":1,"pending":2,"lastChance":1,"regionsFailed":4,"stopped":20,"accountsFailed":2}}""");
        Began(scene).ShouldBe(from account in Accounts from region in Regions select $"{account} {region}", ignoreOrder: true);
        scene.Payloads.ShouldAllBe(payload => (string)payload["notice"]! == "none");
        scene.Payloads.Where(payload => payload["next"] is null).ShouldAllBe(payload => (string)payload["run"]! == "night");
        scene.Payloads.Count(payload => payload["next"] is not null).ShouldBeGreaterThanOrEqualTo(2, "the large Region needs three slices at least");
        scene.Objects.Keys.Order().ShouldBe(Accounts.Select(account => $"runs/night/{account}.json"));
        ((int)scene.Objects[$"runs/night/{Large}.json"]["regions"]![2]!["slices"]!).ShouldBeGreaterThanOrEqualTo(3);
        Writes(sandbox).ShouldBe(
            [$"{Home} us-east-1 EnableKeyRotation", $"{Crashing} us-east-1 EnableKeyRotation", $"{Member} us-east-1 ScheduleKeyDeletion"], ignoreOrder: true);

        var notice = sandbox.Sns.Messages.ShouldHaveSingleItem();
        notice.Subject.ShouldBe("[HIGH] KmsGuard sweep of the organization: 1 key to be deleted within 7 days, 2 accounts failed");
        notice.Attributes.ToDictionary(one => one.Key, one => one.Value.Value).ShouldBe(
            new Dictionary<string, string> { ["kind"] = "sweep", ["event"] = "organization-sweep", ["severity"] = "HIGH" }, ignoreOrder: true);
        // The sandbox quotes the last words of a program; Lambda does not.
        Regex.Replace(notice.Message, "(?<=exit status 137: ).*", "...").ShouldBe($$"""
            This night's sweep of the organization: 1 key to be deleted within 7 days, 2 accounts failed, 4 Regions failed, 20 due deletions stopped by the breaker, 1 deletion scheduled, rotation set on 2 keys, 2 keys pending deletion in all.
            Begun 2026-11-22T02:15:00.000Z; 5 accounts, 15 Regions, 24 keys.

            To be deleted within 7 days (1)
              {{lost}}, 7 days left at most
            Everything that a key ever encrypted is lost with it. This keeps a key:
              aws lambda invoke --function-name kmsguard-rollback --cli-binary-format raw-in-base64-out --payload '{"keys":["ARN"]}' /dev/stdout

            Accounts that failed, wholly or in part (2)
              {{Closed}}: us-east-1: AssumeRole: AccessDenied: User: arn:aws:sts::111122223333:assumed-role/kmsguard/kmsguard-sweep is not authori
              {{Crashing}}: us-west-2: Runtime.ExitError { errorMessage : Runtime exited with exit status 137: ...

            This takes back what this night scheduled in an account:
              aws lambda invoke --function-name kmsguard-rollback --cli-binary-format raw-in-base64-out --payload '{"run":"night","accounts":["ACCOUNT"],"regions":["all"]}' /dev/stdout

            Each account's result: s3://results/runs/night/
            Execution: {{StateMachine.Arn.Replace("stateMachine", "execution", StringComparison.Ordinal)}}:night
            """, StringCompareShould.IgnoreLineEndings);
    }

    [JsonataTheory]
    [InlineData("due", 0)]
    [InlineData("always", 1)]
    public async Task A_night_without_anything_to_tell_sends_a_notice_only_where_one_is_always_wanted(string notice, int notices)
    {
        var sandbox = await AwsSandbox.StartAsync(new() { Accounts = [Home, Member] });
        await using var lambda = await SweepLambda.StartAsync(published, sandbox);
        await using var scene = OrganizationScene.Of(jsonata, sandbox, lambda.InvokeAsync);
        scene.Pages = [[Home, Member]];
        scene.Values["Notice"] = notice;
        // All Regions of an account in one invocation.
        scene.Values["RegionsPerInvocation"] = "50";
        sandbox.Kms.Seed(Member, "us-east-1", new() { RotationPeriodInDays = 365 });

        var night = await scene.RunAsync();

        night.Output!.ToJsonString().ShouldBe("""{"severity":"INFO","totals":{"accounts":2,"regions":6,"listed":1,"accountsFailed":0}}""");
        scene.Payloads.Count.ShouldBe(2);
        sandbox.Sns.Messages.Count.ShouldBe(notices);
        sandbox.Sns.Messages.ShouldAllBe(one => one.Subject == "[INFO] KmsGuard sweep of the organization: nothing changed, and nothing is due");
    }

    // The ARN of the one that is lost soon.
    private static string Plant(AwsSandbox sandbox)
    {
        var longAgo = sandbox.Clock.GetUtcNow().AddDays(-100);
        sandbox.Kms.Seed(Home, "us-east-1", new());
        sandbox.Kms.Seed(Member, "us-east-1", new() { KeyState = "Disabled", CreatedAt = longAgo, Aliases = ["alias/old"] });
        sandbox.Kms.Seed(Crashing, "us-east-1", new());
        for (var i = 0; i < 20; i++)
        {
            sandbox.Kms.Seed(Large, "eu-west-1", new() { KeyState = "Disabled", CreatedAt = longAgo });
        }

        return sandbox.Kms.Seed(Member, "eu-west-1", new() { KeyState = "PendingDeletion", PendingWindowInDays = 7 });
    }

    // What the notice says happened is what KMS was asked for, in the accounts themselves.
    private static IEnumerable<string> Writes(AwsSandbox sandbox) => sandbox.Calls.Snapshot()
        .Where(call => call is { Service: "kms", ErrorCode: null, Operation: "EnableKeyRotation" or "ScheduleKeyDeletion" })
        .Select(call => $"{call.Account} {call.Region} {call.Operation}");

    private static IEnumerable<string> Began(OrganizationScene scene) =>
        from payload in scene.Payloads
        where payload["accounts"] is not null
        from region in payload["regions"]!.AsArray()
        select $"{payload["accounts"]![0]} {region}";
}
