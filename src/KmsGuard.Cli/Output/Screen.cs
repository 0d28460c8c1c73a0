namespace KmsGuard.Cli.Output;

/// <summary>What reads an answer.</summary>
/// <param name="Colours">Whether it takes colours.</param>
/// <param name="Columns">How wide the terminal is; null where a file or another program reads it, whose lines are not broken.</param>
public readonly record struct Screen(bool Colours, int? Columns);
