using System.CommandLine;
using KmsGuard.Aws;
using KmsGuard.Settings;

namespace KmsGuard.Cli.Options;

/// <summary>The options that stand for settings. They are checked all at once and together, as the functions' variables are.</summary>
internal sealed class SettingOptions
{
    /// <summary>Where a run goes.</summary>
    public static readonly IReadOnlyList<string> Where = ["REGIONS"];

    /// <summary>What the rules may do, and from when on.</summary>
    public static readonly IReadOnlyList<string> Rules =
    [
        "ROTATION", "DELETION", "ROTATION_PERIOD_DAYS", "WINDOW_DAYS", "DISABLED_DAYS", "IDLE_DAYS", "MAX_DELETIONS", "EXEMPT_ALIASES",
    ];

    /// <summary>Other accounts.</summary>
    public static readonly IReadOnlyList<string> Members = ["ACCOUNTS", "ROLE_NAME"];

    /// <summary>Other accounts, and how hard KMS may be pressed.</summary>
    public static readonly IReadOnlyList<string> Reach = ["QUOTA_SHARE", .. Members];

    /// <summary>Where notices go.</summary>
    public static readonly IReadOnlyList<string> Topic = ["TOPIC_ARN"];

    /// <summary>When a notice is sent.</summary>
    public static readonly IReadOnlyList<string> Notice = ["NOTICE"];

    private readonly Dictionary<string, Option> options;

    /// <param name="settings">The settings that the command takes, in the order of its help.</param>
    public SettingOptions(params IEnumerable<string> settings) => options = settings.ToDictionary(setting => setting, Option);

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in options.Values)
        {
            command.Add(option);
        }
    }

    /// <summary>Reads and checks them; what is not among them has its default.</summary>
    public GuardSettings Read(ParseResult parsed, ICollection<string> problems)
    {
        var given = options.ToDictionary(option => option.Key, option => parsed.Given(option.Value, problems));
        var settings = GuardSettings.Read(given.GetValueOrDefault, OptionName, RegionCatalog.Exists, out var wrong);
        foreach (var problem in wrong)
        {
            problems.Add(problem);
        }

        return settings;
    }

    private static string OptionName(string setting) => setting switch
    {
        "EXEMPT_ALIASES" => "--exempt-alias",
        _ => "--" + setting.ToLowerInvariant().Replace('_', '-'),
    };

    private static Option Option(string setting)
    {
        var (helpName, description) = Help(setting);
        var name = OptionName(setting);
        return setting == "EXEMPT_ALIASES"
            ? ValueOption.Several(name, helpName, description)
            : ValueOption.Once(name, helpName, description);
    }

    private static (string HelpName, string Description) Help(string setting) => setting switch
    {
        "REGIONS" => ("r1,r2|all", "The Regions; the home Region if left out."),
        "ROTATION" => ("MODE", "off, dry-run (the default) or enforce."),
        "DELETION" => ("MODE", "off, dry-run (the default) or enforce."),
        "ROTATION_PERIOD_DAYS" => ("N", "The longest rotation period that is left alone, and the one that is set: 90 to 2560, 365 by default."),
        "WINDOW_DAYS" => ("N", "The waiting period before a deletion: 7 to 30, 30 by default."),
        "DISABLED_DAYS" => ("N", "How long a key must have been disabled: 0 to 3650, 30 by default."),
        "IDLE_DAYS" => ("N", "For how long KMS must prove that nobody used a key: 0 to 3650, 90 by default."),
        "MAX_DELETIONS" => ("N", "If more deletions are due in a Region, none is scheduled there: 10 by default, 0 is none."),
        "EXEMPT_ALIASES" => ("GLOB", "Leave keys with such an alias alone; may be given several times."),
        "QUOTA_SHARE" => ("N", "Percent of each KMS request quota to take at most: 1 to 100, 50 by default."),
        "ACCOUNTS" => ("a,b", "Accounts to enter by the member role; the caller's own if left out."),
        "ROLE_NAME" => ("R", "The member role to assume in those accounts."),
        "TOPIC_ARN" => ("ARN", "The SNS topic for notices; none if left out."),
        "NOTICE" => ("due|always", "Send a notice when there is something to tell (the default), or after every run."),
        _ => throw new ArgumentOutOfRangeException(nameof(setting), setting, "There is no such setting."),
    };
}
