using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using KmsGuard.Evaluate;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KmsGuard.Cli.Doctor;

/// <summary>Everything that was looked at, in the order of the report.</summary>
internal sealed record DoctorReport(IReadOnlyList<DoctorCheck> Checks)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.Default,
    };

    /// <summary>How many checks came out in which way; all four are named.</summary>
    public IReadOnlyDictionary<string, int> Summary => Enum.GetValues<DoctorStatus>()
        .ToDictionary(KebabCase.Of, status => Checks.Count(check => check.Status == status));

    /// <summary>1 where there is a problem. A warning stops nobody, and what cannot be tried says nothing.</summary>
    [JsonIgnore]
    public int ExitCode => Checks.Any(check => check.Status == DoctorStatus.Problem) ? Cli.ExitCode.Trouble : Cli.ExitCode.Well;

    /// <summary>For machines.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>For people: what was seen by area, and what to do under it.</summary>
    public void Write(IAnsiConsole console)
    {
        foreach (var area in Checks.GroupBy(check => check.Area))
        {
            console.MarkupLine($"[bold]{Markup.Escape(char.ToUpperInvariant(area.Key[0]) + area.Key[1..])}[/]");
            foreach (var check in area)
            {
                Line(console, new Markup($"[{Colour(check.Status)}]{KebabCase.Of(check.Status)}[/]"), Markup.Escape(check.What));
                if (check.Try is { } advice)
                {
                    Line(console, Text.Empty, $"Try: {Markup.Escape(advice)}");
                }
            }
        }

        console.WriteLine();
        console.WriteLine(string.Join(", ", Summary.Select(count => $"{count.Value} {count.Key}")) + ". Nothing was written.");
    }

    // What is broken into lines goes on below its own first word.
    private static void Line(IAnsiConsole console, IRenderable status, string markup) => console.Write(new Grid()
        .AddColumn(new GridColumn { Width = 7 }.NoWrap().Padding(2, 0, 2, 0))
        .AddColumn(new GridColumn().Padding(0, 0, 0, 0))
        .AddRow(status, new Markup(markup)));

    private static string Colour(DoctorStatus status) => status switch
    {
        DoctorStatus.Ok => "green",
        DoctorStatus.Warning => "yellow",
        DoctorStatus.Problem => "red",
        _ => "grey",
    };
}
