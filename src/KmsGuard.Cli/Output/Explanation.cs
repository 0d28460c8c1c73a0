using KmsGuard.Detect;
using KmsGuard.Evaluate;
using Spectre.Console;

namespace KmsGuard.Cli.Output;

/// <summary>Shows the checks of one key, rule by rule, and what they amount to.</summary>
internal static class Explanation
{
    /// <summary>Writes.</summary>
    public static void Write(KeySnapshot key, Decision decision, SweepOptions options, DateTimeOffset now, IAnsiConsole console)
    {
        var description = key.Description!.Value!;
        console.MarkupLine($"[bold]{Terminal.Safe(key.Arn.ToString())}[/]");
        foreach (var fact in Facts(key, description, decision).Where(fact => fact.Length > 0))
        {
            console.MarkupLine(Terminal.Safe(fact, 600));
        }

        foreach (var tag in LookAlikeTags.Of(key.Tags?.Value ?? new Dictionary<string, string>()))
        {
            console.MarkupLine($"[yellow]Warning:[/] {Terminal.Safe(tag.Describe())}.");
        }

        if (description.Manager == KeyManager.Customer)
        {
            Rule("Rotation", description.State == KeyState.Enabled, options.Rotation, RotationRule.Checks(key, description, options));
            Rule("Deletion", description.State == KeyState.Disabled, options.Deletion, DeletionRule.Checks(key, description, options, now));
        }

        console.WriteLine();
        console.MarkupLine($"A sweep {Terminal.Safe(Verdict.Of(decision, options), 900)}");
        if (description.State.IsPendingDeletion())
        {
            // Not through the console, which would break a command to be copied.
            console.Profile.Out.Writer.WriteLine($"To keep the key: kmsguard rollback {key.Arn}");
        }

        void Rule(string name, bool applies, RuleMode mode, IReadOnlyList<Check> checks)
        {
            console.WriteLine();
            console.MarkupLine($"[bold]{name}[/], {KebabCase.Of(mode)}" + (applies ? "" : $": does not apply, the key is {description.State}"));
            var grid = new Grid()
                .AddColumn(new GridColumn().NoWrap().Padding(2, 0, 2, 0))
                .AddColumn(new GridColumn().NoWrap().Padding(0, 0, 2, 0))
                .AddColumn(new GridColumn().Padding(0, 0, 0, 0));
            foreach (var check in checks)
            {
                grid.AddRow(Mark(check), check.Name, Terminal.Safe(string.Join(": ", new[] { check.Reason, check.Evidence }.Where(text => text?.Length > 0)), 600));
            }

            console.Write(grid);
        }
    }

    private static IEnumerable<string> Facts(KeySnapshot key, KeyDescription description, Decision decision) =>
    [
        string.Join(", ", new[]
        {
            description.Manager switch { KeyManager.Customer => "customer managed", KeyManager.Aws => "managed by AWS", _ => "managed by nobody known" },
            description.State.ToString(),
            description.Spec,
            description.Origin,
            description.CreatedAt is { } created ? $"created {created.UtcDateTime:yyyy-MM-dd}" : "",
        }.Where(text => text.Length > 0)),
        key.Aliases?.Value is { Count: > 0 } aliases ? string.Join(", ", aliases.Order(StringComparer.Ordinal)) : "no alias",
        description.Description,
        description.MultiRegion switch
        {
            MultiRegionKind.Replica => $"multi-Region replica of {description.Primary}",
            MultiRegionKind.Primary when description.Replicas.Count > 0 =>
                $"multi-Region primary, replicas in {string.Join(", ", description.Replicas.Select(replica => replica.Region))}",
            MultiRegionKind.Primary => "multi-Region primary without replicas",
            _ => "",
        },
        description.State.IsPendingDeletion() ? decision.Detail : "",
    ];

    private static string Mark(Check check) => check.Result switch
    {
        CheckResult.Passed => "[green]pass[/]",
        CheckResult.Failed => "[yellow]FAIL[/]",
        CheckResult.Unread => "[red]UNREAD[/]",
        _ => "-",
    };
}
