using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.EndToEnd.Tests.Infra;

public sealed class RolePermissionTests
{
    private const string EveryKey = "arn:${AWS::Partition}:kms:*:${AWS::AccountId}:key/*";

    private readonly Template template = Template.Deployed();

    public static TheoryData<string, IReadOnlyCollection<string>> Declared => new()
    {
        { "AlertRole", Permissions.AlertWithRescue },
        { "SweepRole", Permissions.Sweep },
        { "RollbackRole", Permissions.Rollback },
    };

    [Theory]
    [MemberData(nameof(Declared))]
    public void A_role_allows_what_the_code_declares_and_nothing_else(string role, IReadOnlyCollection<string> declared) =>
        Allowed(role).SelectMany(statement => statement.Actions).Where(IsKms).Distinct().Order().ShouldBe(declared.Order());

    [Fact]
    public void The_alert_s_role_cancels_deletions_and_holds_keys_only_where_it_is_to_rescue()
    {
        var (rescue, always) = (Allowed("AlertRole").Where(statement => statement.OnlyIf == "Rescues").ToList(), Allowed("AlertRole").Where(statement => statement.OnlyIf is null).ToList());

        always.SelectMany(statement => statement.Actions).Where(IsKms).Order().ShouldBe(Permissions.Alert.Order());
        always.SelectMany(statement => statement.Condition("ForAllValues:StringEquals", "aws:TagKeys")).ShouldNotContain(KeyTags.Hold);
        rescue.SelectMany(statement => statement.Actions).Order().ShouldBe(["kms:CancelKeyDeletion", "kms:TagResource"]);
    }

    [Fact]
    public void The_alert_s_role_cannot_schedule_a_deletion() =>
        Allowed("AlertRole").SelectMany(statement => statement.Actions).ShouldNotContain("kms:ScheduleKeyDeletion");

    [Theory]
    [InlineData("AlertRole", KeyTags.DisabledSince, KeyTags.Hold)]
    [InlineData("SweepRole", KeyTags.DisabledSince, KeyTags.Run)]
    [InlineData("RollbackRole", KeyTags.Hold)]
    public void A_role_writes_only_the_tags_that_its_function_keeps(string role, params string[] tags)
    {
        var tagging = Allowed(role).Where(statement => statement.Actions.Any(IsTagging)).ToList();

        tagging.SelectMany(statement => statement.Actions).ShouldAllBe(action => IsTagging(action));
        tagging.SelectMany(statement => statement.Condition("ForAllValues:StringEquals", "aws:TagKeys")).ShouldBe(tags);
        // ForAllValues alone is true of a request without tags.
        tagging.ShouldAllBe(statement => statement.Condition("Null", "aws:TagKeys").SequenceEqual(new[] { "false" }));
    }

    [Theory]
    [InlineData("AlertRole")]
    [InlineData("SweepRole")]
    [InlineData("RollbackRole")]
    public void A_role_names_every_action_and_only_the_keys_of_its_own_account(string role)
    {
        foreach (var statement in Allowed(role))
        {
            statement.Actions.ShouldAllBe(action => !action.Contains('*'));
            // IAM knows no narrower resource for these two (AWS: "AWS KMS permissions").
            var lists = statement.Actions.All(action => action is "kms:ListKeys" or "kms:ListAliases");
            var keys = !lists && statement.Actions.Any(IsKms);
            (statement.Resource == "*").ShouldBe(lists, string.Join(", ", statement.Actions));
            (statement.Resource == EveryKey).ShouldBe(keys, string.Join(", ", statement.Actions));
        }
    }

    [Theory]
    [InlineData("NumericLessThan", "kms:ScheduleKeyDeletionPendingWindowInDays", "WindowDays")]
    [InlineData("NumericLessThan", "kms:TrailingDaysWithoutKeyUsage", "IdleDays")]
    [InlineData("Null", "aws:ResourceTag/" + KeyTags.Hold, "false")]
    [InlineData("StringNotEqualsIgnoreCase", "aws:ResourceTag/" + KeyTags.Exempt, "false")]
    public void The_sweep_s_role_denies_a_deletion_that_the_rules_forbid(string comparison, string key, string value)
    {
        var denied = template.StatementsOf("SweepRole").Where(statement => !statement.Allows && statement.Condition(comparison, key).Contains(value));

        denied.ShouldHaveSingleItem().Actions.ShouldContain("kms:ScheduleKeyDeletion");
    }

    [Fact]
    public void A_key_without_the_exempt_tag_is_not_denied()
    {
        // A negated comparison is true of a missing key: alone it would deny every deletion.
        const string exempt = "aws:ResourceTag/" + KeyTags.Exempt;
        var denied = template.StatementsOf("SweepRole").Where(statement => statement.Condition("StringNotEqualsIgnoreCase", exempt).Count > 0);

        denied.ShouldHaveSingleItem().Condition("Null", exempt).ShouldBe(["false"]);
    }

    private IEnumerable<Template.Statement> Allowed(string role) => template.StatementsOf(role).Where(statement => statement.Allows);

    private static bool IsKms(string action) => action.StartsWith("kms:", StringComparison.Ordinal);

    private static bool IsTagging(string action) => action is "kms:TagResource" or "kms:UntagResource";
}
