using System.CommandLine;
using KmsGuard.Cli.Help;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard sweep</c>: the nightly sweep, from a command line.</summary>
internal static class SweepCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var settings = new SettingOptions([.. SettingOptions.Where, .. SettingOptions.Rules, .. SettingOptions.Reach, .. SettingOptions.Topic, .. SettingOptions.Notice]);
        var output = OutputOption.ForLedgers();
        var file = ValueOption.Once("--out", "FILE", "Write the answer to a file.");
        var aws = new AwsOptions();
        var command = new Command("sweep", "Enable rotation where it can be, and schedule the deletion of disabled keys that are proven unused.");
        settings.AddTo(command);
        output.AddTo(command);
        command.Add(file);
        aws.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            List<string> problems = [];
            var guard = settings.Read(parsed, problems);
            var reached = aws.Read(parsed, host, guard.RoleName, problems);
            var format = output.Read(parsed, problems);
            var path = parsed.Given(file, problems);
            BadInputException.ThrowIfAny(problems);
            return RunAsync(new(guard.Accounts, Composition.Scope(guard, reached)), new(reached, guard), guard, format, path, host, stop);
        });
        return command.WithExamples(
            ("See what is due in two Regions, and change nothing", "kmsguard sweep --regions us-east-1,eu-west-1"),
            ("Enable rotation everywhere it can be", "kmsguard sweep --regions all --rotation enforce"),
            ("Also schedule deletions, 30 days ahead, at most five in a Region", "kmsguard sweep --rotation enforce --deletion enforce --max-deletions 5"),
            ("Leave some keys alone", "kmsguard sweep --exempt-alias 'alias/prod-*' --exempt-alias 'alias/payments'"),
            ("Another account, by a role there", "kmsguard sweep --accounts \"$ACCOUNT\" --role-name kmsguard-sweep"),
            ("For a script", "kmsguard sweep --output json --out sweep.json"));
    }

    private static async Task<int> RunAsync(
        SweepScope scope, Composition parts, Settings.GuardSettings settings, OutputFormat format, string? path, CliHost host, CancellationToken stop)
    {
        using var opened = parts;
        using var answer = new AnswerFile(path, host, SweepOutput.PartsBegin(format));
        await parts.IdentifyAsync(scope.Regions[0], stop);
        // Told before anything is done: should this process be killed, a rollback of the run takes back what it scheduled.
        var runId = RunIds.New(host.Time.GetUtcNow());
        host.Tell($"Sweeping {(scope.Regions.Count > 5 ? $"{scope.Regions.Count} Regions" : string.Join(", ", scope.Regions))} as run {runId} ...");
        // Ctrl+C begins nothing more; what is under way is finished and told. Without that nobody would know what was done.
        var progress = new SweepProgress(host);
        var report = await progress.ShowAsync(
            new Sweep(parts.Regions, host.Time, begun: progress.Add).RunAsync(scope with { RunId = runId }, settings.Sweep, stop, CancellationToken.None));
        if (report.Regions.Any(region => region.Status == RegionStatus.Incomplete))
        {
            host.Complain("Stopped. What was begun is finished, and below is what was done; run it again for the rest.");
        }

        SweepOutput.Write(report, format, answer);
        var told = await parts.TellAsync(report, settings.Notice, host);
        return told && report.Succeeded ? ExitCode.Well : ExitCode.Trouble;
    }
}
