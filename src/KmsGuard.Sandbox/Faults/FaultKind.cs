namespace KmsGuard.Sandbox.Faults;

/// <summary>What goes wrong with a call.</summary>
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

    /// <summary>
    /// The service's clock is not the caller's: what was signed more than five minutes off is refused, and every answer
    /// carries the service's time. SDKs set their clock by it and sign again.
    /// </summary>
    ClockSkew,
}
