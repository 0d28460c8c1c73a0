using System.Globalization;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Settings;

/// <summary>Reads settings by name and gathers everything that is wrong with them, so that one message can name it all.</summary>
/// <param name="read">The value of a setting, such as <c>WINDOW_DAYS</c>; null or empty for none.</param>
/// <param name="label">What people call that setting: a variable, or an option.</param>
internal sealed class SettingsReader(Func<string, string?> read, Func<string, string> label)
{
    /// <summary>What is wrong, a line each.</summary>
    public List<string> Problems { get; } = [];

    public string? Text(string name) => read(name)?.Trim() is { Length: > 0 } text ? text : null;

    public IReadOnlyList<string> List(string name)
    {
        if (Text(name) is not { } text)
        {
            return [];
        }

        var items = text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (items.Length == 0)
        {
            // Somebody meant something by it, and a list of nothing stands for the default.
            Refuse(name, text, "a list that names something, or left out");
        }

        return items;
    }

    public int Integer(string name, int otherwise, int min, int max)
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
        {
            return value;
        }

        Refuse(name, text, $"a whole number from {min} to {max}");
        return otherwise;
    }

    public T OneOf<T>(string name, T otherwise)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
        {
            return otherwise;
        }

        if (KebabCase.Parse<T>(text) is { } value)
        {
            return value;
        }

        Refuse(name, text, $"one of {string.Join(", ", Enum.GetValues<T>().Select(KebabCase.Of))}");
        return otherwise;
    }

    public void Refuse(string name, string value, string wanted) =>
        Problems.Add($"{label(name)} is '{SafeText.OneLine(value, 120)}'; it must be {wanted}.");
}
