using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>Whether the owners of a key asked for it to be left alone.</summary>
public static class Exemption
{
    /// <summary>By alias: every alias of the key counts.</summary>
    public static Check ByAlias(KeySnapshot key, SweepOptions options) =>
        Check.Of("no exempt alias", key.Aliases, aliases =>
            aliases.FirstOrDefault(alias => options.ExemptAliases.Any(glob => glob.Matches(alias))) is { } exempt
                ? Check.Fail("no exempt alias", Reason.ExemptAlias, exempt)
                : Check.Pass("no exempt alias", aliases.Count == 0 ? "no alias" : string.Join(", ", aliases)));

    /// <summary>By tag: any value but <c>false</c>.</summary>
    public static Check ByTag(KeySnapshot key) =>
        Check.Of($"no tag {KeyTags.Exempt}", key.Tags, tags =>
            tags.TryGetValue(KeyTags.Exempt, out var value) && !value.Trim().Equals("false", StringComparison.OrdinalIgnoreCase)
                ? Check.Fail($"no tag {KeyTags.Exempt}", Reason.ExemptTag, $"{KeyTags.Exempt}={value}")
                : Check.Pass($"no tag {KeyTags.Exempt}", "not there, or false"));

    /// <summary>Whether the reason is an exemption.</summary>
    public static bool Is(string? reason) => reason is Reason.ExemptAlias or Reason.ExemptTag;
}
