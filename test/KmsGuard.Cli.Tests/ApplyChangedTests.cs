using Amazon.KeyManagementService;
using Amazon.Runtime;

namespace KmsGuard.Cli.Tests;

/// <summary>What happens to a key between the plan and the apply.</summary>
public sealed class ApplyChangedTests : IAsyncLifetime
{
    private static readonly Dictionary<string, Func<AmazonKeyManagementServiceClient, string, Task>> Happenings = new()
    {
        ["enabled"] = (kms, key) => kms.EnableKeyAsync(key),
        ["held"] = (kms, key) => TagAsync(kms, key, "kmsguard:hold", "by somebody"),
        ["exempt"] = (kms, key) => TagAsync(kms, key, "KmsGuard:Exempt", "yes"),
        ["scheduled"] = (kms, key) => kms.ScheduleKeyDeletionAsync(key, 7),
        ["marked anew"] = (kms, key) => TagAsync(kms, key, "kmsguard:disabled-since", "2999-01-01"),
        ["granted"] = (kms, key) => WhileEnabledAsync(kms, key, () => kms.CreateGrantAsync(
            new() { KeyId = key, GranteePrincipal = "arn:aws:iam::111122223333:role/etl", Operations = ["Decrypt"] })),
        ["used"] = (kms, key) => WhileEnabledAsync(kms, key, () => kms.EncryptAsync(new() { KeyId = key, Plaintext = new([1]) })),
        ["an exempt alias given"] = (kms, key) => kms.CreateAliasAsync("alias/prod-orders", key),
    };

    private readonly PlanFixture fixture = new();

    public static TheoryData<string, string> Changes => new()
    {
        { "enabled", "rotation-off" },
        { "held", "hold-tag" },
        { "exempt", "exempt-tag" },
        { "scheduled", "pending-deletion" },
        { "marked anew", "quarantine" },
        { "granted", "has-grants" },
        { "used", "recently-used" },
        { "an exempt alias given", "exempt-alias" },
    };

    public Task InitializeAsync() => fixture.InitializeAsync();

    public Task DisposeAsync() => fixture.DisposeAsync();

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task A_key_that_has_changed_since_is_left_alone_and_the_others_are_done(string change, string reason)
    {
        var (changed, other) = (fixture.Unused(), fixture.Unused());
        await fixture.PlanAsync("--exempt-alias", "prod-*");
        using (var kms = new AmazonKeyManagementServiceClient(
            new BasicAWSCredentials("test", "test"),
            new AmazonKeyManagementServiceConfig { ServiceURL = fixture.Sandbox.Endpoint.AbsoluteUri, AuthenticationRegion = "us-east-1" }))
        {
            await Happenings[change](kms, changed);
        }

        var served = fixture.Sandbox.Calls.Snapshot().Count;
        var answer = await fixture.ApplyAsync("--output", "json");

        answer.ExitCode.ShouldBe(1);
        fixture.Writes(served).ShouldBe([$"TagResource {other}", $"ScheduleKeyDeletion {other}"]);
        var refused = answer.Json.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("arn").GetString() == changed);
        refused.GetProperty("outcome").GetString().ShouldBe("held");
        var reasons = refused.GetProperty("reasons").EnumerateArray().Select(one => one.GetString()).ToList();
        reasons[0].ShouldBe("state-changed");
        reasons.ShouldContain(reason);
        refused.GetProperty("detail").GetString()!.ShouldStartWith("planned was ScheduleKeyDeletion; now it is ");
    }

    private static async Task TagAsync(AmazonKeyManagementServiceClient kms, string key, string name, string value) =>
        await kms.TagResourceAsync(new() { KeyId = key, Tags = [new() { TagKey = name, TagValue = value }] });

    private static async Task WhileEnabledAsync(AmazonKeyManagementServiceClient kms, string key, Func<Task> act)
    {
        await kms.EnableKeyAsync(key);
        await act();
        await kms.DisableKeyAsync(key);
    }
}
