using KmsGuard.Evaluate;

namespace KmsGuard.Cli.Output.Html;

/// <summary>The outcomes in the order in which the page has them, and what each of them means.</summary>
internal static class OutcomeLook
{
    /// <summary>Those that need somebody come first.</summary>
    public static readonly IReadOnlyList<(Outcome Outcome, string Meaning)> All =
    [
        (Outcome.Failed, "what was due could not be done"),
        (Outcome.Unreadable, "could not be read, so nothing was done"),
        (Outcome.Changed, "what was due is done"),
        (Outcome.Planned, "due, and not done: a dry run"),
        (Outcome.Held, "a check holds it back from deletion"),
        (Outcome.Exempt, "left alone, as its owners asked"),
        (Outcome.Ineligible, "no rule applies: its kind or its state"),
        (Outcome.Compliant, "rotates, and often enough"),
        (Outcome.AwsManaged, "AWS looks after it"),
    ];

    /// <summary>Its name for people, and for the style sheet.</summary>
    public static string Name(Outcome outcome) => KebabCase.Of(outcome);
}
