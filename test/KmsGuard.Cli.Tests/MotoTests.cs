using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using KmsGuard.Testing;

namespace KmsGuard.Cli.Tests;

/// <summary>The command line against an emulator that others wrote.</summary>
[Collection(MotoCollection.Name)]
public sealed class MotoTests(MotoServer moto)
{
    [MotoFact]
    public async Task A_sweep_schedules_and_a_rollback_takes_back()
    {
        var endpoint = await moto.EndpointAsync();
        // Moto keeps its Regions apart, so a Region that no other test uses is a fresh start.
        using var kms = new AmazonKeyManagementServiceClient(
            new BasicAWSCredentials("test", "test"),
            new AmazonKeyManagementServiceConfig { ServiceURL = endpoint.AbsoluteUri, AuthenticationRegion = "eu-north-1" });
        var rotating = (await kms.CreateKeyAsync(new CreateKeyRequest())).KeyMetadata;
        var unused = (await kms.CreateKeyAsync(new CreateKeyRequest())).KeyMetadata;
        await kms.DisableKeyAsync(unused.KeyId);
        string[] sweep =
        [
            "sweep", "--rotation", "enforce", "--deletion", "enforce", "--disabled-days", "0", "--idle-days", "0", "--window-days", "7",
            "--output", "json", "--region", "eu-north-1",
        ];

        var swept = await CommandFixture.RunAtAsync(endpoint, "", sweep);

        swept.ExitCode.ShouldBe(0, swept.Error + swept.Output);
        (await kms.GetKeyRotationStatusAsync(rotating.KeyId)).KeyRotationEnabled.ShouldBe(true);
        (await kms.DescribeKeyAsync(unused.KeyId)).KeyMetadata.KeyState.ShouldBe(KeyState.PendingDeletion);
        Outcomes(swept).ShouldBe([(rotating.Arn, "changed"), (unused.Arn, "changed")], ignoreOrder: true);

        var run = swept.Json.GetProperty("runId").GetString()!;
        var restored = await CommandFixture.RunAtAsync(endpoint, "", "rollback", "--run", run, "--region", "eu-north-1", "--output", "json");

        restored.ExitCode.ShouldBe(0, restored.Error + restored.Output);
        Outcomes(restored).ShouldBe([(unused.Arn, "restored")]);
        (await kms.DescribeKeyAsync(unused.KeyId)).KeyMetadata.KeyState.ShouldBe(KeyState.Disabled);

        var next = await CommandFixture.RunAtAsync(endpoint, "", sweep);

        Outcomes(next).ShouldBe([(rotating.Arn, "compliant"), (unused.Arn, "held")], ignoreOrder: true);
    }

    private static IEnumerable<(string?, string?)> Outcomes(Answer answer) =>
        answer.Json.GetProperty("keys").EnumerateArray().Select(key => (key.GetProperty("arn").GetString(), key.GetProperty("outcome").GetString()));
}
