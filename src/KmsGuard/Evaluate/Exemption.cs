using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>Whether people asked for a key to be left alone.</summary>
public static class Exemption
{
    /// <summary>By alias: every alias of the key counts.</summary>
    public static Check ByAlias(KeySnapshot key, SweepOptions options)
    {
        const string name = "no exempt alias";
        return Check.Of(name, key.Aliases, aliases =>
        {
            var exempt = aliases
                .Select(alias => (Alias: alias, Glob: options.ExemptAliases.FirstOrDefault(glob => glob.Matches(alias))))
                .Where(match => match.Glob is not null)
                .Select(match => $"{match.Alias} matches {match.Glob}")
                .ToList();
            return exempt.Count > 0 ? Check.Fail(name, Reason.ExemptAlias, Quote.Few(exempt))
                : Check.Pass(name, aliases.Count == 0 ? "no alias" : Quote.Few(aliases));
        });
    }

    /// <summary>By tag: any value but <c>false</c>.</summary>
    public static Check ByTag(KeySnapshot key) =>
        ByTag(key, KeyTags.Exempt, Reason.ExemptTag, value => !value.Trim().Equals("false", StringComparison.OrdinalIgnoreCase));

    /// <summary>By the hold of a rollback or a rescue: any value.</summary>
    public static Check ByHold(KeySnapshot key) => ByTag(key, KeyTags.Hold, Reason.HoldTag, _ => true);

    /// <summary>Whether the reason is an exemption.</summary>
    public static bool Is(string? reason) => reason is Reason.ExemptAlias or Reason.ExemptTag;

    // A name with other letter case, blanks around it or a typing error counts: its author meant it.
    private static Check ByTag(KeySnapshot key, string known, string reason, Predicate<string> counts)
    {
        var name = $"no tag {known}";
        return Check.Of(name, key.Tags, tags =>
        {
            var alike = tags.Where(tag => LookAlikeTags.Meant(tag.Key) == known).ToList();
            var holding = alike.Where(tag => counts(tag.Value)).ToList();
            return holding.Count > 0 ? Check.Fail(name, reason, Quote.Few(holding.Select(tag => Describe(tag, known))))
                : Check.Pass(name, Quote.Few(alike.Select(tag => Describe(tag, known))));
        });
    }

    private static string Describe(KeyValuePair<string, string> tag, string known)
    {
        var written = Quote.Of($"{tag.Key}={tag.Value}", 80);
        return tag.Key == known ? written
            : LookAlikeTags.IsWritten(tag.Key, known) ? $"'{written}', read as {known}"
            : $"'{written}', which looks like {known}";
    }
}
