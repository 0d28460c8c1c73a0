using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Restore;

/// <summary>The tag that keeps the next sweep from taking a rescued key again: without it, a nightly sweep would.</summary>
public static class HoldTag
{
    // AWS tag values: 256 characters of letters, digits, spaces and a few marks.
    private const int MaxLength = 256;
    private const string Marks = "_.:/=+-@ ";

    /// <summary>Writes who, when and why.</summary>
    public static KeyAction.TagResource Write(string? by, string? reason, DateTimeOffset at)
    {
        var who = by ?? "unknown";
        var value = $"{DisabledSince.ToTag(at)} by {who}: {reason ?? "rollback"}";
        var allowed = string.Concat(SafeText.OneLine(value, MaxLength).Select(c => char.IsAsciiLetterOrDigit(c) || Marks.Contains(c, StringComparison.Ordinal) ? c : '-'));
        return new KeyAction.TagResource(KeyTags.Hold, allowed);
    }
}
