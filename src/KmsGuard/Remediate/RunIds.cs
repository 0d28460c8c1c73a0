using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace KmsGuard.Remediate;

/// <summary>The ids of runs, as the tag <c>kmsguard:run</c> and role sessions carry them.</summary>
public static partial class RunIds
{
    /// <summary>A new one: it sorts by time, is unique without a database, and is valid as a tag's value and in a session's name.</summary>
    public static string New(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)
        + "-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));

    /// <summary>Whether a text from outside can be one.</summary>
    public static bool IsValid(string? text) => text is not null && Form().IsMatch(text);

    [GeneratedRegex(@"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
