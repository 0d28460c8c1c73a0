namespace KmsGuard.Detect;

/// <summary>What GetKeyRotationStatus tells.</summary>
/// <param name="Enabled">Whether it rotates by itself. False while pending deletion, whatever it was before.</param>
/// <param name="PeriodDays">Days between rotations; null when off, or where an emulator leaves it out.</param>
/// <param name="Next">The next rotation (UTC); null when off or not told.</param>
public sealed record RotationStatus(bool Enabled, int? PeriodDays = null, DateTimeOffset? Next = null)
{
    /// <summary>In words.</summary>
    public string Describe() =>
        !Enabled ? "rotation is off"
        : (PeriodDays is { } days ? $"rotates every {days} days" : "rotates")
            + (Next is { } next ? $", next on {next.UtcDateTime:yyyy-MM-dd}" : "");
}

/// <summary>What GetKeyLastUsage tells: successful cryptographic operations since tracking began, up to an hour late.</summary>
/// <param name="UsedAt">The last use (UTC); null for none since tracking began.</param>
/// <param name="Operation">The operation of that use.</param>
/// <param name="CloudTrailEventId">The CloudTrail event of that use.</param>
/// <param name="TrackingStart">Since when KMS keeps track of this key (UTC); null where not told.</param>
/// <param name="CreatedAt">When the key was created (UTC); null where not told.</param>
public sealed record LastUsage(
    DateTimeOffset? UsedAt,
    string? Operation = null,
    string? CloudTrailEventId = null,
    DateTimeOffset? TrackingStart = null,
    DateTimeOffset? CreatedAt = null);

/// <summary>A grant on a key: somebody, mostly an AWS service, may use it without the key policy saying so.</summary>
/// <param name="Id">The grant's id.</param>
/// <param name="Grantee">The principal that holds it.</param>
/// <param name="Issuer">The account or service that it was made for; null where not told.</param>
public sealed record KeyGrant(string Id, string Grantee, string? Issuer = null);
