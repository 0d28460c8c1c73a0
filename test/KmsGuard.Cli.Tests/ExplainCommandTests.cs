using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Cli.Tests;

public sealed class ExplainCommandTests : CommandTest
{
    public static TheoryData<string, KeySeed, string, string[]> Kinds => new()
    {
        { "no rotation", new() { Aliases = ["alias/orders"] }, "", ["FAIL rotates often enough", "rotation-off", "would plan EnableKeyRotation with a period of 365 days, and do it with --rotation enforce: rotation-off (rotation is off)."] },
        { "no rotation, exempt", new() { Aliases = ["alias/orders"] }, "--exempt-alias ord*", ["exempt-alias: alias/orders", "as exempt"] },
        { "rotating", new() { RotationPeriodInDays = 365 }, "", ["pass rotates often enough", "as compliant"] },
        { "rotating, more often wanted", new() { RotationPeriodInDays = 365 }, "--rotation-period-days 90", ["rotation-period-too-long"] },
        { "RSA", new() { KeySpec = "RSA_2048" }, "", ["FAIL can rotate", "asymmetric", "as ineligible"] },
        { "disabled", new() { KeyState = "Disabled", GranteePrincipals = ["arn:aws:iam::111122223333:role/etl"] }, "", ["not-marked", "has-grants", "recently-used", "with --deletion enforce set the tag kmsguard:disabled-since", "1 grant, held by arn:aws:iam::111122223333:role/etl"] },
        { "disabled, nothing asked", new() { KeyState = "Disabled" }, "--disabled-days 0 --idle-days 0 --deletion enforce", ["pass no grants", "would call ScheduleKeyDeletion with a waiting period of 30 days, unless more than 10 deletions are due in us-east-1: every check passed."] },
        { "pending deletion", new() { KeyState = "PendingDeletion" }, "", ["does not apply, the key is PendingDeletion", "as ineligible: pending-deletion", "30 days left", "rotation is off while its deletion is pending", "To keep the key: kmsguard rollback arn:aws:kms:us-east-1:"] },
        { "held by a mistyped tag", new() { KeyState = "Disabled", Tags = new Dictionary<string, string> { ["kmsguard:exmpt"] = "legal" } }, "", ["Warning: tag 'kmsguard:exmpt' is not one that KmsGuard knows; did you mean kmsguard:exempt?", "as exempt: exempt-tag"] },
        { "rules that are off", new(), "--rotation off", ["Rotation, off", "would leave it alone: the rotation rule is off."] },
        { "multi-Region primary", new() { MultiRegion = true }, "", ["multi-Region primary without replicas"] },
        { "AWS managed", new() { KeyManager = "AWS", Aliases = ["alias/aws/s3"] }, "", ["managed by AWS, Enabled", "would leave it alone: AWS manages it."] },
        { "hostile", new() { Aliases = ["alias/x"], Description = "\e[31m[red]all is well[/]\u202e" }, "", ["[red]all is well[/]"] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_check_is_shown_with_its_evidence_and_nothing_is_written(string kind, KeySeed seed, string options, string[] expected)
    {
        var arn = Fixture.Seed("us-east-1", seed with { LastUsedAt = seed.KeyState == "Disabled" ? Fixture.Sandbox.Clock.GetUtcNow() : null });

        var answer = await Fixture.RunAsync(["explain", arn, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        answer.ExitCode.ShouldBe(0, kind + answer.Error);
        foreach (var text in expected)
        {
            System.Text.RegularExpressions.Regex.Replace(answer.Output, " +", " ").ShouldContain(text, Case.Sensitive, kind);
        }

        answer.Output.ShouldNotContain("\e");
        Fixture.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_says_what_a_sweep_then_does()
    {
        var arn = Fixture.SeedUnused();
        string[] options = ["--disabled-days", "0", "--idle-days", "90", "--deletion", "enforce"];

        var explained = await Fixture.RunAsync(["explain", arn.Split('/')[1], .. options]);
        var swept = await Fixture.RunAsync(["sweep", "--output", "json", .. options]);

        explained.Output.ShouldContain("would call ScheduleKeyDeletion");
        swept.Json.GetProperty("keys")[0].GetProperty("action").GetString().ShouldBe("ScheduleKeyDeletion");
    }

    [Fact]
    public async Task A_multi_Region_set_is_explained_from_both_sides()
    {
        var primary = Fixture.Seed("us-east-1", new() { MultiRegion = true, KeyState = "Disabled" });
        var replica = Fixture.Seed("eu-west-1", new() { ReplicaOf = primary });

        var (first, second) = (await Fixture.RunAsync("explain", primary), await Fixture.RunAsync("explain", replica));

        first.Output.ShouldContain("multi-Region primary, replicas in eu-west-1");
        first.Output.ShouldContain("has-replicas: replicas in eu-west-1");
        second.Output.ShouldContain($"multi-region-replica (replica of {primary}, which carries the setting: rotation is off)");
    }

    // A use that only --idle-days asks about must not hold a key in the explanation that a sweep would let go.
    [Fact]
    public async Task It_decides_on_no_more_than_a_sweep_reads()
    {
        var now = Fixture.Sandbox.Clock.GetUtcNow();
        var arn = Fixture.SeedUnused(seed: new()
        {
            LastUsedAt = now.AddDays(-2),
            Tags = new Dictionary<string, string> { ["kmsguard:disabled-since"] = $"{now.AddDays(-60):yyyy-MM-dd}" },
        });
        string[] options = ["--idle-days", "0", "--deletion", "enforce"];

        var explained = await Fixture.RunAsync(["explain", arn, .. options]);
        var swept = await Fixture.RunAsync(["sweep", "--output", "json", .. options]);

        explained.Output.ShouldContain("would call ScheduleKeyDeletion");
        swept.Json.GetProperty("keys")[0].GetProperty("action").GetString().ShouldBe("ScheduleKeyDeletion");
    }

    [Theory]
    [InlineData("12345678-1234-1234-1234-123456789012")]
    [InlineData("arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012")]
    public async Task An_unknown_key_is_refused(string key)
    {
        var answer = await Fixture.RunAsync("explain", key);

        answer.ShouldBeRefused().ShouldContain(key);
    }

    [Fact]
    public async Task A_key_that_may_not_be_read_is_trouble()
    {
        var arn = Fixture.Seed("us-east-1", new() { Policy = """{"Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:*"}]}""" });

        var answer = await Fixture.RunAsync("explain", arn);

        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("AccessDenied");
    }
}
