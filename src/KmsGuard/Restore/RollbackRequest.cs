using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>What to take back.</summary>
public sealed record RollbackRequest
{
    /// <summary>The keys; empty when something else is named.</summary>
    public IReadOnlyList<KeyReference> Keys { get; init; } = [];

    /// <summary>The run, every key of which is taken back; null when something else is named.</summary>
    public string? Run { get; init; }

    /// <summary>Whether to take back every pending deletion in the Regions, whoever scheduled it.</summary>
    public bool AllPending { get; init; }

    /// <summary>The accounts to search; empty for the caller's own. A key's ARN says where that key is.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>Where to look for ids without ARN, for the keys of a run, and for what is pending.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Whether to enable the keys too: CancelKeyDeletion leaves them disabled.</summary>
    public bool ReEnable { get; init; }

    /// <summary>Why, for the hold tag; null when not told.</summary>
    public string? Reason { get; init => field = string.IsNullOrWhiteSpace(value) ? null : value; }

    /// <summary>Whether to only look.</summary>
    public bool DryRun { get; init; }

    /// <summary>Reads what a person named, of which there must be one kind, and tells everything that is wrong with it.</summary>
    public static RollbackRequest Parse(IReadOnlyList<string> keys, string? run, bool allPending, ICollection<string> problems)
    {
        run = string.IsNullOrWhiteSpace(run) ? null : run;
        if ((keys.Count > 0 ? 1 : 0) + (run is null ? 0 : 1) + (allPending ? 1 : 0) != 1)
        {
            problems.Add("a rollback takes either keys or a run id, or everything that is pending");
        }

        if (run is not null && !RunIds.IsValid(run))
        {
            problems.Add($"'{Report.SafeText.OneLine(run, 120)}' is no run id");
        }

        return new RollbackRequest { Keys = ReadKeys(keys, problems), Run = run, AllPending = allPending };
    }

    /// <summary>Reads the keys that a person named, each once.</summary>
    public static IReadOnlyList<KeyReference> ReadKeys(IEnumerable<string> keys, ICollection<string> problems)
    {
        List<KeyReference> references = [];
        foreach (var text in keys)
        {
            if (KeyReference.TryParse(text, out var reference))
            {
                references.Add(reference);
            }
            else
            {
                problems.Add($"'{Report.SafeText.OneLine(text, 120)}' is neither the id nor the ARN of a KMS key");
            }
        }

        return [.. references.Distinct()];
    }
}
