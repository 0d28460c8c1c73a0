using System.Text.Json;
using System.Text.Json.Serialization;

namespace KmsGuard.Evaluate;

/// <summary>The names of enum values on every wire of KmsGuard: <c>dry-run</c> for <c>DryRun</c>.</summary>
public static class KebabCase
{
    /// <summary>A value's name.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    /// <summary>The value of that name, whatever its case; null where there is none.</summary>
    public static T? Parse<T>(string name)
        where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
        {
            if (Of(value).Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            {
                return value;
            }
        }

        return null;
    }
}

/// <summary>Writes and reads enum values by those names.</summary>
public sealed class KebabCaseConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
