using System.CommandLine;
using KmsGuard.Cli.Help;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;
using KmsGuard.Report;
using KmsGuard.Restore;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard rollback</c>: takes scheduled deletions back.</summary>
internal static class RollbackCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var keys = KeysArgument.Create();
        var run = ValueOption.Once("--run", "ID", "Everything that a sweep run scheduled, instead of keys.");
        var allPending = new Option<bool>("--all-pending") { Description = "Every pending deletion in the --regions, whoever scheduled it, instead of keys." };
        var reEnable = new Option<bool>("--re-enable") { Description = "Enable the keys too: a key whose deletion is cancelled stays disabled." };
        var reason = ValueOption.Once("--reason", "TEXT", "Why, for the tag that keeps the next sweep away.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Look, and write nothing." };
        var settings = new SettingOptions([.. SettingOptions.Where, .. SettingOptions.Members, .. SettingOptions.Topic]);
        var output = new OutputOption();
        var aws = new AwsOptions();
        var command = new Command("rollback", "Cancel scheduled deletions, and keep the next sweep from taking the keys again.")
        {
            keys, run, allPending, reEnable, reason, dryRun,
        };
        settings.AddTo(command);
        output.AddTo(command);
        aws.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            List<string> problems = [];
            var guard = settings.Read(parsed, problems);
            if (parsed.GetValue(allPending) && !guard.AllRegions && guard.Regions.Count == 0)
            {
                problems.Add("--all-pending takes back deletions that others scheduled: name the --regions");
            }

            var request = RollbackRequest.Parse(
                parsed.GetValue(keys) ?? [], parsed.Given(run, problems), parsed.GetValue(allPending), problems) with
            {
                Accounts = guard.Accounts,
                ReEnable = parsed.GetValue(reEnable),
                Reason = parsed.Given(reason, problems),
                DryRun = parsed.GetValue(dryRun),
            };
            var reached = aws.Read(parsed, host, guard.RoleName, problems);
            var format = output.Read(parsed, problems);
            BadInputException.ThrowIfAny(problems);
            // Somebody waits for it: it takes the whole quota, as the function does.
            return RunAsync(
                request with { Regions = Composition.Scope(request.Keys, guard, reached) },
                new(reached, guard with { QuotaShare = 100 }), format, host, stop);
        });
        return command.WithExamples(
            ("See what the rollback of one key would do", "kmsguard rollback \"$KEY\" --dry-run"),
            ("Take one key's deletion back, and enable the key", "kmsguard rollback \"$KEY\" --re-enable --reason 'still needed'"),
            ("Take back everything that a sweep scheduled", "kmsguard rollback --run \"$RUN\" --regions us-east-1,eu-west-1"),
            ("Take back every pending deletion of a Region", "kmsguard rollback --all-pending --regions us-east-1"));
    }

    private static async Task<int> RunAsync(
        RollbackRequest request, Composition parts, OutputFormat format, CliHost host, CancellationToken stop)
    {
        using var opened = parts;
        await parts.IdentifyAsync(request.Regions[0], stop);
        var report = await new Rollback(parts.Regions, host.Time, host.Tell).RunAsync(request, stop);
        if (request.Keys.Count > 0 && report.Keys.All(key => key is { Outcome: RollbackOutcome.NotFound, Before: null }))
        {
            throw new BadInputException(
                $"There is no such key: {string.Join("; ", report.Keys.Select(key => $"{key.Arn} ({key.Error})"))}. Nothing was changed.");
        }

        if (format == OutputFormat.Json)
        {
            host.Answer(JsonAnswer.Of(report));
        }
        else
        {
            RestoreTable.Write(report, Terminal.On(host.Output, host.Screen), host.Screen.Columns is not null);
        }

        var told = await parts.TellAsync(() => RollbackNotice.Write(report, MessageFormat.Text), host, stop);
        return told && report.Succeeded ? ExitCode.Well : ExitCode.Trouble;
    }
}
