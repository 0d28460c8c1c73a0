using Amazon.KeyManagementService.Model;
using KmsGuard.Detect;

namespace KmsGuard.Aws.Detect;

/// <summary>
/// Turns KMS's answers into the core's facts. Words that this version does not know become Unknown, which no rule acts
/// on; an answer that lacks what a rule rests on is refused.
/// </summary>
internal static class KeyMapping
{
    /// <summary>DescribeKey.</summary>
    public static KeyDescription Description(KeyMetadata key, ArnReader arns) => new()
    {
        Arn = arns.Read(key.Arn),
        Manager = ManagerOf(key.KeyManager?.Value),
        State = StateOf(key.KeyState?.Value),
        Spec = key.KeySpec?.Value ?? "",
        Usage = key.KeyUsage?.Value ?? "",
        Origin = key.Origin?.Value ?? "",
        CustomKeyStoreId = key.CustomKeyStoreId,
        MultiRegion = MultiRegionOf(key),
        Primary = key.MultiRegionConfiguration?.PrimaryKey?.Arn is { } primary ? arns.Read(primary) : null,
        Replicas = [.. (key.MultiRegionConfiguration?.ReplicaKeys ?? []).Select(replica => arns.Read(replica.Arn))],
        CreatedAt = Utc(key.CreationDate),
        DeletionDate = Utc(key.DeletionDate),
        PendingWindowDays = key.PendingDeletionWindowInDays,
        Description = key.Description ?? "",
    };

    /// <summary>GetKeyRotationStatus.</summary>
    public static RotationStatus Rotation(GetKeyRotationStatusResponse answer) => new(
        answer.KeyRotationEnabled ?? throw Missing("KeyRotationEnabled"),
        answer.RotationPeriodInDays,
        Utc(answer.NextRotationDate));

    /// <summary>GetKeyLastUsage. A key without use comes with an empty KeyLastUsage, not without one.</summary>
    public static LastUsage Usage(GetKeyLastUsageResponse answer) => answer.KeyLastUsage switch
    {
        // A use without its time would read as none at all.
        { Timestamp: null, Operation: not null } => throw Missing("KeyLastUsage.Timestamp"),
        var use => new(
            Utc(use?.Timestamp),
            use?.Operation?.Value,
            use?.CloudTrailEventId,
            Utc(answer.TrackingStartDate),
            Utc(answer.KeyCreationDate)),
    };

    /// <summary>One grant of ListGrants: held by a principal, or by an AWS service for its own.</summary>
    public static KeyGrant Grant(GrantListEntry grant) => new(
        grant.GrantId, grant.GranteePrincipal ?? grant.GranteeServicePrincipal ?? "", grant.IssuingAccount);

    private static KeyManager ManagerOf(string? text) => text switch
    {
        "AWS" => KeyManager.Aws,
        "CUSTOMER" => KeyManager.Customer,
        _ => KeyManager.Unknown,
    };

    // The comparison, because parsing alone takes numbers for names.
    private static KeyState StateOf(string? text) =>
        Enum.TryParse<KeyState>(text, out var state) && Enum.GetName(state) == text ? state : KeyState.Unknown;

    private static MultiRegionKind MultiRegionOf(KeyMetadata key) =>
        key.MultiRegion != true ? MultiRegionKind.None
        : key.MultiRegionConfiguration?.MultiRegionKeyType?.Value switch
        {
            "PRIMARY" => MultiRegionKind.Primary,
            "REPLICA" => MultiRegionKind.Replica,
            _ => throw Missing("MultiRegionConfiguration"),
        };

    // KMS sends seconds as a floating-point number; its noise below a millisecond is cut off.
    private static DateTimeOffset? Utc(DateTime? time) =>
        time is { } at ? new DateTimeOffset(DateTime.SpecifyKind(at, DateTimeKind.Utc)).Rounded() : null;

    private static DateTimeOffset Rounded(this DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(
            (time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks + (TimeSpan.TicksPerMillisecond / 2)) / TimeSpan.TicksPerMillisecond);

    private static FormatException Missing(string field) => new($"KMS's answer lacks {field}, or it makes no sense.");
}
