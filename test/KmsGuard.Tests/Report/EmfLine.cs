using System.Text.Json;

namespace KmsGuard.Tests.Report;

/// <summary>A line of CloudWatch's embedded metric format, read as CloudWatch would: it drops a line that is not whole.</summary>
internal sealed record EmfLine(IReadOnlyDictionary<string, string> Dimensions, IReadOnlyDictionary<string, (string Unit, double Value)> Metrics)
{
    /// <summary>Reads one, and fails where it breaks the format's rules.</summary>
    public static EmfLine Read(string line)
    {
        line.ShouldNotContain("\n");
        using var document = JsonDocument.Parse(line);
        var root = document.RootElement;
        var aws = root.GetProperty("_aws");
        aws.GetProperty("Timestamp").GetInt64().ShouldBePositive();
        var directive = aws.GetProperty("CloudWatchMetrics").EnumerateArray().ShouldHaveSingleItem();
        directive.GetProperty("Namespace").GetString().ShouldBe("KmsGuard");

        var sets = directive.GetProperty(nameof(Dimensions)).EnumerateArray().Select(set => set.EnumerateArray().Select(name => name.GetString()!).ToList()).ToList();
        sets.ShouldNotBeEmpty();
        sets.ShouldAllBe(set => set.Count <= 30 && set.Distinct().Count() == set.Count && set[0] == "Function");
        var metrics = directive.GetProperty(nameof(Metrics)).EnumerateArray().ToDictionary(
            metric => metric.GetProperty("Name").GetString()!,
            metric => (metric.GetProperty("Unit").GetString()!, root.GetProperty(metric.GetProperty("Name").GetString()!).GetDouble()));
        metrics.Count.ShouldBeInRange(1, 100);
        var dimensions = sets.SelectMany(set => set).Distinct().ToDictionary(name => name, name => root.GetProperty(name).GetString()!);
        dimensions.Values.ShouldAllBe(value => value.Length > 0 && value.Length <= 1024);
        // Nothing else: what is no metric and no dimension costs, and is found by nobody.
        root.EnumerateObject().Select(property => property.Name).ShouldBe([.. dimensions.Keys, .. metrics.Keys, "_aws"], ignoreOrder: true);
        return new(dimensions, metrics);
    }
}
