using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Tests.Wire;

namespace KmsGuard.Sandbox.Tests.Kms;

/// <summary>A served sandbox, and keys of every state and kind in it: planted only where no call leads there.</summary>
public sealed class KeyStage : IAsyncLifetime
{
    private const string Home = "us-east-1";

    private const string West = "us-west-2";

    private readonly Dictionary<string, AmazonKeyManagementServiceClient> clients = [];

    private AwsSandbox? aws;

    public async Task InitializeAsync()
    {
        aws = await AwsSandbox.StartAsync(new() { Quotas = false });
        foreach (var region in (string[])[Home, West])
        {
            clients.Add(region, aws.KmsClient(region: region));
        }
    }

    public async Task DisposeAsync()
    {
        foreach (var client in clients.Values)
        {
            client.Dispose();
        }

        await aws!.DisposeAsync();
    }

    internal IAmazonKeyManagementService Client(StagedKey key) => clients[key.Region];

    /// <summary>A key in that state, of the kind that can be in it and that the operation is meant for.</summary>
    internal Task<StagedKey> InStateAsync(string state, string operation)
    {
        var seed = new KeySeed
        {
            Origin = state switch
            {
                "Unavailable" => "AWS_CLOUDHSM",
                "PendingImport" => "EXTERNAL",
                _ => operation == "DeleteImportedKeyMaterial" ? "EXTERNAL" : "AWS_KMS",
            },
            MultiRegion = state is "PendingReplicaDeletion" or "Creating" or "Updating" || operation == "ReplicateKey",
            KeyState = state is "Disabled" or "PendingDeletion" or "PendingReplicaDeletion" ? "Enabled" : state,
        };
        return state == "Creating" ? ReplicaAsync(seed with { KeyState = "Enabled" }, state) : PlantAsync(Home, seed, state);
    }

    /// <summary>An enabled key of that origin or spec, or a <c>replica</c>.</summary>
    internal Task<StagedKey> OfKindAsync(string kind) => kind switch
    {
        "replica" => ReplicaAsync(new() { MultiRegion = true }, "Enabled"),
        _ when kind.Any(char.IsAsciiDigit) => PlantAsync(Home, new() { KeySpec = kind }, "Enabled"),
        _ => PlantAsync(Home, new() { Origin = kind }, "Enabled"),
    };

    private Task<StagedKey> ReplicaAsync(KeySeed primary, string state) => PlantAsync(
        West, new() { ReplicaOf = aws!.Kms.Seed(KmsBench.Home, Home, primary), KeyState = state }, state);

    private async Task<StagedKey> PlantAsync(string region, KeySeed seed, string state)
    {
        var alias = $"alias/{Guid.NewGuid():n}";
        var arn = aws!.Kms.Seed(KmsBench.Home, region, seed with { Aliases = [alias], GranteePrincipals = [KmsBench.Alice.Arn] });
        var kms = clients[region];
        var grants = await kms.ListGrantsAsync(new() { KeyId = arn });
        var policy = await kms.GetKeyPolicyAsync(new() { KeyId = arn });
        var key = new StagedKey(arn, alias, grants.Grants.Single().GrantId, policy.Policy, await SealAsync(kms, arn, seed));
        switch (state)
        {
            case "Disabled":
                await kms.DisableKeyAsync(arn);
                break;
            case "PendingReplicaDeletion":
                await kms.ReplicateKeyAsync(new() { KeyId = arn, ReplicaRegion = West });
                goto case "PendingDeletion";
            case "PendingDeletion":
                await kms.ScheduleKeyDeletionAsync(new ScheduleKeyDeletionRequest { KeyId = arn });
                break;
        }

        (await kms.DescribeKeyAsync(arn)).KeyMetadata.KeyState.Value.ShouldBe(state);
        return key;
    }

    private static async Task<byte[]> SealAsync(AmazonKeyManagementServiceClient kms, string arn, KeySeed seed) =>
        seed is { KeyState: "Enabled" or "Updating", KeySpec: "SYMMETRIC_DEFAULT" }
            ? (await kms.EncryptAsync(new EncryptRequest { KeyId = arn, Plaintext = new([1, 2, 3]) })).CiphertextBlob.ToArray()
            : [0];
}
