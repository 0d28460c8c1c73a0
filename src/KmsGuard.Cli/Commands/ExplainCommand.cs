using System.CommandLine;
using KmsGuard.Aws;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Restore;
using KmsGuard.Settings;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard explain</c>: every check of one key, and what a sweep would do. It only reads.</summary>
internal static class ExplainCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var key = new Argument<string>("KEY") { Description = "The key, by id or ARN." }.WithoutOptions();
        var settings = new SettingOptions(SettingOptions.Rules);
        var aws = new AwsOptions();
        var command = new Command("explain", "Show every check of one key, and what a sweep would do.") { key };
        settings.AddTo(command);
        aws.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            List<string> problems = [];
            var guard = settings.Read(parsed, problems);
            var reached = aws.Read(parsed, host, null, problems);
            var text = parsed.GetRequiredValue(key);
            if (!KeyReference.TryParse(text, out var reference))
            {
                problems.Add($"'{text}' is neither the id nor the ARN of a KMS key");
            }

            BadInputException.ThrowIfAny(problems);
            using var parts = new Composition(reached, guard);
            return await RunAsync(reference!, parts, guard, reached, host, stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        KeyReference reference, Composition parts, GuardSettings settings, AwsSettings aws, CliHost host, CancellationToken stop)
    {
        IReadOnlyList<string> where = reference.Arn is { } arn ? [arn.Region] : Composition.Scope(settings, aws);
        await parts.IdentifyAsync(where[0], stop);
        var found = await new KeyFinder(parts.Regions).FindAsync(reference, where, stop);
        if (found is not { Kms: { } kms, Key: { } key })
        {
            return found.Refusal is { Outcome: RollbackOutcome.NotFound } none
                ? throw new BadInputException($"{none.Arn}: {none.Error}.")
                : Unreadable($"{found.Name}: {found.Refusal?.Error}", host);
        }

        var snapshot = await ReadAsync(kms, key, stop);
        if (snapshot.Description?.Failure is { } failure)
        {
            return failure.Kind == FailureKind.NotFound
                ? throw new BadInputException($"There is no key {key}.")
                : Unreadable($"{key}: {failure}", host);
        }

        var now = host.Time.GetUtcNow();
        var decision = KeyEvaluator.Decide(snapshot, settings.Sweep, now);
        Explanation.Write(snapshot, decision, settings.Sweep, now, Terminal.On(host.Output, host.Ansi));
        return decision.Outcome == Outcome.Unreadable ? ExitCode.Trouble : ExitCode.Well;
    }

    // Everything that could be a reason, and nothing that KMS refuses for this kind of key.
    private static async Task<KeySnapshot> ReadAsync(IKeyReader kms, KeyArn key, CancellationToken stop)
    {
        var snapshot = new KeySnapshot(key) { Aliases = await kms.ListAliasesAsync(key.KeyId, stop) };
        snapshot = await kms.ReadAsync(snapshot, KeyRead.Description, stop);
        if (snapshot.Description?.Value is not { Manager: KeyManager.Customer } description)
        {
            return snapshot;
        }

        IEnumerable<KeyRead> reads = [KeyRead.Tags, KeyRead.Grants, KeyRead.LastUsage];
        foreach (var read in RotationEligibility.Obstacles(description).Count == 0 ? reads.Prepend(KeyRead.Rotation) : reads)
        {
            snapshot = await kms.ReadAsync(snapshot, read, stop);
        }

        return snapshot;
    }

    private static int Unreadable(string why, CliHost host)
    {
        host.Complain(why);
        return ExitCode.Trouble;
    }
}
