using KmsGuard.Aws;

namespace KmsGuard.Lambda.Tests;

public class CompositionTests
{
    private static readonly AwsSettings Somewhere = new()
    {
        Region = "us-east-1",
        Credentials = new Amazon.Runtime.BasicAWSCredentials("AKIAPERSON", "secret"),
    };

    public static TheoryData<FunctionKind?, string[], string[]> BadSettings => new()
    {
        { FunctionKind.Alert, [], ["KMSGUARD_TOPIC_ARN is ''; it must be the ARN of an SNS topic"] },
        { FunctionKind.Alert, ["TOPIC_ARN=alerts"], ["KMSGUARD_TOPIC_ARN is 'alerts'"] },
        { FunctionKind.Sweep, ["WINDOW_DAYS=5"], ["KMSGUARD_WINDOW_DAYS is '5'; it must be a whole number from 7 to 30"] },
        { FunctionKind.Rollback, ["REGIONS=us-east-1,mars-north-1"], ["KMSGUARD_REGIONS is 'mars-north-1'"] },
        { null, ["FUNCTION=alarm"], ["KMSGUARD_FUNCTION is 'alarm'; it must be one of alert, sweep, rollback."] },
        { null, [], ["KMSGUARD_FUNCTION is ''"] },
        {
            null,
            ["FUNCTION=x", "WINDOW_DAYS=31", "ROTATION=on", "DELETION=yes", "QUOTA_SHARE=0", "ACCOUNTS=12", "MESSAGE_FORMAT=xml", "IDLE_DAYS=-1"],
            [
                "KMSGUARD_FUNCTION", "KMSGUARD_WINDOW_DAYS", "KMSGUARD_ROTATION", "KMSGUARD_DELETION", "KMSGUARD_QUOTA_SHARE",
                "KMSGUARD_ACCOUNTS", "KMSGUARD_ROLE_NAME", "KMSGUARD_MESSAGE_FORMAT", "KMSGUARD_IDLE_DAYS",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(BadSettings))]
    public void Bad_settings_stop_the_start_with_one_line_that_names_them_all(FunctionKind? function, string[] variables, string[] named)
    {
        var refusal = Should.Throw<SettingsException>(
            () => Composition.Of(function, TestAccount.Variables(variables), Somewhere));

        foreach (var part in named)
        {
            refusal.Message.ShouldContain(part);
        }

        refusal.Message.ShouldStartWith("KmsGuard cannot start. ");
        refusal.ToString().ShouldBe(refusal.Message);
        refusal.Message.ShouldNotContain('\n');
    }

    [Fact]
    public void What_the_SDK_cannot_find_is_named_beside_the_settings()
    {
        var lost = Somewhere with { Region = "nowhere" };

        Should.Throw<SettingsException>(() => Composition.Of(FunctionKind.Sweep, TestAccount.Variables("WINDOW_DAYS=5"), lost))
            .Message.ShouldSatisfyAllConditions(
                message => message.ShouldContain("KMSGUARD_WINDOW_DAYS"),
                message => message.ShouldContain("'nowhere' is not the name of an AWS Region"));
    }

    [Fact]
    public void A_sweep_needs_no_topic()
    {
        using var composition = Composition.Of(FunctionKind.Sweep, TestAccount.Variables(), Somewhere);

        composition.Sink.ShouldBeNull();
    }
}
