using System.CommandLine;
using KmsGuard.Cli.Help;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Restore;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard release</c>: lifts holds.</summary>
internal static class ReleaseCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var keys = KeysArgument.Create();
        var reason = ValueOption.Once("--reason", "TEXT", "Why, for the report.");
        var settings = new SettingOptions([.. SettingOptions.Where, .. SettingOptions.Members]);
        var output = new OutputOption();
        var aws = new AwsOptions();
        var command = new Command("release", "Lift the hold of keys that a rollback has taken back: the next sweep may take them again.") { keys, reason };
        settings.AddTo(command);
        output.AddTo(command);
        aws.AddTo(command);
        command.SetAction((parsed, stop) =>
        {
            List<string> problems = [];
            var references = RollbackRequest.ReadKeys(parsed.GetValue(keys) ?? [], problems);
            if (references.Count == 0 && problems.Count == 0)
            {
                problems.Add("a release takes one key or more");
            }

            var why = parsed.Given(reason, problems);
            if (string.IsNullOrWhiteSpace(why))
            {
                problems.Add("--reason is missing: say why the next sweep may take the key again");
            }

            var guard = settings.Read(parsed, problems);
            var reached = aws.Read(parsed, host, guard.RoleName, problems);
            var format = output.Read(parsed, problems);
            BadInputException.ThrowIfAny(problems);
            var scope = new SweepScope(guard.Accounts, Composition.Scope(references, guard, reached));
            return RunAsync(references, scope, why!, new(reached, guard with { QuotaShare = 100 }), format, host, stop);
        });
        return command.WithExamples(
            ("Let the next sweep take the key again", "kmsguard release \"$KEY\" --reason 'migrated, no longer needed'"));
    }

    private static async Task<int> RunAsync(
        IReadOnlyList<KeyReference> keys, SweepScope scope, string reason, Composition parts, OutputFormat format, CliHost host, CancellationToken stop)
    {
        using var opened = parts;
        await parts.IdentifyAsync(scope.Regions[0], stop);
        var report = await new Release(parts.Regions).RunAsync(keys, scope, reason, stop);
        if (format == OutputFormat.Json)
        {
            host.Answer(JsonAnswer.Of(report));
        }
        else
        {
            RestoreTable.Write(report, Terminal.On(host.Output, host.Screen), host.Screen.Columns is not null);
        }

        return report.Succeeded ? ExitCode.Well : ExitCode.Trouble;
    }
}
