using System.CommandLine;

namespace KmsGuard.Cli.Options;

/// <summary>Makes options that take a value.</summary>
internal static class ValueOption
{
    /// <summary>An option that may be there once.</summary>
    public static Option<string> Once(string name, string helpName, string description) =>
        Checked(new Option<string>(name) { HelpName = helpName, Description = description });

    /// <summary>An option that may be there several times, each with a value.</summary>
    public static Option<string[]> Several(string name, string helpName, string description) =>
        Checked(new Option<string[]>(name) { HelpName = helpName, Description = description });

    // The parser takes whatever comes next for the value, another option too.
    private static T Checked<T>(T option)
        where T : Option
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } other)
            {
                result.AddError($"{option.Name} has no value: '{other.Value}' follows it.");
            }
        });
        return option;
    }
}
