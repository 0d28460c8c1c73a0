using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using KmsGuard.Evaluate;
using Spectre.Console;

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
                Line(console, $"[{Colour(check.Status)}]{KebabCase.Of(check.Status),-7}[/]  {Markup.Escape(check.What)}");
                if (check.Try is { } advice)
                {
                    Line(console, $"         Try: {Markup.Escape(advice)}");
                }
            }
        }

        console.WriteLine();
        console.WriteLine(string.Join(", ", Summary.Select(count => $"{count.Value} {count.Key}")) + ". Nothing was written.");
    }

    private static void Line(IAnsiConsole console, string markup) => console.Write(new Padder(new Markup(markup), new(2, 0, 0, 0)));

    private static string Colour(DoctorStatus status) => status switch
    {
        DoctorStatus.Ok => "green",
        DoctorStatus.Warning => "yellow",
        DoctorStatus.Problem => "red",
        _ => "grey",
    };
}
