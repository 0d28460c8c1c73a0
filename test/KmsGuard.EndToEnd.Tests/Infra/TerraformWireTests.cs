using System.Text.Json.Nodes;
using System.Xml.Linq;
using KmsGuard.Settings;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>The complete example, applied: what AWS's own interfaces then say there is, as far as moto knows them.</summary>
[Collection(TerraformDeploymentTests.Name)]
public sealed class TerraformWireTests(TerraformDeployment deployment)
{
    private const string Home = TerraformDeployment.Home, Account = MotoServer.Account;
    private const string EventBridge = "Service:events.amazonaws.com";

    private const string Topic = $"arn:aws:sns:{Home}:{Account}:kmsguard", AlarmTopic = $"{Topic}-alarms";
    private const string Undelivered = $"arn:aws:sqs:{Home}:{Account}:kmsguard-undelivered";
    private const string Sweep = $"arn:aws:lambda:{Home}:{Account}:function:kmsguard-sweep";

    [DeployedFact]
    public async Task The_topic_takes_notices_of_the_functions_and_of_rules_over_TLS_only()
    {
        var attributes = await AttributesAsync(Topic);
        var policy = Statements(attributes["Policy"]);
        var key = attributes["KmsMasterKeyId"];
        var keyPolicy = Statements((await KmsAsync("GetKeyPolicy", key))["Policy"]!.ToString());

        IamPolicy.Admits(policy, EventBridge, "sns:Publish", Topic, Tls("true"), RuleOf(Account)).ShouldBeTrue();
        IamPolicy.Admits(policy, EventBridge, "sns:Publish", Topic, Tls("true"), RuleOf("444455556666")).ShouldBeFalse();
        IamPolicy.Admits(policy, $"AWS:arn:aws:iam::{Account}:root", "sns:Publish", Topic, Tls("true")).ShouldBeTrue();
        IamPolicy.Admits(policy, EventBridge, "sns:Publish", Topic, Tls("false"), RuleOf(Account)).ShouldBeFalse();
        IamPolicy.Admits(policy, "Service:s3.amazonaws.com", "sns:Publish", Topic, Tls("true")).ShouldBeFalse();
        IamPolicy.Admits(keyPolicy, EventBridge, "kms:GenerateDataKey", key).ShouldBeTrue();
        IamPolicy.Admits(keyPolicy, EventBridge, "kms:ScheduleKeyDeletion", key).ShouldBeFalse();
        (await KmsAsync("GetKeyRotationStatus", key))["KeyRotationEnabled"]!.GetValue<bool>().ShouldBeTrue();
        (await KmsAsync("ListResourceTags", key))["Tags"]!.AsArray().ShouldHaveSingleItem()!.ToJsonString().ShouldBe("""{"TagKey":"kmsguard:exempt","TagValue":"true"}""");
    }

    [DeployedFact]
    public async Task Alarms_go_to_a_topic_that_no_key_can_silence()
    {
        var alarms = (await deployment.Aws.QueryAsync("monitoring", Home, "DescribeAlarms", ("AlarmNamePrefix", "kmsguard-"))).Descendants("MetricAlarms").Elements("member").ToList();

        (await AttributesAsync(AlarmTopic)).GetValueOrDefault("KmsMasterKeyId", "").ShouldBe("");
        alarms.Select(alarm => alarm.Element("AlarmName")!.Value["kmsguard-".Length..]).Order().ShouldBe(
        [
            "alert-errors", "alert-throttles", "failed-invocations", "publish-failures", "rollback-errors", "sweep-errors", "sweep-missing", "sweep-throttles",
            "topic-key-unusable", "undelivered",
        ]);
        alarms.ShouldAllBe(alarm => alarm.Element("AlarmActions")!.Value == AlarmTopic && alarm.Element("OKActions")!.Value == AlarmTopic);
        var missing = alarms.Single(alarm => alarm.Element("AlarmName")!.Value == "kmsguard-sweep-missing");
        missing.Element("TreatMissingData")!.Value.ShouldBe("breaching");
        (int.Parse(missing.Element("Period")!.Value) * int.Parse(missing.Element("EvaluationPeriods")!.Value)).ShouldBe(26 * 3600);
    }

