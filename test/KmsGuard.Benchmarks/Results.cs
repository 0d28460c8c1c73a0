using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace KmsGuard.Benchmarks;

/// <summary>Everything that was measured, as a table for people and as JSON.</summary>
internal sealed class Results
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly List<Figure> figures = [];

    /// <summary>Adds a figure.</summary>
    public void Add(string benchmark, string subject, string name, string unit, IEnumerable<double> values) =>
        figures.Add(new(benchmark, subject, name, unit, [.. values]));

    /// <summary>Prints a table for each benchmark: a row a subject and figure, its median, range and ratio to the first subject.</summary>
    public void Print(IAnsiConsole console)
    {
        foreach (var benchmark in figures.GroupBy(figure => figure.Benchmark))
        {
            var table = new Table { Title = new(benchmark.Key), Border = TableBorder.Markdown };
            table.AddColumns("figure", "subject", "median", "min", "max", "runs", "ratio");
            foreach (var figure in benchmark.GroupBy(figure => figure.Name).SelectMany(group => group))
            {
                table.AddRow(
                    $"{figure.Name} ({figure.Unit})", figure.Subject, Text(figure.Median), Text(figure.Minimum), Text(figure.Maximum),
                    figure.Values.Count.ToString(CultureInfo.InvariantCulture), Ratio(figure) is { } ratio ? Text(ratio) : "");
            }

            console.Write(table);
        }
    }

    /// <summary>Writes all figures with every run's value.</summary>
    public async Task WriteAsync(string path)
    {
        var all = figures.Select(figure => (JsonNode)new JsonObject
        {
            ["benchmark"] = figure.Benchmark,
            ["subject"] = figure.Subject,
            ["figure"] = figure.Name,
            ["unit"] = figure.Unit,
            ["median"] = figure.Median,
            ["min"] = figure.Minimum,
            ["max"] = figure.Maximum,
            ["ratio"] = Ratio(figure),
            ["values"] = new JsonArray([.. figure.Values.Select(value => JsonValue.Create(value))]),
        });
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var document = new JsonObject
        {
            ["machine"] = $"{Environment.ProcessorCount} processors, {System.Runtime.InteropServices.RuntimeInformation.OSDescription}, .NET {Environment.Version}",
            ["figures"] = new JsonArray([.. all]),
        };
        await File.WriteAllTextAsync(path, document.ToJsonString(Indented));
    }

    // Of what the first subject of the benchmark has in the same figure; null for that one itself, and where it has none.
    private double? Ratio(Figure figure)
    {
        var first = figures.First(other => other.Benchmark == figure.Benchmark && other.Name == figure.Name);
        return first == figure || first.Median == 0 ? null : figure.Median / first.Median;
    }

    private static string Text(double value) => value.ToString(Math.Abs(value) >= 100 ? "#,0" : "0.##", CultureInfo.InvariantCulture);
}
