using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>The benchmark's own path, infra/cis-4.7.yaml.</summary>
public sealed class MetricFilterTests
{
    private const string Topic = "arn:aws:sns:eu-west-1:111122223333:security";
    private static readonly Stack Cis = Stack.Of("cis-4.7.yaml", ("LogGroupName", "trail"));

    /// <summary>The events that come from a trail: what its log group holds is their detail.</summary>
    public static TheoryData<string> Calls => [.. Files];

    private static IEnumerable<string> Files => Directory.GetFiles(Folder, "*.json")
        .Where(path => Record(path) is { } record && record["eventName"] is not null).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    private static string Folder => Path.Combine(PublishedFunction.Root, "test", "KmsGuard.Tests", "Detect", "Events");

    [Theory]
    [MemberData(nameof(Calls))]
    public void The_benchmark_s_filter_counts_disabling_and_scheduling_and_nothing_else(string file)
    {
        var expected = file.StartsWith("disable-key.", StringComparison.Ordinal) || file.StartsWith("schedule-key-deletion.", StringComparison.Ordinal);

        Pattern("KeyLossFilter").Matches(Record(Path.Combine(Folder, file))!).ShouldBe(expected);
    }

    [Fact]
    public void There_are_calls_that_are_counted_and_calls_that_are_not() =>
        Files.Select(file => Pattern("KeyLossFilter").Matches(Record(Path.Combine(Folder, file))!)).Distinct().Count().ShouldBe(2);

    public static TheoryData<string, bool> Messages => new()
    {
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is pending deletion.", true },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is pending deletion (or pending replica deletion).", true },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is pending replica deletion.", true },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is disabled.", false },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is pending import.", false },
        { "arn:aws:kms:eu-west-1:111122223333:key/1 is not pending deletion.", false },
        { "User: arn:aws:iam::111122223333:user/x is not authorized to perform: kms:Decrypt", false },
        { "", false },
    };

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_second_filter_counts_the_use_of_keys_pending_deletion_however_it_is_spelled(string message, bool counted)
    {
        var record = Record(Path.Combine(Folder, "decrypt.pending-deletion.json"))!;
        record["errorMessage"] = message;

        Pattern("DoomedKeyUseFilter").Matches(record).ShouldBe(counted);
        record["eventSource"] = "s3.amazonaws.com";
        Pattern("DoomedKeyUseFilter").Matches(record).ShouldBeFalse();
    }

    [Fact]
    public void Each_filter_s_metric_has_an_alarm_after_five_minutes_at_the_first_match()
    {
        var filters = Cis.OfType("AWS::Logs::MetricFilter").ToList();

        filters.Count.ShouldBe(2);
        foreach (var filter in filters)
        {
            filter["LogGroupName"].ShouldBe("trail");
            filter["FilterPattern"].Length.ShouldBeLessThanOrEqualTo(1024);
            var metric = filter.Properties["MetricTransformations"]!.AsArray().ShouldHaveSingleItem()!;
            metric["MetricValue"]!.ToString().ShouldBe("1");
            Cis.OfType("AWS::CloudWatch::Alarm")
                .Where(alarm => alarm["MetricName"] == $"{metric["MetricName"]}" && alarm["Namespace"] == $"{metric["MetricNamespace"]}").ShouldHaveSingleItem()
                .ShouldSatisfyAllConditions(
                    alarm => alarm["Period"].ShouldBe("300"),
                    alarm => alarm["EvaluationPeriods"].ShouldBe("1"),
                    alarm => alarm["Statistic"].ShouldBe("Sum"),
                    alarm => alarm["Threshold"].ShouldBe("1"),
                    alarm => alarm["ComparisonOperator"].ShouldBe("GreaterThanOrEqualToThreshold"),
                    alarm => alarm["TreatMissingData"].ShouldBe("notBreaching"));
        }
    }

    [Theory]
    [InlineData("", "Topic")]
    [InlineData(Topic, Topic)]
    public void The_alarms_and_the_address_share_the_topic_that_is_given_or_a_new_one(string given, string used)
    {
        var stack = Stack.Of("cis-4.7.yaml", ("LogGroupName", "trail"), ("TopicArn", given), ("NotificationEmail", "team@example.com"));

        stack.OfType("AWS::SNS::Topic").Count().ShouldBe(given.Length > 0 ? 0 : 1);
        stack.OfType("AWS::CloudWatch::Alarm").ShouldAllBe(alarm => alarm.Texts("AlarmActions").SequenceEqual(new[] { used }));
        stack.OfType("AWS::SNS::Subscription").ShouldHaveSingleItem()["TopicArn"].ShouldBe(used);
    }

    private static FilterPattern Pattern(string filter) => new(Cis.Resources[filter]["FilterPattern"]);

    private static JsonNode? Record(string path) => JsonNode.Parse(File.ReadAllText(path)) is JsonObject json ? json["detail"] as JsonObject : null;
}
