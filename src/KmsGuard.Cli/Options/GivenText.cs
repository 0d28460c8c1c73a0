using System.CommandLine;

namespace KmsGuard.Cli.Options;

/// <summary>Reads what was given for an option.</summary>
internal static class GivenText
{
    /// <summary>
    /// An option's text, several occurrences joined by commas; null when it is not there. One that is there but empty, as
    /// an unset shell variable makes it, is refused: to fall back to a default would do what nobody asked for.
    /// </summary>
    public static string? Given(this ParseResult parsed, Option option, ICollection<string> problems)
    {
        if (parsed.GetResult(option) is not { Tokens: { Count: > 0 } tokens })
        {
            return null;
        }

        var text = string.Join(',', tokens.Select(token => token.Value));
        if (text.Trim(' ', ',').Length == 0)
        {
            problems.Add($"{option.Name} is empty.");
        }

        return text;
    }

    /// <summary>Refuses an unknown option where an argument would take it for its value.</summary>
    public static T WithoutOptions<T>(this T argument)
        where T : Argument
    {
        argument.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value is ['-', _, ..]) is { } option)
            {
                result.AddError($"Unrecognized option '{option.Value}'.");
            }
        });
        return argument;
    }
}
