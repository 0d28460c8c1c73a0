using System.Globalization;
using System.Text.RegularExpressions;
using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>What a rescue left in the tag <c>kmsguard:hold</c>. The function has no database: the tag is where rescues are
/// counted, until somebody lifts the hold.</summary>
/// <param name="At">When the key was rescued (UTC), to the second.</param>
/// <param name="Count">How often it has been, since there is a hold.</param>
public sealed partial record RescueHold(DateTimeOffset At, int Count)
{
    /// <summary>Who the tag says it was, with the count.</summary>
    public static string By(int count) => $"kmsguard rescue {count.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>Reads the tag; null for none, and for a hold that somebody else has set.</summary>
    public static RescueHold? Of(IReadOnlyDictionary<string, string> tags) =>
        tags.TryGetValue(KeyTags.Hold, out var value)
        && Form().Match(value) is { Success: true } match
        && DateTimeOffset.TryParse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture, out var at)
            ? new(at, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture))
            : null;

    [GeneratedRegex("^([0-9T:-]{19}Z) by kmsguard rescue ([0-9]{1,4})[^0-9]", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
