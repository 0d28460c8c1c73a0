using KmsGuard.Evaluate;

namespace KmsGuard.Remediate;

/// <summary>What a plan was decided by, and is decided by again when it is applied. All of it stands in the file: what is left
/// out would be a default that nobody reviewed.</summary>
public sealed record PlanSettings
{
    /// <summary>The rotation rule: dry-run, or off.</summary>
    public required RuleMode Rotation { get; init; }

    /// <summary>The deletion rule: dry-run, or off.</summary>
    public required RuleMode Deletion { get; init; }

    /// <summary>As <see cref="SweepOptions.RotationPeriodDays"/>.</summary>
    public required int RotationPeriodDays { get; init; }

    /// <summary>As <see cref="SweepOptions.WindowDays"/>.</summary>
    public required int WindowDays { get; init; }

    /// <summary>As <see cref="SweepOptions.DisabledDays"/>.</summary>
    public required int DisabledDays { get; init; }

    /// <summary>As <see cref="SweepOptions.IdleDays"/>.</summary>
    public required int IdleDays { get; init; }

    /// <summary>As <see cref="SweepOptions.MaxDeletions"/>: no Region of the plan has more.</summary>
    public required int MaxDeletions { get; init; }

    /// <summary>As <see cref="SweepOptions.ExemptAliases"/>.</summary>
    public required IReadOnlyList<string> ExemptAliases { get; init; }

    /// <summary>The settings that these options are.</summary>
    public static PlanSettings Of(SweepOptions options) => new()
    {
        Rotation = options.Rotation,
        Deletion = options.Deletion,
        RotationPeriodDays = options.RotationPeriodDays,
        WindowDays = options.WindowDays,
        DisabledDays = options.DisabledDays,
        IdleDays = options.IdleDays,
        MaxDeletions = options.MaxDeletions,
        ExemptAliases = [.. options.ExemptAliases.Select(glob => glob.Pattern)],
    };

    /// <summary>The options that these settings are.</summary>
    /// <param name="mode">The mode of the rules that are not off.</param>
    public SweepOptions ToOptions(RuleMode mode) => new()
    {
        Rotation = Rotation == RuleMode.Off ? RuleMode.Off : mode,
        Deletion = Deletion == RuleMode.Off ? RuleMode.Off : mode,
        RotationPeriodDays = RotationPeriodDays,
        WindowDays = WindowDays,
        DisabledDays = DisabledDays,
        IdleDays = IdleDays,
        MaxDeletions = MaxDeletions,
        ExemptAliases = [.. ExemptAliases.Select(pattern => new Glob(pattern))],
    };
}