    [DeployedFact]
    public async Task Who_is_to_be_told_by_mail_is_told_notices_and_alarms()
    {
        var subscriptions = (await deployment.Aws.QueryAsync("sns", Home, "ListSubscriptions")).Descendants("member")
            .Where(member => member.Element("Endpoint")!.Value == "security@example.com").Select(member => (member.Element("Protocol")!.Value, member.Element("TopicArn")!.Value));

        subscriptions.Order().ShouldBe([("email", Topic), ("email", AlarmTopic)]);
    }

    [DeployedFact]
    public async Task The_schedule_sweeps_at_night_in_its_time_zone()
    {
        var schedule = await deployment.Aws.RestAsync("scheduler", Home, "/schedules/kmsguard-sweep");

        (schedule["ScheduleExpression"], schedule["ScheduleExpressionTimezone"], schedule["State"]).ToString().ShouldBe("(cron(15 2 * * ? *), Europe/Berlin, ENABLED)");
        var target = schedule["Target"]!;
        target["Arn"]!.ToString().ShouldBe(Sweep);
        target["DeadLetterConfig"]!["Arn"]!.ToString().ShouldBe(Undelivered);
        target["RetryPolicy"]!["MaximumRetryAttempts"]!.GetValue<int>().ShouldBe(10);
        var role = await RoleAsync("kmsguard-schedule");
        target["RoleArn"]!.ToString().ShouldBe($"arn:aws:iam::{Account}:role/kmsguard-schedule");
        IamPolicy.Admits(role.Trust, "Service:scheduler.amazonaws.com", "sts:AssumeRole", "", ("aws:SourceAccount", [Account])).ShouldBeTrue();
        IamPolicy.Admits(role.Trust, "Service:scheduler.amazonaws.com", "sts:AssumeRole", "", ("aws:SourceAccount", ["999999999999"])).ShouldBeFalse();
        IamPolicy.Allows(role.Policy, "lambda:InvokeFunction", Sweep).ShouldBeTrue();
        IamPolicy.Allows(role.Policy, "sqs:SendMessage", Undelivered).ShouldBeTrue();
    }

    public static TheoryData<string, string[], string[]> Roles => new()
    {
        { "alert", ["kms:DescribeKey", "kms:CancelKeyDeletion"], ["kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:EnableKeyRotation", "kms:PutKeyPolicy"] },
        { "sweep", ["kms:DescribeKey", "kms:ScheduleKeyDeletion", "kms:EnableKeyRotation"], ["kms:CancelKeyDeletion", "kms:DisableKey", "kms:EnableKey", "kms:PutKeyPolicy"] },
        { "rollback", ["kms:DescribeKey", "kms:CancelKeyDeletion", "kms:EnableKey"], ["kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:PutKeyPolicy"] },
    };

    [DeployedTheory]
    [MemberData(nameof(Roles))]
    public async Task A_function_s_role_can_do_its_work_and_no_other_s(string function, string[] allowed, string[] refused)
    {
        var key = $"arn:aws:kms:{Home}:{Account}:key/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1";
        var role = await RoleAsync($"kmsguard-{function}");
        (string, string[])[] idle = [("kms:ScheduleKeyDeletionPendingWindowInDays", ["30"]), ("kms:TrailingDaysWithoutKeyUsage", ["90"])];

        allowed.ShouldAllBe(action => IamPolicy.Allows(role.Policy, action, key, idle));
        refused.ShouldAllBe(action => !IamPolicy.Allows(role.Policy, action, key, idle));
        IamPolicy.Allows(role.Policy, "kms:ScheduleKeyDeletion", key, [("kms:ScheduleKeyDeletionPendingWindowInDays", ["29"]), idle[1]]).ShouldBeFalse();
        IamPolicy.Allows(role.Policy, "kms:ScheduleKeyDeletion", key, [idle[0], ("kms:TrailingDaysWithoutKeyUsage", ["89"])]).ShouldBeFalse();
        IamPolicy.Allows(role.Policy, "sns:Publish", Topic).ShouldBeTrue();
        IamPolicy.Allows(role.Policy, "sts:AssumeRole", $"arn:aws:iam::222233334444:role/kmsguard-member-{function}").ShouldBeTrue();
        IamPolicy.Allows(role.Policy, "sts:AssumeRole", "arn:aws:iam::222233334444:role/kmsguard-member").ShouldBeFalse();
        IamPolicy.Admits(role.Trust, "Service:lambda.amazonaws.com", "sts:AssumeRole", "").ShouldBeTrue();
        IamPolicy.Admits(role.Trust, "Service:events.amazonaws.com", "sts:AssumeRole", "").ShouldBeFalse();
    }

