using System.Text.Json.Serialization;
using KmsGuard.Evaluate;

namespace KmsGuard.Restore;

/// <summary>What became of one key's hold.</summary>
[JsonConverter(typeof(KebabCaseConverter<ReleaseOutcome>))]
public enum ReleaseOutcome
{
    /// <summary>It was held and no longer is: the next sweep may take it.</summary>
    Released,

    /// <summary>There was no hold.</summary>
    NotHeld,

    /// <summary>There is no such key, or no longer.</summary>
    NotFound,

    /// <summary>Its tags could not be read, or the hold not be taken away.</summary>
    Failed,
}

/// <summary>One key of a release.</summary>
/// <param name="Arn">The key's ARN, or what was given for it.</param>
/// <param name="Hold">What the hold tag said: when, by whom, why; null when there was none, or it could not be read.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record ReleaseEntry(string Arn, string? Hold, ReleaseOutcome Outcome, string? Error);

/// <summary>A release's answer.</summary>
/// <param name="By">Who asked for it (an ARN); null when that could not be found out.</param>
/// <param name="Reason">Why.</param>
/// <param name="Keys">One entry a key.</param>
public sealed record ReleaseReport(string? By, string Reason, IReadOnlyList<ReleaseEntry> Keys)
{
    /// <summary>Whether no key is held any more.</summary>
    [JsonIgnore]
    public bool Succeeded => Keys.All(key => key.Outcome is ReleaseOutcome.Released or ReleaseOutcome.NotHeld);
}
