using System.CommandLine;
using KmsGuard.Aws;
using KmsGuard.Evaluate;

namespace KmsGuard.Cli.Completion;

/// <summary>The values of options, as far as they can be listed.</summary>
internal static class Values
{
    /// <summary>Whether an option takes a value.</summary>
    public static bool Takes(Option option) => option.HelpName is not null;

    /// <summary>What an option's value can be; empty where that cannot be listed.</summary>
    /// <param name="option">The option.</param>
    /// <param name="typed">What is there already: a list goes on after its last comma.</param>
    public static IEnumerable<string> Of(Option option, string typed) => option switch
    {
        { Name: "--profile" } => AwsProfiles.Names(),
        { Name: "--region" } => RegionCatalog.All,
        { Name: "--regions" } => Regions(typed),
        { HelpName: "MODE" } => Enum.GetValues<RuleMode>().Select(KebabCase.Of),
        // As the help has them: text|json.
        { HelpName: { } form } when form.Contains('|', StringComparison.Ordinal) => form.Split('|'),
        _ => [],
    };

    private static IEnumerable<string> Regions(string typed)
    {
        var begun = typed[..(typed.LastIndexOf(',') + 1)];
        var taken = begun.Split(',');
        var open = RegionCatalog.All.Except(taken).Select(region => begun + region);
        return begun.Length == 0 ? open.Append("all") : open;
    }
}
