using System.Text.Json.Serialization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Restore;

/// <summary>What became of one key.</summary>
[JsonConverter(typeof(KebabCaseConverter<RollbackOutcome>))]
public enum RollbackOutcome
{
    /// <summary>It was doomed or disabled and is what was asked for now.</summary>
    Restored,

    /// <summary>There was nothing to take back.</summary>
    AlreadySafe,

    /// <summary>There is no such key, or no longer.</summary>
    NotFound,

    /// <summary>It could not be read, or not all that was to be done was done.</summary>
    Failed,
}

/// <summary>One key of a rollback.</summary>
/// <param name="Arn">The key's ARN, or what was given for it.</param>
/// <param name="Before">Its state before; null when it could not be read.</param>
/// <param name="After">Its state afterwards, read again; null when it could not be read, and in a dry run.</param>
/// <param name="Outcome">The outcome; in a dry run, the one that is to be expected.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record RollbackEntry(string Arn, KeyState? Before, KeyState? After, RollbackOutcome Outcome, string? Error)
{
    /// <summary>What somebody should know of a key that did not fail; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Note { get; init; }

    /// <summary>Whether it rotates, read after it was enabled; null when it was not, and of keys that KMS cannot rotate.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Rotates { get; init; }

    /// <summary>The API operation that failed; null when none did.</summary>
    [JsonIgnore]
    public string? FailedOperation { get; init; }

    /// <summary>Whether a sweep may be about to schedule it, or has just done so: it is to be looked at once more.</summary>
    [JsonIgnore]
    public bool Raced { get; init; }

    /// <summary>What became of it all in all, after another look.</summary>
    internal RollbackEntry Then(RollbackEntry again) => again with
    {
        Before = Before,
        Outcome = again.Outcome == RollbackOutcome.AlreadySafe && (Outcome == RollbackOutcome.Restored || again.After != Before) ? RollbackOutcome.Restored : again.Outcome,
        Note = again.Note ?? (again.Before?.IsPendingDeletion() == true && again.Error is null ? "a sweep had scheduled it again at the same time; that is taken back too" : Note),
        Rotates = again.Rotates ?? Rotates,
    };

    /// <summary>Its part in a multi-Region set; null for a single-Region key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonConverter(typeof(KebabCaseConverter<MultiRegionKind>))]
    public MultiRegionKind? MultiRegion { get; init; }
}

/// <summary>A rollback's answer.</summary>
/// <param name="DryRun">Whether nothing was written.</param>
/// <param name="By">Who asked for it (an ARN); null when that could not be found out.</param>
/// <param name="Reason">Why; null when not told.</param>
/// <param name="Run">The run that was undone; null for a rollback of something else.</param>
/// <param name="Keys">One entry a key; those of a multi-Region set stand together.</param>
public sealed record RollbackReport(bool DryRun, string? By, string? Reason, string? Run, IReadOnlyList<RollbackEntry> Keys)
{
    /// <summary>Why there is no key to report of; null when there is, or need not be.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Error { get; init; }

    /// <summary>Whether every key was found and is safe.</summary>
    [JsonIgnore]
    public bool Succeeded => Error is null && Keys.All(key => key.Outcome is RollbackOutcome.Restored or RollbackOutcome.AlreadySafe);
}
