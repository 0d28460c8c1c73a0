using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests.Infra;

public sealed partial class DashboardTests(WrittenMetrics written) : IClassFixture<WrittenMetrics>
{
    private static readonly Stack Home = Stack.Home();

    private static readonly IReadOnlyList<JsonNode> Widgets =
        [.. JsonNode.Parse(Home.OfType("AWS::CloudWatch::Dashboard").ShouldHaveSingleItem()["DashboardBody"])!["widgets"]!.AsArray().Select(widget => widget!)];

    private static IEnumerable<JsonNode> MetricWidgets => Widgets.Where(widget => widget["type"]!.ToString() == "metric");

    [Fact]
    public void It_shows_only_metrics_that_are_written()
    {
        var shown = MetricWidgets.SelectMany(Spelled).ToList();

        shown.ShouldNotBeEmpty();
        shown.ShouldAllBe(metric => metric.Length == 4 && MetricName.Exists(Home, written, metric[0], metric[1], metric[2], metric[3]));
        MetricWidgets.ShouldAllBe(widget => widget["properties"]!["region"]!.ToString() == Stack.Region);
    }

    [Fact]
    public void It_searches_for_metrics_that_are_written()
    {
        var searches = MetricWidgets.SelectMany(Metrics).Select(metric => metric[^1] as JsonObject)
            .Where(options => options?["expression"] is not null).Select(options => $"{options!["expression"]}").ToList();

        searches.ShouldNotBeEmpty();
        foreach (var search in searches)
        {
            var match = Search().Match(search);
            match.Success.ShouldBeTrue(search);
            var dimensions = match.Groups["dimensions"].Value.Split(',');
            dimensions[0].ShouldBe("Function");
            written.Names.ShouldContain($"{match.Groups["space"]} {match.Groups["metric"]} Function=sweep {string.Join(' ', dimensions[1..])}");
        }
    }

    [Fact]
    public void It_shows_every_alarm() =>
        Widgets.Where(widget => widget["type"]!.ToString() == "alarm").ShouldHaveSingleItem()["properties"]!["alarms"]!.AsArray().Select(alarm => $"{alarm}")
            .ShouldBe(Home.OfType("AWS::CloudWatch::Alarm").Select(alarm => $"{alarm.Id}.Arn"), ignoreOrder: true);

    [Fact]
    public void Nothing_covers_anything_else()
    {
        var cells = Widgets.SelectMany(widget =>
            from x in Enumerable.Range((int)widget["x"]!, (int)widget["width"]!)
            from y in Enumerable.Range((int)widget["y"]!, (int)widget["height"]!)
            select (x, y)).ToList();

        cells.ShouldBeUnique();
        cells.ShouldAllBe(cell => cell.x < 24);
    }

    private static IEnumerable<JsonArray> Metrics(JsonNode widget) => widget["properties"]!["metrics"]!.AsArray().Select(metric => metric!.AsArray());

    // A full stop repeats the place above, three of them every place until the last ones (AWS: "Dashboard body structure and syntax").
    private static IEnumerable<string[]> Spelled(JsonNode widget)
    {
        string[] above = [];
        foreach (var metric in Metrics(widget).Where(metric => metric[0] is JsonValue))
        {
            var places = metric.OfType<JsonValue>().Select(place => $"{place}").ToArray();
            if (places is ["...", .. var last])
            {
                places = [.. above[..^last.Length], .. last];
            }

            above = [.. places.Select((place, index) => place == "." ? above[index] : place)];
            yield return above;
        }
    }

    [GeneratedRegex("""^SEARCH\('\{(?<space>[^,]+),(?<dimensions>[^}]+)\} MetricName="(?<metric>\w+)"', '\w+', \d+\)$""")]
    private static partial Regex Search();
}
