using System.CommandLine;
using System.Text.RegularExpressions;
using KmsGuard.Cli.Help;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Settings;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard apply</c>: does what a plan says, and nothing else.</summary>
internal static partial class ApplyCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var file = new Argument<string>("FILE") { Description = "The plan; - for standard input." }.WithoutOptions();
        var digest = ValueOption.Once("--digest", "sha256:HEX", "The digest of the plan that was reviewed: any other plan is refused.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Look what has changed since, and write nothing." };
        var settings = new SettingOptions(["QUOTA_SHARE", "ROLE_NAME", .. SettingOptions.Topic, .. SettingOptions.Notice]);
        var output = OutputOption.ForLedgers();
        var answer = ValueOption.Once("--out", "FILE", "Write the answer to a file.");
        var aws = new AwsOptions();
        var command = new Command(
            "apply",
            "Do what a plan says, key by key, where it would be decided in the same way again.") { file, digest, dryRun };
        settings.AddTo(command);
        output.AddTo(command);
        command.Add(answer);
        aws.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            List<string> problems = [];
            var reviewed = parsed.Given(digest, problems);
            if (reviewed is not null && !DigestForm().IsMatch(reviewed))
            {
                problems.Add($"--digest is '{reviewed}'; it must be sha256: and 64 hexadecimal digits, as kmsguard plan told it");
            }

            var guard = settings.Read(parsed, problems);
            var reached = aws.Read(parsed, host, guard.RoleName, problems);
            var format = output.Read(parsed, problems);
            var path = parsed.Given(answer, problems);
            BadInputException.ThrowIfAny(problems);
            var plan = await PlanInput.ReadAsync(parsed.GetValue(file)!, reviewed, guard.RoleName, host, stop);
            return await RunAsync(plan, parsed.GetValue(dryRun) ? RuleMode.DryRun : RuleMode.Enforce, new(reached, guard), guard, format, path, host, stop);
        });
        return command.WithExamples(
            ("See what it would do now", "kmsguard apply \"$PLAN\" --dry-run"),
            ("Do it, if it is the plan that was reviewed", "kmsguard apply \"$PLAN\" --digest \"$DIGEST\""));
    }

    private static async Task<int> RunAsync(
        Plan plan, RuleMode mode, Composition parts, GuardSettings settings, OutputFormat format, string? path, CliHost host, CancellationToken stop)
    {
        using var opened = parts;
        using var answer = new AnswerFile(path, host, SweepOutput.PartsBegin(format));
        if (plan.Keys.Count > 0 && await parts.IdentifyAsync(plan.Keys[0].Arn.Region, stop) is var account && account != plan.Account)
        {
            throw new BadInputException($"The plan was made in account {plan.Account}, and these credentials are of account {account}; nothing was done.");
        }

        // Told before anything is done, as with a sweep.
        var runId = RunIds.New(host.Time.GetUtcNow());
        host.Tell($"Applying {plan.Digest}, made on {DisabledSince.ToTag(plan.Created)}, as run {runId} ...");
        // As with a sweep: Ctrl+C begins nothing more, and what is under way is finished and told.
        var report = await new PlanApplication(parts.Regions, host.Time, runId).RunAsync(plan, mode, stop, CancellationToken.None);
        if (report.Regions.Any(region => region.Status == RegionStatus.Incomplete))
        {
            host.Complain("Stopped. What was begun is finished, and below is what was done; apply the plan again for the rest.");
        }

        SweepOutput.Write(report, format, answer);
        var refused = report.Keys.Count(key => key.Reasons.Contains(Reason.StateChanged));
        if (refused > 0)
        {
            host.Complain($"Keys that are not as they were planned, and were left alone: {refused}.");
        }

        var told = await parts.TellAsync(report, settings.Notice, host);
        return told && refused == 0 && report.Succeeded ? ExitCode.Well : ExitCode.Trouble;
    }

    [GeneratedRegex(@"^sha256:[0-9a-fA-F]{64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex DigestForm();
}
