using System.Net;
using Amazon.Runtime;
using KmsGuard.Detect;
using KmsGuard.Report;

namespace KmsGuard.Aws;

/// <summary>
/// Turns what the SDK throws into a failure. It goes by error codes alone: the SDK has typed exceptions only for the
/// errors that the model names for an operation, and messages change.
/// </summary>
internal static class FailureMapping
{
    private const string Retried = "KmsGuard.Retried";

    /// <summary>What an exception amounts to. Cancellation by the caller is no failure: rethrow it before.</summary>
    public static Failure From(string operation, Exception exception)
    {
        var failure = exception is FailureException known
            ? known.Failure
            : new(KindOf(exception), operation, CodeOf(exception), MessageOf(exception));
        return exception.Data.Contains(Retried) ? failure with { Retried = true } : failure;
    }

    /// <summary>Notes on what an attempt threw that it was not the first.</summary>
    public static void MarkRetried(Exception exception) => exception.Data[Retried] = true;

    /// <summary>What a call ends in that a run has no time for any more.</summary>
    public static FailureException OutOfTime(string operation) =>
        new(new(FailureKind.OutOfTime, operation, nameof(FailureKind.OutOfTime), "Not called any more: the run's time was up."));

    /// <summary>The kind that an AWS error code stands for.</summary>
    public static FailureKind KindOf(string? code) => code switch
    {
        // AuthorizationError and NotFound are SNS's.
        "AccessDeniedException" or "AccessDenied" or "AuthorizationError" => FailureKind.AccessDenied,
        // LimitExceededException is not among these: it is a resource quota, and waiting does not help.
        "ThrottlingException" or "Throttling" or "TooManyRequestsException" or "RequestLimitExceeded" => FailureKind.Throttled,
        "NotFoundException" or "NotFound" => FailureKind.NotFound,
        "KMSInvalidStateException" or "DisabledException" => FailureKind.InvalidState,
        "UnrecognizedClientException" or "InvalidClientTokenId" or "RegionDisabledException" => FailureKind.UnknownCredentials,
        "ExpiredToken" or "ExpiredTokenException"
            or "InvalidSignatureException" or "SignatureDoesNotMatch" or "IncompleteSignature" or "MissingAuthenticationToken"
            or "MissingAuthenticationTokenException" or "RequestExpired" or "RequestTimeTooSkewed" => FailureKind.Credentials,
        _ => FailureKind.Service,
    };

    private static FailureKind KindOf(Exception exception) => exception switch
    {
        AmazonServiceException service => KindOf(service.ErrorCode),
        // Outside the answers of services the SDK throws this when it finds or gets no credentials.
        AmazonClientException or ProcessAWSCredentialException => FailureKind.Credentials,
        _ => FailureKind.Service,
    };

    private static string CodeOf(Exception exception)
    {
        var code = exception switch
        {
            AmazonServiceException { ErrorCode: { } named } when !string.IsNullOrWhiteSpace(named) => named,
            AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest and var status } => $"Http{(int)status}",
            // Reset connections come as this or a type derived from it, by chance.
            IOException => nameof(IOException),
            { InnerException: TimeoutException } => nameof(TimeoutException),
            // Whether it was the name, the connection or TLS is what a person has to know.
            HttpRequestException
            {
                HttpRequestError: var error and (HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError)
            } => error.ToString(),
            _ => exception.GetType().Name,
        };
        return SafeText.OneLine(code, 100) is { Length: > 0 } printable ? printable : exception.GetType().Name;
    }

    private static string MessageOf(Exception exception)
    {
        // Without a code there was no error document, an HTML page for one; the SDK's own text then says nothing.
        var text = exception is AmazonServiceException { StatusCode: >= HttpStatusCode.BadRequest } service
            && string.IsNullOrWhiteSpace(service.ErrorCode)
                ? $"HTTP {(int)service.StatusCode} without an AWS error code: the endpoint is not AWS, or in trouble."
                : exception.Message;
        // What follows AWS's sentence about a wrong signature is the request that it was made from, the session's token in it.
        if (exception is AmazonServiceException { ErrorCode: "InvalidSignatureException" or "SignatureDoesNotMatch" or "IncompleteSignature" })
        {
            text = text.Split('\n')[0];
        }

        // A refusal names the principal, the resource and the policy, 100 characters and more each.
        return SafeText.OneLine(text, 600);
    }
}
