namespace KmsGuard.Detect;

/// <summary>What is known of a key at one moment. A null fact has not been asked for; a failed one has, in vain.</summary>
/// <param name="Arn">The key.</param>
public sealed record KeySnapshot(KeyArn Arn)
{
    /// <summary>Its aliases, <c>alias/</c> included; empty for none.</summary>
    public Reading<IReadOnlyList<string>>? Aliases { get; init; }

    /// <summary>DescribeKey.</summary>
    public Reading<KeyDescription>? Description { get; init; }

    /// <summary>GetKeyRotationStatus.</summary>
    public Reading<RotationStatus>? Rotation { get; init; }

    /// <summary>ListResourceTags.</summary>
    public Reading<IReadOnlyDictionary<string, string>>? Tags { get; init; }

    /// <summary>ListGrants.</summary>
    public Reading<IReadOnlyList<KeyGrant>>? Grants { get; init; }

    /// <summary>GetKeyLastUsage.</summary>
    public Reading<LastUsage>? LastUsage { get; init; }

    /// <summary>What was asked for in vain.</summary>
    public IEnumerable<Failure> Failures() =>
        new[]
        {
            Description?.Failure, Aliases?.Failure, Tags?.Failure, Rotation?.Failure, Grants?.Failure, LastUsage?.Failure,
        }.OfType<Failure>();
}
