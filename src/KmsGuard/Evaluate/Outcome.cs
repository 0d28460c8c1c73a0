using System.Text.Json.Serialization;

namespace KmsGuard.Evaluate;

/// <summary>What a sweep makes of a key: every key it lists gets exactly one.</summary>
[JsonConverter(typeof(KebabCaseConverter<Outcome>))]
public enum Outcome
{
    /// <summary>An AWS managed key: AWS rotates it, and nobody can delete it.</summary>
    AwsManaged,

    /// <summary>It rotates, and often enough.</summary>
    Compliant,

    /// <summary>No rule applies to it: its kind or its state.</summary>
    Ineligible,

    /// <summary>Its owners asked for it to be left alone.</summary>
    Exempt,

    /// <summary>A check holds it back from deletion.</summary>
    Held,

    /// <summary>What is due, in a dry run.</summary>
    Planned,

    /// <summary>What was due is done.</summary>
    Changed,

    /// <summary>Something that a decision needs could not be read.</summary>
    Unreadable,

    /// <summary>What was due could not be done.</summary>
    Failed,
}
