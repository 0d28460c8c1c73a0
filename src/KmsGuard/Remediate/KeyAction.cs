namespace KmsGuard.Remediate;

/// <summary>Everything that KmsGuard can do to a key. The set is closed: what is not here is never done.</summary>
public abstract record KeyAction
{
    private KeyAction()
    {
    }

    /// <summary>The API operation, as CloudTrail will name it.</summary>
    public string Operation => GetType().Name;

    /// <summary>The IAM action that it needs; the deployed roles are compared with these.</summary>
    public string Permission => PermissionFor(GetType());

    /// <summary>What takes it back.</summary>
    public abstract KeyAction Inverse { get; }

    /// <summary>The operation. Not the record's own text, which would follow inverses for ever.</summary>
    public sealed override string ToString() => Operation;

    /// <summary>The IAM action that a kind of action needs.</summary>
    internal static string PermissionFor(Type action) => $"kms:{action.Name}";

    /// <summary>Automatic rotation on, with a period.</summary>
    /// <param name="PeriodDays">90 to 2560.</param>
    /// <param name="Before">The period that it had before; null when rotation was off.</param>
    public sealed record EnableKeyRotation(int PeriodDays, int? Before = null) : KeyAction
    {
        /// <inheritdoc/>
        public override KeyAction Inverse =>
            Before is { } days ? new EnableKeyRotation(days, PeriodDays) : new DisableKeyRotation(PeriodDays);
    }

    /// <summary>Automatic rotation off.</summary>
    /// <param name="Before">The period that it had before.</param>
    public sealed record DisableKeyRotation(int Before) : KeyAction
    {
        /// <inheritdoc/>
        public override KeyAction Inverse => new EnableKeyRotation(Before);
    }

    /// <summary>Deletion after a waiting period.</summary>
    /// <param name="WindowDays">7 to 30.</param>
    public sealed record ScheduleKeyDeletion(int WindowDays) : KeyAction
    {
        /// <inheritdoc/>
        public override KeyAction Inverse => new CancelKeyDeletion(WindowDays);
    }

    /// <summary>Deletion called off; KMS leaves the key disabled, whatever it was before.</summary>
    /// <param name="WindowDays">The waiting period that it takes away, in days.</param>
    public sealed record CancelKeyDeletion(int WindowDays) : KeyAction
    {
        /// <inheritdoc/>
        public override KeyAction Inverse => new ScheduleKeyDeletion(WindowDays);
    }

    /// <summary>A disabled key made usable.</summary>
    public sealed record EnableKey : KeyAction
    {
        /// <inheritdoc/>
        public override KeyAction Inverse => new DisableKey();
    }

    /// <summary>A key made unusable; nothing here does it but to take EnableKey back.</summary>
    public sealed record DisableKey : KeyAction
    {
        /// <inheritdoc/>
        public override KeyAction Inverse => new EnableKey();
    }

    /// <summary>One tag set.</summary>
    /// <param name="Name">One of <see cref="Detect.KeyTags"/>.</param>
    /// <param name="Value">At most 256 characters.</param>
    /// <param name="Before">What it was before; null when it was not there.</param>
    public sealed record TagResource(string Name, string Value, string? Before = null) : KeyAction
    {
        /// <inheritdoc/>
        public override KeyAction Inverse =>
            Before is { } value ? new TagResource(Name, value, Value) : new UntagResource(Name, Value);
    }

    /// <summary>One tag taken away.</summary>
    /// <param name="Name">One of <see cref="Detect.KeyTags"/>.</param>
    /// <param name="Before">What it was.</param>
    public sealed record UntagResource(string Name, string Before) : KeyAction
    {
        /// <inheritdoc/>
        public override KeyAction Inverse => new TagResource(Name, Before);
    }
}
