using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KmsGuard.Tests.Report;

/// <summary>docs/alerts.md says what the code does.</summary>
public sealed class AlertDocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(SourceTree.PathTo("docs", "alerts.md"));

    [Fact]
    public void The_severities_are_those_of_the_table() =>
        Table("kind").Select(row => (row[0], row[2], row[3])).ShouldBe(
            SeverityTable.Rows.Select(row => (KebabCase.Of(row.Key), $"{row.Value.Done}", $"{row.Value.Refused}")), ignoreOrder: true);

    [Fact]
    public void The_metrics_are_those_that_are_written()
    {
        var happened = Happened.Of(KeyEventKind.KeyDisabled);
        var alert = new Alert { Event = happened, Severity = Severity.HIGH, Because = [], At = Keys.Now };
        string[] written =
        [
            AlertMetrics.Told(alert, new Delivery(new KeptNotices(), TimeProvider.System, NullLogger.Instance), delivered: true, Keys.Now),
            AlertMetrics.LeftOut(happened, Keys.Now),
            AlertMetrics.Refused(Keys.Now),
            AlertMetrics.Rescue(happened, new(RescueOutcome.Done, RescueMode.OnUse, ""), Keys.Now),
        ];

        var metrics = written.Select(EmfLine.Read).SelectMany(line => line.Metrics.Select(metric => (
            metric.Key, metric.Value.Unit, string.Join(", ", line.Dimensions.Keys.Where(name => name != "Function").Order(StringComparer.Ordinal)))));

        Table("metric").Select(row => (row[0], row[1], row[2])).ShouldBe(metrics, ignoreOrder: true);
        Lines.ShouldContain(line => line.Contains($"`{EmbeddedMetrics.Namespace}`"));
    }

    [Fact]
    public async Task The_attributes_are_those_of_a_message() =>
        Table("attribute").Select(row => row[0]).ShouldBe(
            (await SnapshotTests.WriteAsync("disable-key.role.json", MessageFormat.Text)).Attributes.Keys, ignoreOrder: true);

    [Fact]
    public void What_is_soon_is_as_long_as_in_the_code() =>
        Lines.ShouldContain(line => line.Contains($"less than {SeverityTable.Soon.TotalHours:0} hours"));

    [Fact]
    public void The_rules_of_rescue_are_those_of_the_settings() =>
        Table("rule").Select(row => row[0]).ShouldBe([KebabCase.Of(RescueMode.OnUse), KebabCase.Of(RescueMode.Unapproved)]);

    private static List<string[]> Table(string firstColumn) => MarkdownTable.Read(Lines, firstColumn);
}
