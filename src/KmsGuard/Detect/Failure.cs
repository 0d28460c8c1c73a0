namespace KmsGuard.Detect;

/// <summary>What kind of trouble a call to AWS ended in: as much as a rule needs to tell apart.</summary>
public enum FailureKind
{
    /// <summary>A server error, a time-out, an answer that makes no sense, or anything not named below.</summary>
    Service,

    /// <summary>IAM, a key policy, an SCP or an RCP says no.</summary>
    AccessDenied,

    /// <summary>The request quota was exceeded to the last retry.</summary>
    Throttled,

    /// <summary>There is no such key, or no longer.</summary>
    NotFound,

    /// <summary>The key's state does not allow the call.</summary>
    InvalidState,

    /// <summary>The credentials have expired, are malformed, or there are none.</summary>
    Credentials,

    /// <summary>AWS does not know these credentials there: they are wrong, or the Region is not enabled for the account.
    /// Nothing in the answer tells the two apart.</summary>
    UnknownCredentials,

    /// <summary>Not called any more: the run's time was up.</summary>
    OutOfTime,
}

/// <summary>Why a call to AWS gave no answer.</summary>
/// <param name="Kind">What to make of it.</param>
/// <param name="Operation">The API operation.</param>
/// <param name="Code">AWS's error code, or the exception's type where there is none.</param>
/// <param name="Message">AWS's text, for people: never parsed.</param>
public sealed record Failure(FailureKind Kind, string Operation, string Code, string Message)
{
    /// <summary>Whether it was not the first try: one before may have reached AWS, and only its answer been lost.</summary>
    public bool Retried { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Operation}: {Code}: {Message}";
}

/// <summary>A failure where the rest cannot go on without the answer, such as a page of ListKeys.</summary>
public sealed class FailureException(Failure failure) : Exception(failure.ToString())
{
    /// <summary>What failed.</summary>
    public Failure Failure { get; } = failure;
}
