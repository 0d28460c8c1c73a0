using System.Text.Json.Serialization;

namespace KmsGuard.Evaluate;

/// <summary>Which events take a scheduled deletion back at once.</summary>
[JsonConverter(typeof(KebabCaseConverter<RescueMode>))]
public enum RescueMode
{
    /// <summary>None.</summary>
    Off,

    /// <summary>A use that was refused because the key is pending deletion.</summary>
    OnUse,

    /// <summary>A deletion that was scheduled by a principal who is not approved.</summary>
    Unapproved,

    /// <summary>Either of them.</summary>
    Both,
}

/// <summary>When a key is rescued.</summary>
public sealed record RescueOptions
{
    /// <summary>Which events; none by default.</summary>
    public RescueMode Mode { get; init; }

    /// <summary>Globs over the ARNs of those who may schedule a deletion: of a session, its role's ARN counts. Nobody is
    /// approved by an empty list; <see cref="Settings.GuardSettings"/> refuses one where it would count.</summary>
    public IReadOnlyList<Glob> ApprovedPrincipals { get; init; } = [];
}
