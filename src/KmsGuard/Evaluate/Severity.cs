using System.Text.Json.Serialization;

namespace KmsGuard.Evaluate;

/// <summary>How loud a notice is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Severity>))]
public enum Severity
{
    /// <summary>Good to know.</summary>
    INFO,

    /// <summary>Nothing has changed.</summary>
    LOW,

    /// <summary>Worth a look today.</summary>
    MEDIUM,

    /// <summary>Something stops working now.</summary>
    HIGH,

    /// <summary>Data is lost for ever, or soon will be.</summary>
    CRITICAL,
}
