using System.CommandLine;
using KmsGuard.Aws;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;
using KmsGuard.Report;
using KmsGuard.Restore;
using KmsGuard.Settings;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard rollback</c>: takes scheduled deletions back.</summary>
internal static class RollbackCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var keys = new Argument<string[]>("KEY")
        {
            Description = "Keys, by id or ARN.",
            Arity = ArgumentArity.ZeroOrMore,
        }.WithoutOptions();
        var run = ValueOption.Once("--run", "ID", "Everything that a sweep run scheduled, instead of keys.");
        var reEnable = new Option<bool>("--re-enable") { Description = "Enable the keys too: a key whose deletion is cancelled stays disabled." };
        var reason = ValueOption.Once("--reason", "TEXT", "Why, for the tag that keeps the next sweep away.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Look, and write nothing." };
        var settings = new SettingOptions(SettingOptions.Where);
        var output = new OutputOption();
        var aws = new AwsOptions();
        var command = new Command("rollback", "Cancel scheduled deletions, and keep the next sweep from taking the keys again.")
        {
            keys, run, reEnable, reason, dryRun,
        };
        settings.AddTo(command);
        output.AddTo(command);
        aws.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            List<string> problems = [];
            var request = RollbackRequest.Parse(
                parsed.GetValue(keys) ?? [],
                parsed.Given(run, problems),
                [],
                parsed.GetValue(reEnable),
                parsed.Given(reason, problems),
                parsed.GetValue(dryRun),
                problems);
            var guard = settings.Read(parsed, problems);
            var reached = aws.Read(parsed, host, null, problems);
            var format = output.Read(parsed, problems);
            BadInputException.ThrowIfAny(problems);
            return RunAsync(request with { Regions = Where(request, guard, reached) }, new(reached, guard), format, host, stop);
        });
        return command;
    }

    // ARNs say where their keys are, so a rollback of them needs no home Region.
    private static IReadOnlyList<string> Where(RollbackRequest request, GuardSettings settings, AwsSettings aws) =>
        request.Run is null && request.Keys.All(key => key.Arn is not null)
            ? [.. request.Keys.Select(key => key.Arn!.Region).Distinct()]
            : Composition.Scope(settings, aws);

    private static async Task<int> RunAsync(
        RollbackRequest request, Composition parts, OutputFormat format, CliHost host, CancellationToken stop)
    {
        using var opened = parts;
        await parts.IdentifyAsync(request.Regions[0], stop);
        var report = await new Rollback(parts.Regions, host.Time).RunAsync(request, stop);
        if (report.Keys.All(key => key is { Outcome: RollbackOutcome.NotFound, Before: null }))
        {
            throw new BadInputException(request.Run is { } run
                ? $"No key in {string.Join(", ", request.Regions)} carries the run {run}; nothing was changed."
                : $"There is no such key: {string.Join("; ", report.Keys.Select(key => $"{key.Arn} ({key.Error})"))}. Nothing was changed.");
        }

        host.Answer(format == OutputFormat.Json ? JsonAnswer.Of(report) : RollbackNotice.Text(report).TrimEnd());
        return report.Succeeded ? ExitCode.Well : ExitCode.Trouble;
    }
}
