using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KeyState = KmsGuard.Detect.KeyState;

namespace KmsGuard.Aws.Tests;

/// <summary>What each action does to a key and each reading tells of it: the same on the sandbox and on moto.</summary>
public abstract class KeyActionContract
{
    private static readonly Dictionary<string, Func<Scene, Task>> Scenarios = new()
    {
        ["A key is disabled and enabled"] = async scene =>
        {
            await scene.DoAsync(new KeyAction.DisableKey());
            (await scene.DescribeAsync()).State.ShouldBe(KeyState.Disabled);
            await scene.DoAsync(new KeyAction.EnableKey());
            (await scene.DescribeAsync()).State.ShouldBe(KeyState.Enabled);
        },
        ["A deletion is scheduled and cancelled, which leaves the key disabled"] = async scene =>
        {
            await scene.DoAsync(new KeyAction.ScheduleKeyDeletion(9));
            var pending = await scene.DescribeAsync();
            pending.State.ShouldBe(KeyState.PendingDeletion);
            (pending.DeletionDate!.Value - pending.CreatedAt!.Value).TotalDays.ShouldBe(9, 0.1);
            await scene.DoAsync(new KeyAction.CancelKeyDeletion(9));
            var rescued = await scene.DescribeAsync();
            rescued.State.ShouldBe(KeyState.Disabled);
            rescued.DeletionDate.ShouldBeNull();
        },
        ["Rotation is switched on and off"] = async scene =>
        {
            (await scene.Kms.GetKeyRotationStatusAsync(scene.Key, default)).Value!.Enabled.ShouldBeFalse();
            await scene.DoAsync(new KeyAction.EnableKeyRotation(365));
            (await scene.Kms.GetKeyRotationStatusAsync(scene.Key, default)).Value!.Enabled.ShouldBeTrue();
            await scene.DoAsync(new KeyAction.DisableKeyRotation(365));
            (await scene.Kms.GetKeyRotationStatusAsync(scene.Key, default)).Value!.Enabled.ShouldBeFalse();
        },
        ["A tag is set, replaced and taken away"] = async scene =>
        {
            (await scene.TagsAsync()).ShouldBeEmpty();
            await scene.DoAsync(new KeyAction.TagResource(KeyTags.Run, "one"));
            await scene.DoAsync(new KeyAction.TagResource(KeyTags.Hold, "because"));
            await scene.DoAsync(new KeyAction.TagResource(KeyTags.Run, "two", "one"));
            (await scene.TagsAsync()).ShouldBe(
                new Dictionary<string, string> { [KeyTags.Run] = "two", [KeyTags.Hold] = "because" }, ignoreOrder: true);
            await scene.DoAsync(new KeyAction.UntagResource(KeyTags.Run, "two"));
            (await scene.TagsAsync()).ShouldBe(new Dictionary<string, string> { [KeyTags.Hold] = "because" });
        },
        ["A grant is listed"] = async scene =>
        {
            (await scene.Kms.ListGrantsAsync(scene.Key, default)).Value.ShouldNotBeNull().ShouldBeEmpty();
            var principal = $"arn:aws:iam::{scene.Key.Account}:role/app";
            var grant = await scene.Sdk.CreateGrantAsync(
                new CreateGrantRequest { KeyId = scene.Key.ToString(), GranteePrincipal = principal, Operations = ["Decrypt"] });
            var listed = (await scene.Kms.ListGrantsAsync(scene.Key, default)).Value.ShouldNotBeNull().ShouldHaveSingleItem();
            listed.Id.ShouldBe(grant.GrantId);
            listed.Grantee.ShouldBe(principal);
        },
        ["An alias is listed with its key"] = async scene =>
        {
            var name = $"alias/{scene.Key.KeyId}";
            await scene.Sdk.CreateAliasAsync(new CreateAliasRequest { AliasName = name, TargetKeyId = scene.Key.KeyId });
            (await scene.Kms.ListAliasesAsync(scene.Key.KeyId, default)).Value.ShouldBe([name]);
            (await scene.Kms.ListAliasesAsync(default)).Value.ShouldNotBeNull()[scene.Key.KeyId].ShouldBe([name]);
        },
        ["A key is listed and described"] = async scene =>
        {
            (await scene.Kms.ListKeysAsync(null, default).ToListAsync()).SelectMany(page => page.Keys).ShouldContain(scene.Key);
            var key = await scene.DescribeAsync();
            key.Arn.ShouldBe(scene.Key);
            key.Manager.ShouldBe(KeyManager.Customer);
            key.Spec.ShouldBe("SYMMETRIC_DEFAULT");
            key.Origin.ShouldBe("AWS_KMS");
            key.MultiRegion.ShouldBe(MultiRegionKind.None);
            key.Description.ShouldBe("for a test");
        },
        ["A key that does not exist is not found, read or written"] = async scene =>
        {
            var ghost = scene.Key with { KeyId = "00000000-0000-0000-0000-000000000000" };
            (await scene.Kms.DescribeKeyAsync(ghost.KeyId, default)).Failure!.Kind.ShouldBe(FailureKind.NotFound);
            (await scene.Kms.ListResourceTagsAsync(ghost, default)).Failure!.Kind.ShouldBe(FailureKind.NotFound);
            (await scene.Kms.ApplyAsync(ghost, new KeyAction.DisableKey(), default))!.Kind.ShouldBe(FailureKind.NotFound);
        },
    };

    public static TheoryData<string> Names => [.. Scenarios.Keys];

    protected static AwsSettings On(Uri endpoint) => new()
    {
        EndpointUrl = endpoint.ToString(),
        Region = "us-east-1",
        Credentials = new BasicAWSCredentials("test", "test"),
        Retries = 0,
    };

    protected static async Task PlayAsync(string scenario, Uri endpoint)
    {
        var settings = On(endpoint);
        using var sdk = new AmazonKeyManagementServiceClient(
            settings.Credentials,
            new AmazonKeyManagementServiceConfig { ServiceURL = settings.EndpointUrl, AuthenticationRegion = settings.Region });
        var created = await sdk.CreateKeyAsync(new CreateKeyRequest { Description = "for a test" });
        using var regions = new KmsRegions(settings, 100);
        var kms = await regions.OpenAsync(null, "us-east-1", new Run("run-1"), default);
        await Scenarios[scenario](new(sdk, kms, KeyArn.Parse(created.KeyMetadata.Arn)));
    }

    private sealed record Scene(IAmazonKeyManagementService Sdk, IKmsRegion Kms, KeyArn Key)
    {
        public async Task DoAsync(KeyAction action) => (await Kms.ApplyAsync(Key, action, default)).ShouldBeNull();

        public async Task<KeyDescription> DescribeAsync() =>
            (await Kms.DescribeKeyAsync(Key.KeyId, default)).Value.ShouldNotBeNull();

        public async Task<IReadOnlyDictionary<string, string>> TagsAsync() =>
            (await Kms.ListResourceTagsAsync(Key, default)).Value.ShouldNotBeNull();
    }
}
