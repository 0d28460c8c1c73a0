using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Events;

namespace KmsGuard.Sandbox.Tests.Events;

/// <summary>What the deployed template takes and leaves.</summary>
[Trait("Proof", "sandbox")]
public sealed class DeployedRulesTests
{
    private const string Key = "arn:aws:kms:us-east-1:111122223333:key/1";

    public static TheoryData<string, bool, string?, int> Calls() => new()
    {
        { "DisableKey", false, null, 1 },
        { "ScheduleKeyDeletion", false, null, 1 },
        { "CancelKeyDeletion", false, null, 1 },
        { "EnableKey", false, null, 1 },
        { "DisableKeyRotation", false, null, 1 },
        { "DeleteImportedKeyMaterial", false, null, 1 },
        { "PutKeyPolicy", false, null, 1 },
        { "ScheduleKeyDeletion", false, "User: x is not authorized to perform: kms:ScheduleKeyDeletion", 1 },
        { "DisableKey", false, $"{Key} is pending deletion.", 1 },
        { "CreateKey", false, null, 0 },
        { "TagResource", false, null, 0 },
        { "TagResource", false, $"{Key} is pending deletion.", 1 },
        { "EnableKeyRotation", false, null, 0 },
        { "DescribeKey", true, null, 0 },
        { "Decrypt", true, null, 0 },
        { "Decrypt", true, "User: x is not authorized to perform: kms:Decrypt", 0 },
        { "Decrypt", true, $"{Key} is pending deletion.", 1 },
        { "Decrypt", true, $"{Key} is pending deletion (or pending replica deletion).", 1 },
        { "Decrypt", true, $"{Key} is pending replica deletion.", 1 },
        { "GenerateDataKey", true, $"{Key} is disabled.", 1 },
        { "Decrypt", true, $"{Key} is pending import.", 0 },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_reaches_the_alert_function_once_or_not_at_all(string name, bool readOnly, string? error, int times) =>
        Targets(SampleEvent.Call(name, readOnly, error)).ShouldBe(Enumerable.Repeat("AlertFunction", times));

    [Theory]
    [InlineData("KMS CMK Deletion", "aws.kms", 1)]
    [InlineData("KMS Imported Key Material Expiration", "aws.kms", 1)]
    [InlineData("KMS CMK Rotation", "aws.kms", 0)]
    [InlineData("KMS CMK Deletion", "my.app", 0)]
    public void KMSs_own_events_reach_it_when_a_key_is_lost(string detailType, string source, int times) =>
        Targets(SampleEvent.Envelope(detailType, new JsonObject { ["key-id"] = "1" }, source)).Count().ShouldBe(times);

    [Fact]
    public void Another_services_call_of_the_same_name_does_not() =>
        Targets(SampleEvent.Call("DisableKey", source: "other.amazonaws.com")).ShouldBeEmpty();

    public static TheoryData<string, bool> Patterns() => new()
    {
        { """{"source":["aws.kms"]}""", true },
        { """{"detail":{"eventName":["Decrypt"]}}""", true },
        { """{"detail":{"errorCode":[{"exists":false}]}}""", true },
        { """{"detail":{"errorCode":["X",{"exists":false}]}}""", true },
        { """{"detail":{"$or":[{"errorCode":["X"]},{"eventName":["Decrypt"]}]}}""", true },
        { """{"detail":{"errorCode":["X"]}}""", false },
        { """{"detail":{"errorMessage":[{"anything-but":"X"}]}}""", false },
        { """{"detail":{"$or":[{"errorCode":["X"]},{"errorCode":["Y"]}]}}""", false },
    };

    [Theory]
    [MemberData(nameof(Patterns))]
    public void Successful_reads_are_worth_an_event_only_if_a_pattern_could_take_one(string pattern, bool worth) =>
        new EventRule(
            "Reads", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS", EventPattern.Parse(JsonNode.Parse(pattern)!.AsObject()), [])
            .TakesSuccessfulReads.ShouldBe(worth);

    private static IEnumerable<string> Targets(JsonObject json) =>
        RuleTemplate.Deployed().Where(rule => rule.Takes(json)).SelectMany(rule => rule.Targets);
}
