namespace KmsGuard.Evaluate;

/// <summary>What a sweep is allowed to do, and from when on.</summary>
public sealed record SweepOptions
{
    /// <summary>The range of a rotation period in days (AWS: EnableKeyRotation).</summary>
    public const int MinRotationPeriodDays = 90, MaxRotationPeriodDays = 2560;

    /// <summary>The range of the waiting period in days (AWS: ScheduleKeyDeletion).</summary>
    public const int MinWindowDays = 7, MaxWindowDays = 30;

    /// <summary>The longest that a threshold can ask for, in days: ten years.</summary>
    public const int MaxThresholdDays = 3650;

    /// <summary>The most deletions in one Region and run that can be allowed: as many as KMS lets it have keys by default.</summary>
    public const int MostDeletions = 100_000;

    /// <summary>The rotation rule (Conformity KMS-002).</summary>
    public RuleMode Rotation { get; init; } = RuleMode.DryRun;

    /// <summary>The deletion rule (Conformity KMS-003).</summary>
    public RuleMode Deletion { get; init; } = RuleMode.DryRun;

    /// <summary>The longest rotation period that is left alone, and the one that is set, in days.</summary>
    public int RotationPeriodDays { get; init; } = 365;

    /// <summary>The waiting period before a deletion, in days.</summary>
    public int WindowDays { get; init; } = 30;

    /// <summary>How long a key must have been disabled, in days; 0 asks nothing.</summary>
    public int DisabledDays { get; init; } = 30;

    /// <summary>For how long KMS must prove that nobody used the key, in days; 0 asks nothing.</summary>
    public int IdleDays { get; init; } = 90;

    /// <summary>If more deletions than this are due in one Region, none is scheduled there; 0 is none.</summary>
    public int MaxDeletions { get; init; } = 10;

    /// <summary>Globs over aliases; a key with one alias that matches is left alone.</summary>
    public IReadOnlyList<Glob> ExemptAliases { get; init; } = [];
}
