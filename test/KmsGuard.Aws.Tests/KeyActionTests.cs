using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Sandbox;
using KmsGuard.Testing;

namespace KmsGuard.Aws.Tests;

public sealed class KeyActionsOnTheSandboxTests : KeyActionContract
{
    [Theory]
    [MemberData(nameof(Names))]
    public async Task On_the_sandbox(string scenario)
    {
        await using var aws = await AwsSandbox.StartAsync();
        await PlayAsync(scenario, aws.Endpoint);
    }
}

[Collection(MotoCollection.Name)]
public sealed class KeyActionsOnMotoTests(MotoServer moto) : KeyActionContract
{
    [MotoTheory]
    [MemberData(nameof(Names))]
    public async Task On_moto(string scenario) => await PlayAsync(scenario, await moto.EndpointAsync());

    [MotoFact]
    public async Task What_moto_lacks_is_a_failure_and_not_a_crash()
    {
        using var regions = new KmsRegions(On(await moto.EndpointAsync()), 100);
        var kms = await regions.OpenAsync(null, "us-east-1", new Run("run-1"), default);
        var key = new KeyArn("aws", "us-east-1", MotoServer.Account, "00000000-0000-0000-0000-000000000000");

        var failure = (await kms.GetKeyLastUsageAsync(key, default)).Failure.ShouldNotBeNull();

        failure.Kind.ShouldBe(FailureKind.Service);
        failure.Code.ShouldBe("Http500");
    }
}
