using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>What to take back.</summary>
public sealed record RollbackRequest
{
    /// <summary>The keys; empty when a run is named.</summary>
    public IReadOnlyList<KeyReference> Keys { get; init; } = [];

    /// <summary>The run, every key of which is taken back; null when keys are named.</summary>
    public string? Run { get; init; }

    /// <summary>Where to look for ids without ARN, and for the keys of a run.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>Whether to enable the keys too: CancelKeyDeletion leaves them disabled.</summary>
    public bool ReEnable { get; init; }

    /// <summary>Why, for the hold tag; null when not told.</summary>
    public string? Reason { get; init; }

    /// <summary>Whether to only look.</summary>
    public bool DryRun { get; init; }

    /// <summary>Reads what a person gave, and names everything that is wrong with it.</summary>
    public static RollbackRequest Parse(
        IReadOnlyList<string> keys, string? run, IReadOnlyList<string> regions, bool reEnable, string? reason, bool dryRun, ICollection<string> problems)
    {
        var references = new List<KeyReference>();
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

        if (string.IsNullOrWhiteSpace(run))
        {
            run = null;
        }

        if ((keys.Count == 0) == (run is null))
        {
            problems.Add("a rollback takes either keys or a run id");
        }

        if (run is not null && !RunIds.IsValid(run))
        {
            problems.Add($"'{Report.SafeText.OneLine(run, 120)}' is no run id");
        }

        return new RollbackRequest
        {
            Keys = [.. references.Distinct()],
            Run = run,
            Regions = regions,
            ReEnable = reEnable,
            Reason = string.IsNullOrWhiteSpace(reason) ? null : reason,
            DryRun = dryRun,
        };
    }
}