    [DeployedTheory]
    [InlineData("alert")]
    [InlineData("sweep")]
    [InlineData("rollback")]
    public async Task A_function_is_given_settings_that_it_understands(string function)
    {
        var configuration = await deployment.Aws.RestAsync("lambda", Home, $"/2015-03-31/functions/kmsguard-{function}/configuration");
        var variables = configuration["Environment"]!["Variables"]!;

        variables["KMSGUARD_FUNCTION"]!.ToString().ShouldBe(function);
        GuardSettings.Read(name => variables[$"KMSGUARD_{name}"]?.ToString(), name => name, _ => true, out var problems);
        problems.ShouldBeEmpty();
        configuration["Role"]!.ToString().ShouldBe($"arn:aws:iam::{Account}:role/kmsguard-{function}");
        configuration["Handler"]!.ToString().ShouldBe("KmsGuard.Lambda");
    }

    [DeployedFact]
    public async Task A_second_apply_would_change_nothing_but_what_moto_forgets()
    {
        var drift = await deployment.DriftAsync();

        drift.Keys.ShouldAllBe(address => address.StartsWith("module.kmsguard.aws_lambda_function.", StringComparison.Ordinal));
        drift.Values.SelectMany(attributes => attributes).Distinct().ShouldBeSubsetOf(["logging_config"]);
    }

    private async Task<Dictionary<string, string>> AttributesAsync(string topic) =>
        (await deployment.Aws.QueryAsync("sns", Home, "GetTopicAttributes", ("TopicArn", topic))).Descendants("entry")
            .ToDictionary(entry => entry.Element("key")!.Value, entry => entry.Element("value")!.Value);

    private Task<JsonObject> KmsAsync(string operation, string key) =>
        deployment.Aws.JsonAsync("kms", Home, $"TrentService.{operation}", new() { ["KeyId"] = key, ["PolicyName"] = "default" });

    private async Task<(IReadOnlyList<JsonObject> Trust, IReadOnlyList<JsonObject> Policy)> RoleAsync(string name)
    {
        var role = await deployment.Aws.QueryAsync("iam", Home, "GetRole", ("RoleName", name));
        var policy = await deployment.Aws.QueryAsync("iam", Home, "GetRolePolicy", ("RoleName", name), ("PolicyName", name));
        var trust = Statements(Decoded(role, "AssumeRolePolicyDocument"));
        foreach (var statement in trust)
        {
            // It has none, since it is that of the role: every policy that is evaluated here has one.
            statement["Resource"] = "";
        }

        return (trust, Statements(Decoded(policy, "PolicyDocument")));
    }

    private static string Decoded(XElement answer, string name) => Uri.UnescapeDataString(answer.Descendants(name).Single().Value);

    private static IReadOnlyList<JsonObject> Statements(string policy) => [.. JsonNode.Parse(policy)!["Statement"]!.AsArray().Select(statement => (JsonObject)statement!)];

    private static (string, string[]) Tls(string secure) => ("aws:SecureTransport", [secure]);

    private static (string, string[]) RuleOf(string account) => ("aws:SourceArn", [$"arn:aws:events:{Home}:{account}:rule/told"]);
}
