using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
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
        console.MarkupLine(Terminal.Safe(string.Join(", ", Facts(key, description).Where(fact => fact.Length > 0)), 600));
        if (description.Manager == KeyManager.Customer)
        {
            Rule("Rotation", description.State == KeyState.Enabled, options.Rotation, RotationRule.Checks(key, description, options));
            Rule("Deletion", description.State == KeyState.Disabled, options.Deletion, DeletionRule.Checks(key, description, options, now));
        }

        console.WriteLine();
        console.MarkupLine($"A sweep {Terminal.Safe(Verdict(decision, options), 600)}");

        void Rule(string name, bool applies, RuleMode mode, IReadOnlyList<Check> checks)
        {
            console.WriteLine();
            console.MarkupLine($"[bold]{name}[/], {KebabCase.Of(mode)}" + (applies ? "" : $": does not apply, the key is {description.State}"));
            var table = new Table().NoBorder().HideHeaders().AddColumns("", "", "");
            foreach (var check in checks)
            {
                table.AddRow(Mark(check), check.Name, Terminal.Safe((check.Reason is null ? "" : check.Reason + ": ") + check.Evidence, 600));
            }

            console.Write(new Padder(table, new Padding(2, 0, 0, 0)));
        }
    }

    private static IEnumerable<string> Facts(KeySnapshot key, KeyDescription description) =>
    [
        description.Manager == KeyManager.Customer ? "customer managed" : $"managed by {description.Manager}",
        description.State.ToString(),
        description.Spec,
        description.Origin,
        description.MultiRegion == MultiRegionKind.None ? "" : $"multi-Region {KebabCase.Of(description.MultiRegion)}",
        key.Aliases?.Value is { Count: > 0 } aliases ? string.Join(", ", aliases) : "no alias",
        description.Description,
    ];

    private static string Mark(Check check) => check.Result switch
    {
        CheckResult.Passed => "[green]pass[/]",
        CheckResult.Failed => "[yellow]FAIL[/]",
        CheckResult.Unread => "[red]UNREAD[/]",
        _ => "-",
    };

    private static string Verdict(Decision decision, SweepOptions options)
    {
        var why = string.Join(", ", decision.Reasons) + (decision.Detail.Length > 0 ? $" ({decision.Detail})" : "");
        var mode = decision.Rule == Decision.DeletionRule ? options.Deletion : options.Rotation;
        return decision switch
        {
            { Action: KeyAction.TagResource tag } =>
                $"would hold it: {why}. {(mode == RuleMode.Enforce ? "It would" : "With enforce it would")} set the tag {tag.Name}={tag.Value}.",
            { Action: { } action } =>
                $"would call {action.Operation}{(mode == RuleMode.Enforce ? "" : ", if its mode were enforce")}: {why}.",
            { Reasons.Count: 0 } => $"would leave it alone: {KebabCase.Of(decision.Outcome)}.",
            _ => $"would leave it alone, as {KebabCase.Of(decision.Outcome)}: {why}.",
        };
    }
}
