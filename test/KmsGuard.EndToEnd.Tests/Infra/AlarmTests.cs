using System.Globalization;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>An alarm watches something that exists, goes off when it should, and is heard.</summary>
[Trait("Proof", "attacks")]
public sealed class AlarmTests(WrittenMetrics written) : IClassFixture<WrittenMetrics>
{
    private static readonly Stack Home = Stack.Home();

    public static TheoryData<string> Alarms => [.. Home.OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm.Id)];

    [Theory]
    [MemberData(nameof(Alarms))]
    public void An_alarm_watches_a_metric_that_is_written(string id)
    {
        var alarm = Home.Resources[id];
        var dimension = alarm.Properties["Dimensions"]!.AsArray().ShouldHaveSingleItem()!;

        MetricName.Exists(Home, written, alarm["Namespace"], alarm["MetricName"], $"{dimension["Name"]}", $"{dimension["Value"]}").ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public void An_alarm_is_heard_when_it_begins_and_when_it_ends(string id)
    {
        Home.Resources[id].Texts("AlarmActions").ShouldBe(["AlarmTopic"]);
        Home.Resources[id].Texts("OKActions").ShouldBe(["AlarmTopic"]);
        Home.Resources[id]["AlarmDescription"].ShouldNotBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public void No_data_is_quiet_where_failures_are_counted_and_loud_where_something_must_happen(string id)
    {
        var alarm = Home.Resources[id];

        // One of what is counted; nothing of it; and no data at all.
        var (one, none, missing) = (Breaches(alarm, 1), Breaches(alarm, 0), alarm["TreatMissingData"] == "breaching");

        (one, none, missing).ShouldBe(alarm["Statistic"] == "SampleCount" ? (false, true, true) : (true, false, false));
    }

    [Theory]
    [InlineData("2")]
    [InlineData("26")]
    [InlineData("168")]
    public void A_sweep_that_is_missing_is_an_alarm_after_the_hours_that_were_given(string hours)
    {
        var stack = Stack.Home(("SweepAlarmHours", hours));
        var alarm = stack.OfType("AWS::CloudWatch::Alarm").Where(alarm => alarm["Statistic"] == "SampleCount").ShouldHaveSingleItem();

        Span(alarm).ShouldBe(TimeSpan.FromHours(int.Parse(hours, CultureInfo.InvariantCulture)));
    }

    [Theory]
    [MemberData(nameof(Alarms))]
    public void CloudWatch_looks_back_a_week_at_most_and_a_day_with_short_periods(string id)
    {
        var longest = Stack.Home(("SweepAlarmHours", $"{Home.MaxOf("SweepAlarmHours")}")).Resources[id];

        Span(longest).ShouldBeLessThanOrEqualTo(TimeSpan.FromDays(Number(longest, "Period") >= 3600 ? 7 : 1));
    }

    [Fact]
    public void Each_function_s_failures_are_an_alarm()
    {
        var watched = Home.OfType("AWS::CloudWatch::Alarm").Where(alarm => alarm["MetricName"] == "Errors")
            .Select(alarm => $"{alarm.Properties["Dimensions"]![0]!["Value"]}");

        watched.ShouldBe(Home.OfType("AWS::Serverless::Function").Select(function => function.Id), ignoreOrder: true);
    }

    [Fact]
    public void A_notice_that_could_not_be_published_sets_the_alarm_off()
    {
        var alarm = Home.OfType("AWS::CloudWatch::Alarm").Where(alarm => alarm["MetricName"] == "PublishFailures").ShouldHaveSingleItem();

        // First the topic that does not exist, then the one that does.
        written.Values("alert", alarm["MetricName"]).Select(value => Breaches(alarm, value)).ShouldBe([true, false]);
    }

    [Fact]
    public void Alarms_have_names_of_their_own_that_tell_whose_they_are()
    {
        var names = Stack.Home(("NamePrefix", "guard")).OfType("AWS::CloudWatch::Alarm").Select(alarm => alarm["AlarmName"]).ToList();

        names.ShouldAllBe(name => name.StartsWith("guard-", StringComparison.Ordinal));
        names.ShouldBeUnique();
    }

    private static bool Breaches(Stack.Resource alarm, double value) => alarm["ComparisonOperator"] switch
    {
        "GreaterThanThreshold" => value > Number(alarm, "Threshold"),
        "LessThanThreshold" => value < Number(alarm, "Threshold"),
        var other => throw new NotSupportedException(other),
    };

    private static TimeSpan Span(Stack.Resource alarm) => TimeSpan.FromSeconds(Number(alarm, "Period") * Number(alarm, "EvaluationPeriods"));

    private static double Number(Stack.Resource alarm, string property) => double.Parse(alarm[property], CultureInfo.InvariantCulture);
}
