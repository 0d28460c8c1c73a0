namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary><c>infra/guardrails/key.yaml</c>, the key as it should be.</summary>
public sealed class GuardrailKeyTests
{
    private const string Administrator = "arn:aws:iam::111122223333:role/keys", User = "arn:aws:iam::111122223333:role/orders";

    private readonly Stack.Resource key = Stack.Of(
        "guardrails/key.yaml", ("Alias", "alias/orders"), ("Purpose", "Orders"), ("Administrators", Administrator), ("Users", User)).Resources["Key"];

    [Fact]
    public void It_rotates_waits_thirty_days_and_outlives_its_stack()
    {
        key["EnableKeyRotation"].ShouldBe("true");
        key["RotationPeriodInDays"].ShouldBe("365");
        key["PendingWindowInDays"].ShouldBe("30");
        var text = File.ReadAllText(Path.Combine(Guardrail.Folder, "key.yaml"));
        text.ShouldContain("DeletionPolicy: Retain");
        text.ShouldContain("UpdateReplacePolicy: Retain");
    }

    [Theory]
    [InlineData(Administrator, "kms:DisableKey", true)]
    [InlineData(Administrator, "kms:PutKeyPolicy", true)]
    [InlineData(Administrator, "kms:Decrypt", false)]
    [InlineData(Administrator, "kms:GenerateDataKeyWithoutPlaintext", false)]
    [InlineData(Administrator, "kms:CreateGrant", false)]
    [InlineData(User, "kms:Decrypt", true)]
    [InlineData(User, "kms:GenerateDataKey", true)]
    [InlineData(User, "kms:DisableKey", false)]
    [InlineData(User, "kms:PutKeyPolicy", false)]
    [InlineData(User, "kms:CreateGrant", false)]
    public void Who_administers_it_does_not_use_it(string principal, string action, bool admitted) =>
        IamPolicy.Admits(key.Statements("KeyPolicy"), $"AWS:{principal}", action, "*").ShouldBe(admitted);

    [Fact]
    public void A_user_grants_to_services_alone()
    {
        var statements = key.Statements("KeyPolicy");

        IamPolicy.Admits(statements, $"AWS:{User}", "kms:CreateGrant", "*", ("kms:GrantIsForAWSResource", ["true"])).ShouldBeTrue();
        IamPolicy.Admits(statements, $"AWS:{User}", "kms:CreateGrant", "*", ("kms:GrantIsForAWSResource", ["false"])).ShouldBeFalse();
    }

    [Theory]
    [InlineData("7", false)]
    [InlineData("30", true)]
    public void It_is_not_deleted_in_less_than_thirty_days(string window, bool admitted) => IamPolicy.Admits(
        key.Statements("KeyPolicy"), $"AWS:{Administrator}", "kms:ScheduleKeyDeletion", "*",
        ("kms:ScheduleKeyDeletionPendingWindowInDays", [window])).ShouldBe(admitted);
}
