using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>A tag that looks like one of KmsGuard's and is none.</summary>
/// <param name="Name">Its name, fit to be shown.</param>
/// <param name="Meant">The one of <see cref="KeyTags"/> that was probably meant; null when none is near.</param>
public sealed record LookAlikeTag(string Name, string? Meant)
{
    /// <summary>In words, for a warning.</summary>
    public string Describe() => $"tag '{Name}' is not one that KmsGuard knows" + Meant switch
    {
        null => "",
        KeyTags.Exempt or KeyTags.Hold => $"; did you mean {Meant}? To be safe it is read as that",
        _ => $"; did you mean {Meant}? It has no effect",
    };
}

/// <summary>Tags that people mistyped. Who writes <c>kmsguard:exmpt</c> wants the key left alone, so look-alikes of the tags
/// that hold a key hold it too: a deletion fails closed. Look-alikes of the others prove nothing.</summary>
public static class LookAlikeTags
{
    private const string Prefix = "kmsguard";
    private const int NearEnough = 2, Most = 10;

    private static readonly string[] Known = [KeyTags.Exempt, KeyTags.Hold, KeyTags.DisabledSince, KeyTags.Run];

    /// <summary>The tags of a key that look like KmsGuard's and are none, ten at most.</summary>
    public static IReadOnlyList<LookAlikeTag> Of(IReadOnlyDictionary<string, string> tags) =>
    [
        .. tags.Keys
            .Where(name => !Known.Contains(name) && !IsWritten(name, KeyTags.Exempt) && !IsWritten(name, KeyTags.Hold))
            .Order(StringComparer.Ordinal)
            .Select(name => new LookAlikeTag(Quote.Of(name), Meant(name)))
            .Where(tag => tag.Meant is not null || Fold(tag.Name).StartsWith(Prefix, StringComparison.Ordinal))
            .Take(Most),
    ];

    /// <summary>Whether a name is a known one but for letter case and the blanks around it.</summary>
    public static bool IsWritten(string name, string known) => Fold(name) == known;

    /// <summary>The known name that this one is, or is so near to that it was probably meant; null for none.</summary>
    public static string? Meant(string name)
    {
        var folded = Fold(name);
        // None can be nearer to a later one of them: they are too far apart for that.
        return Known.FirstOrDefault(known => IsNear(folded, known));
    }

    // kmsguard:hold-until is no typing error, but whoever wrote it meant a hold.
    private static bool IsNear(string name, string known) =>
        name.StartsWith(known, StringComparison.Ordinal)
        || (Math.Abs(name.Length - known.Length) <= NearEnough && EditDistance.Between(name, known) <= NearEnough);

    private static string Fold(string name) => name.Trim().ToLowerInvariant();
}
