using System.CommandLine;
using KmsGuard.Aws;
using KmsGuard.Cli.Help;
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
        return command.WithExamples(
            ("Every check of one key", "kmsguard explain \"$KEY\""),
            ("What other limits would make of it", "kmsguard explain \"$KEY\" --disabled-days 7 --idle-days 30"));
    }

    private static async Task<int> RunAsync(
        KeyReference reference, Composition parts, GuardSettings settings, AwsSettings aws, CliHost host, CancellationToken stop)
    {
        IReadOnlyList<string> where = reference.Arn is { } arn ? [arn.Region] : Composition.Scope(settings, aws);
        await parts.IdentifyAsync(where[0], stop);
        var found = await new KeyFinder(parts.Regions, new("explain")).FindAsync(reference, new([], where), stop);
        if (found is not { Kms: { } kms, Key: { } key })
        {
            return found.Refusal is { Outcome: RollbackOutcome.NotFound } none
                ? throw new BadInputException($"{none.Arn}: {none.Error}.")
                : Unreadable($"{found.Name}: {found.Refusal?.Error}", host);
        }

        var now = host.Time.GetUtcNow();
        // First what a sweep reads, to decide on no more than a sweep does; then the rest, to show it.
        var swept = new KeySnapshot(key) { Aliases = await kms.ListAliasesAsync(key.KeyId, stop) };
        swept = await kms.ReadForDecisionAsync(swept, settings.Sweep, now, stop);
        var decision = KeyEvaluator.Decide(swept, settings.Sweep, now);
        var whole = await ReadRestAsync(kms, swept, stop);
        if (whole.Description?.Failure is { } failure)
        {
            return failure.Kind == FailureKind.NotFound
                ? throw new BadInputException($"There is no key {key}.")
                : Unreadable($"{key}: {parts.Advise(failure)}", host);
        }

        Explanation.Write(whole, decision, settings.Sweep, now, Terminal.On(host.Output, host.Screen));
        return decision.Outcome == Outcome.Unreadable ? ExitCode.Trouble : ExitCode.Well;
    }

    // Everything that could be a reason, and nothing that KMS refuses for this kind of key.
    private static async Task<KeySnapshot> ReadRestAsync(IKeyReader kms, KeySnapshot key, CancellationToken stop)
    {
        key = key.Description is null ? await kms.ReadAsync(key, KeyRead.Description, stop) : key;
        if (key.Description?.Value is not { Manager: KeyManager.Customer } description)
        {
            return key;
        }

        (KeyRead Read, bool Open)[] facts =
        [
            (KeyRead.Rotation, key.Rotation is null && RotationEligibility.HasStatus(description)),
            (KeyRead.Tags, key.Tags is null),
            (KeyRead.Grants, key.Grants is null),
            (KeyRead.LastUsage, key.LastUsage is null),
        ];
        foreach (var fact in facts.Where(fact => fact.Open))
        {
            key = await kms.ReadAsync(key, fact.Read, stop);
        }

        return key;
    }

    private static int Unreadable(string why, CliHost host)
    {
        host.Complain(why);
        return ExitCode.Trouble;
    }
}
