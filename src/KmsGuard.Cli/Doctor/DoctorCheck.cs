using System.Text.Json.Serialization;
using KmsGuard.Cli.Errors;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Doctor;

/// <summary>How a check came out.</summary>
[JsonConverter(typeof(KebabCaseConverter<DoctorStatus>))]
internal enum DoctorStatus
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and deserves a look.</summary>
    Warning,

    /// <summary>Something will not work.</summary>
    Problem,

    /// <summary>It was not tried, or cannot be.</summary>
    Unknown,
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Area">What it belongs to, such as <c>permissions</c>.</param>
/// <param name="Status">How it came out.</param>
/// <param name="What">What was seen.</param>
/// <param name="Try">What to do; null for nothing.</param>
internal sealed record DoctorCheck(string Area, DoctorStatus Status, string What, string? Try = null)
{
    private const int Longest = 1000;

    /// <summary>What was seen. It may quote others, so it is one plain line.</summary>
    public string What { get; } = SafeText.OneLine(What, Longest);

    /// <summary>What to do; null for nothing.</summary>
    public string? Try { get; } = Try is null ? null : SafeText.OneLine(Try, Longest);

    /// <summary>All well.</summary>
    public static DoctorCheck Ok(string area, string what) => new(area, DoctorStatus.Ok, what);

    /// <summary>A failure, with the advice that the commands give.</summary>
    public static DoctorCheck Of(string area, Failure failure, Reached reached, string where = "")
    {
        var advice = Advice.For(failure, reached);
        return new(area, DoctorStatus.Problem, where + advice.What, advice.Try);
    }
}
