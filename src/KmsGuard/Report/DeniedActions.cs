using System.Globalization;
using System.Text.RegularExpressions;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>The IAM actions that a sweep was refused.</summary>
/// <param name="Counts">By action: on how many keys, or in how many Regions where it stands for all keys.</param>
public sealed partial record DeniedActions(IReadOnlyDictionary<string, int> Counts)
{
    // Details quote text from outside: only what a sweep really calls is taken for an action.
    private static readonly HashSet<string> Known = [.. Permissions.Sweep, Denial.ActionOf("AssumeRole")];

    /// <summary>Gathers them from a ledger: each key counts once for an action.</summary>
    public static DeniedActions Of(SweepReport report)
    {
        var refused = report.Keys.Where(key => key.Reasons.Contains(Reason.AccessDenied)).Select(key => key.Detail)
            .Concat(report.Regions.Where(region => region.Status == RegionStatus.Failed).Select(region => region.Error ?? ""));
        return new(new SortedDictionary<string, int>(
            refused.SelectMany(text => Refusals(text).Distinct()).CountBy(action => action).ToDictionary(), StringComparer.Ordinal));
    }

    /// <summary>One line for the end of a ledger: what was denied, how often, and where to look; null when nothing was.</summary>
    public string? Line => Counts.Count == 0 ? null
        : $"Denied: {string.Join(", ", Counts.OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal).Select(Times))}. "
            + "Allow them in the policies of the role that sweeps; where a detail names another kind of policy, that one says no. "
            + "'kmsguard doctor' tries each of them.";

    private static string Times(KeyValuePair<string, int> count) =>
        string.Create(CultureInfo.InvariantCulture, $"{count.Key} ({count.Value} {(count.Value == 1 ? "time" : "times")})");

    // As Failure writes itself: the operation, then AWS's code.
    private static IEnumerable<string> Refusals(string text) => Refusal().Matches(text)
        .Select(match => Denial.ActionOf(match.Groups[1].Value)).Where(Known.Contains);

    [GeneratedRegex(@"\b([A-Z][A-Za-z]{2,40}): AccessDenied(?:Exception)?: ", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Refusal();
}
