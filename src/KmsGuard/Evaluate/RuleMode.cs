using System.Text.Json.Serialization;

namespace KmsGuard.Evaluate;

/// <summary>How far a rule goes.</summary>
[JsonConverter(typeof(KebabCaseConverter<RuleMode>))]
public enum RuleMode
{
    /// <summary>The rule is not asked.</summary>
    Off,

    /// <summary>The rule decides and nothing is written.</summary>
    DryRun,

    /// <summary>What the rule decides is done.</summary>
    Enforce,
}
