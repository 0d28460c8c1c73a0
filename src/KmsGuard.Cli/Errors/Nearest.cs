using KmsGuard.Evaluate;

namespace KmsGuard.Cli.Errors;

/// <summary>What somebody who mistyped may have meant.</summary>
internal static class Nearest
{
    /// <summary>The name that is nearest; null when none is near: two slips, or one in a short word.</summary>
    public static string? To(string typed, IEnumerable<string> names)
    {
        // Long texts are no slips, and cost the square of their length.
        if (typed.Length is 0 or > 40)
        {
            return null;
        }

        var best = names.Select(name => (Name: name, Distance: EditDistance.Between(typed.ToLowerInvariant(), name)))
            .OrderBy(one => one.Distance).ThenBy(one => one.Name, StringComparer.Ordinal).FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Min(2, typed.Length / 2) ? best.Name : null;
    }
}
