using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Detect;
using KmsGuard.Sandbox.Events;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What the template's rules send to the alert function, and what that understands: the same events, once each.</summary>
[Trait("Proof", "attacks")]
public sealed class EventPatternTests
{
    private const string Refused = "refused.";
    private const string WithReads = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

    private static readonly IReadOnlyList<EventRule> Rules = RuleTemplate.Deployed();

    // EventBridge sends objects; the files that hold something else are for the code alone.
    private static readonly IReadOnlyList<string> Names =
    [
        .. Directory.GetFiles(Folder, "*.json").Where(path => JsonNode.Parse(File.ReadAllText(path)) is JsonObject)
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Files => [.. Names];

    public static TheoryData<string> Calls =>
    [
        .. Names.Where(file => !file.StartsWith(Refused, StringComparison.Ordinal) && !file.StartsWith("native.", StringComparison.Ordinal)),
    ];

    private static string Folder => Path.Combine(PublishedFunction.Root, "test", "KmsGuard.Tests", "Detect", "Events");

    [Theory]
    [MemberData(nameof(Files))]
    public void An_event_reaches_the_function_once_if_it_is_understood_and_never_otherwise(string file)
    {
        var json = Read(file);

        var understood = EventParser.Parse(JsonElement.Parse(json.ToJsonString())).Event is not null;

        understood.ShouldBe(!file.StartsWith(Refused, StringComparison.Ordinal));
        Taking(json).Count.ShouldBe(understood ? 1 : 0);
        Taking(json).SelectMany(rule => rule.Targets).ShouldAllBe(target => target == "AlertFunction");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_event_that_says_it_comes_from_elsewhere_reaches_nothing(string file)
    {
        var json = Read(file);
        json["source"] = "my.app";

        Taking(json).ShouldBeEmpty();
        EventParser.Parse(JsonElement.Parse(json.ToJsonString())).Event.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_to_another_service_reaches_nothing(string file)
    {
        var json = Read(file);
        json["detail"]!["eventSource"] = "s3.amazonaws.com";

        Taking(json).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_call_that_only_reads_and_succeeds_reaches_nothing(string file)
    {
        var json = Read(file);
        var detail = json["detail"]!.AsObject();
        detail["eventName"] = "Decrypt";
        detail["readOnly"] = true;
        detail.Remove("errorCode");
        detail.Remove("errorMessage");

        Taking(json).ShouldBeEmpty();
        EventParser.Parse(JsonElement.Parse(json.ToJsonString())).Event.ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void A_refused_read_reaches_the_rule_alone_that_is_given_reads(string file)
    {
        var json = Read(file);
        var detail = json["detail"]!.AsObject();
        detail["eventName"] = "Decrypt";
        detail["readOnly"] = true;
        detail["errorCode"] = "KMSInvalidStateException";
        detail["errorMessage"] = "arn:aws:kms:eu-west-1:111122223333:key/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1 is pending deletion.";

        Taking(json).ShouldHaveSingleItem().State.ShouldBe(WithReads);
    }

    public static TheoryData<string, bool> Messages => new()
    {
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is pending deletion.", true },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is pending deletion", true },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is pending deletion (or pending replica deletion).", true },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is pending replica deletion.", true },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is disabled.", true },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is pending import.", false },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is not enabled for encryption.", false },
        { "Using this disabled feature is not possible.", false },
        { "is disabled", false },
        { "User: arn:aws:iam::111122223333:user/x is not authorized to perform: kms:Decrypt on resource: arn:aws:kms:eu-west-1:111122223333:key/1", false },
        { "", false },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Rules_and_code_agree_on_what_says_that_a_key_is_doomed(string message, bool doomed)
    {
        var json = Read("decrypt.pending-deletion.json");
        json["detail"]!["errorMessage"] = message;

        Taking(json).Count.ShouldBe(doomed ? 1 : 0);
        (EventParser.Parse(JsonElement.Parse(json.ToJsonString())).Event is not null).ShouldBe(doomed);
    }

    [Fact]
    public void There_are_events_of_every_kind()
    {
        var kinds = Names.Select(file => EventParser.Parse(JsonElement.Parse(Read(file).ToJsonString())).Event?.Kind).OfType<KeyEventKind>();

        kinds.Distinct().Order().ShouldBe(Enum.GetValues<KeyEventKind>());
    }

    private static JsonObject Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(Folder, file)))!.AsObject();

    private static IReadOnlyList<EventRule> Taking(JsonObject json) => [.. Rules.Where(rule => rule.Takes(json))];
}
