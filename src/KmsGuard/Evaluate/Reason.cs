using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>The stable names of reasons, as reports and filters carry them. Key states are reasons too.</summary>
public static class Reason
{
    /// <summary>Rotation is off.</summary>
    public const string RotationOff = "rotation-off";

    /// <summary>It rotates, but less often than asked.</summary>
    public const string RotationPeriodTooLong = "rotation-period-too-long";

    /// <summary>It rotates.</summary>
    public const string Rotates = "rotates";

    /// <summary>An asymmetric key cannot rotate.</summary>
    public const string Asymmetric = "asymmetric";

    /// <summary>An HMAC key cannot rotate.</summary>
    public const string Hmac = "hmac";

    /// <summary>A key of imported material does not rotate by itself.</summary>
    public const string ImportedMaterial = "imported-material";

    /// <summary>A key in a custom key store cannot rotate.</summary>
    public const string CustomKeyStore = "custom-key-store";

    /// <summary>A replica rotates with its primary, which carries the setting.</summary>
    public const string MultiRegionReplica = "multi-region-replica";

    /// <summary>A spec, origin or manager that is not on the list of those known to work.</summary>
    public const string UnsupportedSpec = "unsupported-spec";

    /// <summary>The tag <c>kmsguard:exempt</c>.</summary>
    public const string ExemptTag = "exempt-tag";

    /// <summary>An alias matches an exempt glob.</summary>
    public const string ExemptAlias = "exempt-alias";

    /// <summary>The tag <c>kmsguard:hold</c>.</summary>
    public const string HoldTag = "hold-tag";

    /// <summary>Not disabled for long enough.</summary>
    public const string Quarantine = "quarantine";

    /// <summary>Nobody has noted since when it is disabled.</summary>
    public const string NotMarked = "not-marked";

    /// <summary>Used within the days asked for.</summary>
    public const string RecentlyUsed = "recently-used";

    /// <summary>KMS cannot prove that nobody used it for the days asked for.</summary>
    public const string UsageUnknown = "usage-unknown";

    /// <summary>Somebody holds a grant.</summary>
    public const string HasGrants = "has-grants";

    /// <summary>A multi-Region primary that still has replicas.</summary>
    public const string HasReplicas = "has-replicas";

    /// <summary>More deletions are due in the Region than are allowed.</summary>
    public const string BreakerOpen = "breaker-open";

    /// <summary>IAM, a key policy, an SCP or an RCP says no.</summary>
    public const string AccessDenied = "access-denied";

    /// <summary>The key is not what it was when it was read.</summary>
    public const string StateChanged = "state-changed";

    /// <summary>The request quota was exceeded to the last retry.</summary>
    public const string Throttled = "throttled";

    /// <summary>KMS failed, or could not be reached.</summary>
    public const string ServiceError = "service-error";

    /// <summary>The run's time was up before it could be read or done: the next slice of the run takes it up.</summary>
    public const string OutOfTime = "out-of-time";

    /// <summary>The reason that a failure is.</summary>
    public static string Of(Failure failure) => failure.Kind switch
    {
        FailureKind.AccessDenied or FailureKind.Credentials or FailureKind.UnknownCredentials => AccessDenied,
        FailureKind.Throttled => Throttled,
        FailureKind.OutOfTime => OutOfTime,
        FailureKind.NotFound or FailureKind.InvalidState => StateChanged,
        _ => ServiceError,
    };

    /// <summary>The reason that a state is, such as <c>pending-deletion</c>.</summary>
    public static string Of(KeyState state) => KebabCase.Of(state);
}
