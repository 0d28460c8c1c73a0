using System.CommandLine;
using KmsGuard.Cli;
using KmsGuard.Cli.Completion;
using KmsGuard.Cli.Errors;
using KmsGuard.Cli.Options;

namespace KmsGuard.Fuzz.Targets;

/// <summary>The words of a command line, one a line. They are parsed, completed and read, and no command is run.</summary>
internal sealed class CommandLineTarget() : Target("command-line")
{
    private static readonly CliHost Host = new() { Output = TextWriter.Null, Error = TextWriter.Null };

    private readonly Command root = CommandLine.Root(Host);

    public override IReadOnlyList<string> Words => [.. root.Subcommands.Select(sub => $"\n{sub.Name}\n"), .. root.Subcommands.SelectMany(sub => sub.Options).Select(option => $"\n{option.Name}\n").Distinct(), "=", "@file", "--", "eu-west-1", "all"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var words = Text(input).Split('\n');
        foreach (var word in Completer.Complete(root, words))
        {
            Hold.That(word.Length > 0, "a completion is a word");
        }

        // As options of a command of its own, whose settings are read as every command reads them.
        var settings = new SettingOptions([.. SettingOptions.Where, .. SettingOptions.Rules, .. SettingOptions.Reach, .. SettingOptions.Topic, .. SettingOptions.Notice]);
        var aws = new AwsOptions();
        var output = OutputOption.ForLedgers();
        var command = new Command("sweep");
        settings.AddTo(command);
        aws.AddTo(command);
        output.AddTo(command);
        var parsed = command.Parse(words, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Errors.Count > 0)
        {
            return;
        }

        List<string> problems = [];
        var guard = settings.Read(parsed, problems);
        aws.Read(parsed, Host, guard.RoleName, problems);
        output.Read(parsed, problems);
        Hold.That(problems.Count == 0 || problems.TrueForAll(problem => problem.Contains("--", StringComparison.Ordinal)), "what is wrong names the option", string.Join(' ', problems));
        using var error = new StringWriter();
        (Host with { Error = error }).Complain(string.Join(' ', problems));
        Hold.Shown(error.ToString().TrimEnd('\n', '\r'), 2_100, "what is wrong with a command line");
        _ = Nearest.To(words[0], ["eu-west-1"]);
    }
}
