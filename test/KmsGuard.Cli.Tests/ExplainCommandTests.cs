using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Cli.Tests;

public sealed class ExplainCommandTests : IAsyncLifetime
{
    private readonly CommandFixture fixture = new();

    public Task InitializeAsync() => fixture.InitializeAsync();

    public async Task DisposeAsync()
    {
        await fixture.DisposeAsync();
        fixture.Dispose();
    }

    public static TheoryData<string, KeySeed, string, string[]> Kinds => new()
    {
        { "no rotation", new() { Aliases = ["alias/orders"] }, "", ["FAIL rotates often enough", "rotation-off", "would call EnableKeyRotation, if its mode were enforce"] },
        { "no rotation, exempt", new() { Aliases = ["alias/orders"] }, "--exempt-alias ord*", ["exempt-alias: alias/orders", "as exempt"] },
        { "rotating", new() { RotationPeriodInDays = 365 }, "", ["pass rotates often enough", "as compliant"] },
        { "rotating, more often wanted", new() { RotationPeriodInDays = 365 }, "--rotation-period-days 90", ["rotation-period-too-long"] },
        { "RSA", new() { KeySpec = "RSA_2048" }, "", ["FAIL can rotate", "asymmetric", "as ineligible"] },
        { "disabled", new() { KeyState = "Disabled", GranteePrincipals = ["arn:aws:iam::111122223333:role/etl"] }, "", ["not-marked", "has-grants", "recently-used", "With enforce it would set the tag kmsguard:disabled-since"] },
        { "disabled, nothing asked", new() { KeyState = "Disabled" }, "--disabled-days 0 --idle-days 0 --deletion enforce", ["pass no grants", "would call ScheduleKeyDeletion:"] },
        { "pending deletion", new() { KeyState = "PendingDeletion" }, "", ["does not apply, the key is PendingDeletion", "as ineligible: pending-deletion", "30 days left"] },
        { "AWS managed", new() { KeyManager = "AWS", Aliases = ["alias/aws/s3"] }, "", ["would leave it alone: aws-managed"] },
        { "hostile", new() { Aliases = ["alias/x"], Description = "\e[31m[red]all is well[/]\u202e" }, "", ["[red]all is well[/]"] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Every_check_is_shown_with_its_evidence_and_nothing_is_written(string kind, KeySeed seed, string options, string[] expected)
    {
        var arn = fixture.Seed("us-east-1", seed with { LastUsedAt = seed.KeyState == "Disabled" ? fixture.Sandbox.Clock.GetUtcNow() : null });

        var answer = await fixture.RunAsync(["explain", arn, .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        answer.ExitCode.ShouldBe(0, kind + answer.Error);
        foreach (var text in expected)
        {
            System.Text.RegularExpressions.Regex.Replace(answer.Output, " +", " ").ShouldContain(text, Case.Sensitive, kind);
        }

        answer.Output.ShouldNotContain("\e");
        fixture.Writes().ShouldBeEmpty();
    }

    [Fact]
    public async Task It_says_what_a_sweep_then_does()
    {
        var arn = fixture.SeedUnused();
        string[] options = ["--disabled-days", "0", "--idle-days", "90", "--deletion", "enforce"];

        var explained = await fixture.RunAsync(["explain", arn.Split('/')[1], .. options]);
        var swept = await fixture.RunAsync(["sweep", "--output", "json", .. options]);

        explained.Output.ShouldContain("would call ScheduleKeyDeletion");
        swept.Json.GetProperty("keys")[0].GetProperty("action").GetString().ShouldBe("ScheduleKeyDeletion");
    }

    [Theory]
    [InlineData("12345678-1234-1234-1234-123456789012")]
    [InlineData("arn:aws:kms:eu-west-1:111122223333:key/12345678-1234-1234-1234-123456789012")]
    public async Task An_unknown_key_is_refused(string key)
    {
        var answer = await fixture.RunAsync("explain", key);

        answer.ShouldBeRefused().ShouldContain(key);
    }

    [Fact]
    public async Task A_key_that_may_not_be_read_is_trouble()
    {
        var arn = fixture.Seed("us-east-1", new() { Policy = """{"Statement":[{"Effect":"Deny","Principal":"*","Action":"kms:*"}]}""" });

        var answer = await fixture.RunAsync("explain", arn);

        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("AccessDenied");
    }
}
