namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What keeps KmsGuard itself, and the tags it believes, from other people's hands.</summary>
[Trait("Proof", "attacks")]
public sealed class GuardrailProtectionTests
{
    private const string Admin = $"arn:aws:iam::{Guardrail.Member}:role/admin", Pipeline = $"arn:aws:iam::{Guardrail.Member}:role/pipeline";
    private const string Emergency = $"arn:aws:iam::{Guardrail.Member}:role/emergency", Keys = $"arn:aws:iam::{Guardrail.Member}:role/keys";
    private const string Sweep = $"arn:aws:iam::{Guardrail.Home}:role/kmsguard-sweep", MemberAlert = $"arn:aws:iam::{Guardrail.Member}:role/guard-alert";
    private const string Key = $"arn:aws:kms:eu-west-1:{Guardrail.Member}:key/11111111-2222-4333-8444-555555555555";

    /// <summary>An action, the service and the rest of the ARN it is done to, and whether a person is denied it.</summary>
    public static TheoryData<string, string, bool> Parts => new()
    {
        { "iam:PutRolePolicy", Role("kmsguard-sweep"), true },
        { "iam:PassRole", Role("kmsguard-sweep"), true },
        { "iam:CreateRole", Role("kmsguard-sweep"), true },
        { "iam:UpdateAssumeRolePolicy", Role("guard-rollback"), true },
        { "iam:CreateRole", Role("emergency"), true },
        { "iam:UpdateAssumeRolePolicy", Role("pipeline"), true },
        { "iam:CreateRole", Role("keys"), true },
        { "iam:CreateRole", Role("web"), false },
        { "iam:GetRole", Role("kmsguard-sweep"), false },
        { "lambda:UpdateFunctionConfiguration", At("lambda", "function:kmsguard-alert"), true },
        { "lambda:DeleteFunction", At("lambda", "function:kmsguard-sweep"), true },
        { "lambda:DeleteFunction", At("lambda", "function:orders"), false },
        { "lambda:InvokeFunction", At("lambda", "function:kmsguard-rollback"), false },
        { "events:DisableRule", At("events", "rule/kmsguard-KeyChangesRule-1ABC"), true },
        { "events:PutRule", At("events", "rule/kmsguard/kmsguard-ForwardedRule-1ABC"), true },
        { "events:DeleteEventBus", At("events", "event-bus/kmsguard"), true },
        { "events:DisableRule", At("events", "rule/orders"), false },
        { "scheduler:UpdateSchedule", At("scheduler", "schedule/default/kmsguard-sweep"), true },
        { "sns:SetTopicAttributes", At("sns", "kmsguard-Topic-1ABC"), true },
        { "sns:Subscribe", At("sns", "kmsguard-Topic-1ABC"), false },
        { "sqs:PurgeQueue", At("sqs", "kmsguard-undelivered"), true },
        { "cloudwatch:DisableAlarmActions", At("cloudwatch", "alarm:kmsguard-sweep-missing"), true },
        { "kms:DisableKey", At("kms", "key/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1"), true },
        { "kms:PutKeyPolicy", At("kms", "key/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1"), true },
        { "kms:DisableKey", Key, false },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void Only_deployment_and_emergency_change_what_KmsGuard_is_made_of(string action, string resource, bool denied)
    {
        var guardrail = Guardrail.Read("scp/protect-kmsguard");

        guardrail.Denies(Admin, action, resource).ShouldBe(denied);
        guardrail.Denies(Sweep, action, resource).ShouldBe(denied);
        guardrail.Denies(Pipeline, action, resource).ShouldBeFalse();
        guardrail.Denies(Emergency, action, resource).ShouldBeFalse();
    }

    /// <summary>A principal, an action, the tag keys of the request, and whether it is denied.</summary>
    public static TheoryData<string, string, string[], bool> Marks => new()
    {
        { Admin, "kms:TagResource", ["kmsguard:disabled-since"], true },
        { Admin, "kms:TagResource", ["team", "kmsguard:run"], true },
        { Admin, "kms:CreateKey", ["kmsguard:disabled-since"], true },
        { Admin, "kms:UntagResource", ["kmsguard:disabled-since"], true },
        { Keys, "kms:TagResource", ["kmsguard:disabled-since"], true },
        { Sweep, "kms:TagResource", ["kmsguard:disabled-since", "kmsguard:run"], false },
        { MemberAlert, "kms:UntagResource", ["kmsguard:disabled-since"], false },
        { Emergency, "kms:TagResource", ["kmsguard:disabled-since"], false },
        { Admin, "kms:TagResource", ["kmsguard:hold"], false },
        { Admin, "kms:TagResource", ["kmsguard:exempt"], false },
        { Admin, "kms:UntagResource", ["kmsguard:hold"], true },
        { Admin, "kms:UntagResource", ["kmsguard:exempt", "team"], true },
        { Sweep, "kms:UntagResource", ["kmsguard:hold"], true },
        { Keys, "kms:UntagResource", ["kmsguard:hold"], false },
        { Emergency, "kms:UntagResource", ["kmsguard:exempt"], false },
        { Admin, "kms:TagResource", ["team"], false },
        { Admin, "kms:CreateKey", [], false },
        { Admin, "kms:UntagResource", ["team"], false },
    };

    [Theory]
    [MemberData(nameof(Marks))]
    public void Marks_are_KmsGuard_s_and_holds_are_lifted_by_those_named(string principal, string action, string[] tags, bool denied)
    {
        (string, string[])[] context = tags.Length > 0 ? [("aws:TagKeys", tags)] : [];

        Guardrail.Read("scp/marks").Denies(principal, action, Key, context).ShouldBe(denied);
    }

    private static string Role(string name) => $"arn:aws:iam::{Guardrail.Home}:role/{name}";

    private static string At(string service, string rest) => $"arn:aws:{service}:eu-west-1:{Guardrail.Home}:{rest}";
}
