using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.EndToEnd.Tests;

/// <summary>What other accounts and Regions forward to the home Region's bus: the function goes where the key is.</summary>
[Trait("Proof", "attacks")]
[Collection(PublishedFunctionTests.Name)]
public class MemberAlertTests(PublishedFunction published)
{
    private const string Member = "444455556666", Elsewhere = "eu-west-1";
    private const string RoleName = "kmsguard-member-alert";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task A_key_of_another_account_and_Region_is_read_and_marked_through_the_member_role()
    {
        await using var scene = await Scene.StartAsync(published);

        var notice = await scene.DisableAsync();

        notice.Subject!.ShouldContain($"alias/ledger in {Member} {Elsewhere}");
        notice.Message.ShouldNotContain("could not be read");
        notice.Attributes["account"].Value.ShouldBe(Member);
        notice.Attributes["region"].Value.ShouldBe(Elsewhere);
        scene.Sandbox.Calls.Snapshot().Where(call => call.Service == "kms" && call.Operation != "DisableKey")
            .ShouldAllBe(call => call.Region == Elsewhere && call.CallerArn.Contains($"::{Member}:assumed-role/{RoleName}/", StringComparison.Ordinal));
        (await scene.Person.ListResourceTagsAsync(new ListResourceTagsRequest { KeyId = scene.Key })).Tags
            .ShouldHaveSingleItem().TagKey.ShouldBe("kmsguard:disabled-since");
    }

    [Fact]
    public async Task An_account_that_lets_nobody_in_is_told_of_all_the_same()
    {
        await using var scene = await Scene.StartAsync(published);
        scene.Sandbox.Sts.DenyAssume($"arn:aws:iam::{Member}:role/{RoleName}");

        var notice = await scene.DisableAsync();

        notice.Subject!.ShouldContain($"in {Member} {Elsewhere}");
        notice.Message.ShouldMatch("State +could not be read: .*AccessDenied");
        notice.Message.ShouldContain($"aws kms enable-key --region {Elsewhere} --key-id {scene.Key}");
    }

    private sealed class Scene : IAsyncDisposable
    {
        private Scene(AwsSandbox sandbox, RunningFunction function)
        {
            Sandbox = sandbox;
            Function = function;
            Key = sandbox.Kms.Seed(Member, Elsewhere, new KeySeed { Aliases = ["alias/ledger"] });
            var admin = sandbox.Sts.CreateSession($"arn:aws:iam::{Member}:role/Admin", "somebody");
            Person = new(
                new SessionAWSCredentials(admin.AccessKeyId, admin.SecretAccessKey, admin.SessionToken),
                new AmazonKeyManagementServiceConfig { ServiceURL = sandbox.Endpoint.ToString(), AuthenticationRegion = Elsewhere });
        }

        public AwsSandbox Sandbox { get; }

        public RunningFunction Function { get; }

        public AmazonKeyManagementServiceClient Person { get; }

        public string Key { get; }

        public static async Task<Scene> StartAsync(PublishedFunction published)
        {
            var sandbox = await AwsSandbox.StartAsync(new() { Accounts = [RunningFunction.Account, Member] });
            var function = await RunningFunction.StartAsync(published, sandbox, "alert", $"KMSGUARD_ROLE_NAME={RoleName}");
            function.ListenTo(sandbox);
            return new(sandbox, function);
        }

        public async Task<Sandbox.Sns.SnsMessage> DisableAsync()
        {
            await Person.DisableKeyAsync(Key);
            await Sandbox.Events.IdleAsync().WaitAsync(Patience);
            Sandbox.Events.DeadLetters.ShouldBeEmpty();
            return Sandbox.Sns.Messages.ShouldHaveSingleItem();
        }

        public async ValueTask DisposeAsync()
        {
            Person.Dispose();
            await Function.DisposeAsync();
            await Sandbox.DisposeAsync();
        }
    }
}
