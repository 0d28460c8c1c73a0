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
        Allowed(role).SelectMany(statement => statement.Actions).Where(IsDeclared).Distinct().Order().ShouldBe(declared.Concat(Permissions.Tell).Order());

    [Theory]
    [MemberData(nameof(Declared))]
    public void What_is_declared_for_no_key_is_for_the_function_s_own_log_queue_topic_and_members(string role, IReadOnlyCollection<string> declared)
    {
        var function = role[..^"Role".Length];
        var others = Allowed(role).Where(statement => !statement.Actions.Any(declared.Contains)).ToDictionary(statement => statement.Resource, statement => statement.Actions);

        others[$"{function}Logs.Arn"].ShouldBe(["logs:CreateLogStream", "logs:PutLogEvents"]);
        others["Topic"].Concat(others["TopicKey.Arn"]).ShouldBe(Permissions.Tell);
        others[$"arn:${{AWS::Partition}}:iam::*:role/${{MemberRolePrefix}}-{function.ToLowerInvariant()}"].ShouldBe(["sts:AssumeRole"]);
        // Who calls a rollback gets its answer; nobody waits for the others'.
        others.Remove("FailedInvocations.Arn", out var queue).ShouldBe(role != "RollbackRole");
        (queue ?? ["sqs:SendMessage"]).ShouldBe(["sqs:SendMessage"]);
        others.Count.ShouldBe(4);
    }

    [Fact]
    public void The_alert_s_role_cancels_deletions_and_holds_keys_only_where_it_is_to_rescue()
    {
        var (rescue, always) = (Allowed("AlertRole").Where(statement => statement.OnlyIf == "Rescues").ToList(), Allowed("AlertRole").Where(statement => statement.OnlyIf is null).ToList());

        always.SelectMany(statement => statement.Actions).Where(IsDeclared).Order().ShouldBe(Permissions.Alert.Concat(Permissions.Tell).Order());
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
            var keys = !lists && statement.Resource != "TopicKey.Arn" && statement.Actions.Any(IsKms);
            (statement.Resource == "*").ShouldBe(lists, string.Join(", ", statement.Actions));
            (statement.Resource == EveryKey).ShouldBe(keys, string.Join(", ", statement.Actions));
        }
    }

    private IEnumerable<Template.Statement> Allowed(string role) => template.StatementsOf(role).Where(statement => statement.Allows);

    // What is not declared beside an action is the function's own: its log, its queue, its members.
    private static bool IsDeclared(string action) => IsKms(action) || action.StartsWith("sns:", StringComparison.Ordinal);

    private static bool IsKms(string action) => action.StartsWith("kms:", StringComparison.Ordinal);

    private static bool IsTagging(string action) => action is "kms:TagResource" or "kms:UntagResource";
}
