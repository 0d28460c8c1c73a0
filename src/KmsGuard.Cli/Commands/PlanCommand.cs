using System.CommandLine;
using System.Text;
using KmsGuard.Cli.Help;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard plan</c>: a sweep's dry run, kept in a file for a second person.</summary>
internal static class PlanCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var settings = new SettingOptions([.. SettingOptions.Where, .. SettingOptions.Rules, .. SettingOptions.Reach]);
        var output = OutputOption.ForLedgers();
        var file = ValueOption.Once("--out", "FILE", "The file that the plan is written to.");
        var aws = new AwsOptions();
        var command = new Command(
            "plan",
            "Write what a sweep would do to a file, to be reviewed and applied within 24 hours. Both rules are dry runs, unless off.") { file };
        settings.AddTo(command);
        output.AddTo(command);
        aws.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            List<string> problems = [];
            var path = parsed.Given(file, problems);
            if (path is null)
            {
                problems.Add("--out is missing: name the file that the plan is to be written to");
            }

            var guard = settings.Read(parsed, problems);
            var reached = aws.Read(parsed, host, guard.RoleName, problems);
            var format = output.Read(parsed, problems);
            BadInputException.ThrowIfAny(problems);
            return RunAsync(new(guard.Accounts, Composition.Scope(guard, reached)), new(reached, guard), DryRun(guard.Sweep), format, path!, host, stop);
        });
        return command.WithExamples(
            ("Plan a night for somebody to review", "kmsguard plan --regions us-east-1,eu-west-1 --out plan.json"),
            ("Rotation alone", "kmsguard plan --deletion off --out plan.json"));
    }

    private static async Task<int> RunAsync(
        SweepScope scope, Composition parts, SweepOptions options, OutputFormat format, string path, CliHost host, CancellationToken stop)
    {
        using var opened = parts;
        using var file = new AnswerFile(path, host);
        var account = await parts.IdentifyAsync(scope.Regions[0], stop);
        host.Tell($"Planning in {(scope.Regions.Count > 5 ? $"{scope.Regions.Count} Regions" : string.Join(", ", scope.Regions))} ...");
        var report = await new Sweep(parts.Regions, host.Time).RunAsync(scope, options, stop, CancellationToken.None);
        if (report.Regions.Any(region => region.Status == RegionStatus.Incomplete))
        {
            host.Complain("Stopped. No plan was written: it would have been half of one.");
            return ExitCode.Trouble;
        }

        var plan = Plan.Of(report, options, account, await parts.Regions.WhoAmIAsync(CancellationToken.None));
        var written = PlanFile.Write(plan);
        if (written.Length > PlanFile.MaxBytes)
        {
            throw new BadInputException($"The plan would be larger than {PlanFile.MaxBytes} bytes, which nobody can review. Plan fewer --regions or --accounts at a time.");
        }

        SweepOutput.Write(report, format, host.Output, host.Screen);
        file.Write((writer, _) => writer.WriteLine(Encoding.UTF8.GetString(written)));
        host.Tell(
            $"Actions planned: {plan.Keys.Count}, to be applied before {DisabledSince.ToTag(plan.Expires)}. "
                + "Tell the reviewer the digest by another way than the file:");
        host.Tell($"kmsguard apply {path} --digest {plan.Digest}");
        return report.Succeeded ? ExitCode.Well : ExitCode.Trouble;
    }

    // Whatever mode is asked for: that nothing is written is what a plan is for.
    private static SweepOptions DryRun(SweepOptions options) => PlanSettings.Of(options).ToOptions(RuleMode.DryRun);
}
