using System.Text.Json.Serialization;

namespace KmsGuard.Sandbox.Faults;

/// <summary>What goes wrong with a call.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FaultKind>))]
public enum FaultKind
{
    /// <summary>The service says that it is called too often.</summary>
    Throttle,

    /// <summary>The service fails: HTTP 500 with its error document.</summary>
    InternalError,

    /// <summary>Something before the service fails: HTTP 500 with a page of HTML, as a load balancer gives it.</summary>
    LoadBalancerError,

    /// <summary>IAM, a key policy, an SCP or an RCP says no.</summary>
    Denial,

    /// <summary>The caller's session has expired.</summary>
    ExpiredToken,

    /// <summary>The connection stays open, and nothing comes.</summary>
    Hang,

    /// <summary>The connection is reset.</summary>
    Reset,

    /// <summary>The answer is right and late.</summary>
    Slow,

    /// <summary>The connection ends in the middle of the answer's body.</summary>
    Truncated,

    /// <summary>The body of the answer is not what its content type says.</summary>
    Garbled,
}
