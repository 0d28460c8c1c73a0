using KmsGuard.Report;
using KmsGuard.Testing;

namespace KmsGuard.Tests.Report;

/// <summary>docs/sweeps.md says what the code does.</summary>
public sealed class SweepDocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(SourceTree.PathTo("docs", "sweeps.md"));

    [Fact]
    public void The_metrics_are_those_that_are_written()
    {
        var written = SweepMetrics.Of(Runs.Eventful(), Keys.Now).Select(EmfLine.Read)
            .SelectMany(line => line.Metrics.Select(metric => (
                metric.Key, metric.Value.Unit, string.Join(", ", line.Dimensions.Keys.Where(name => name != "Function")))))
            .Distinct();

        MarkdownTable.Read(Lines, "metric").Select(row => (row[0], row[1], row[2])).ShouldBe(written, ignoreOrder: true);
    }

    [Fact]
    public void Lists_stop_where_the_document_says() =>
        Lines.ShouldContain(line => line.Contains($"stop at {NoticeSize.Mail.LastChance} keys for the last week and {NoticeSize.Mail.Keys} elsewhere"));
}
