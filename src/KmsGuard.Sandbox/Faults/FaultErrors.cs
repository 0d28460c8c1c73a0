using System.Net;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Faults;

/// <summary>The error of a call that was not done: the service's own, where the fault is one that services tell of.</summary>
internal static class FaultErrors
{
    public static AwsException Of(Fault fault, AwsRequest request) => (fault.Kind, request.Service) switch
    {
        (FaultKind.Throttle, "kms") => new("ThrottlingException", "Rate exceeded"),
        (FaultKind.Throttle, "sns") => new("Throttled", "Rate exceeded", HttpStatusCode.TooManyRequests),
        (FaultKind.Throttle, _) => new("Throttling", "Rate exceeded"),
        (FaultKind.InternalError, _) => new(
            "InternalFailure", "The request processing has failed because of an unknown error.", HttpStatusCode.InternalServerError),
        (FaultKind.Denial, "kms") => new("AccessDeniedException", NotAuthorized(request)),
        (FaultKind.Denial, "sns") => new("AuthorizationError", NotAuthorized(request), HttpStatusCode.Forbidden),
        (FaultKind.Denial, _) => new("AccessDenied", NotAuthorized(request), HttpStatusCode.Forbidden),
        (FaultKind.ExpiredToken, _) => new(
            "ExpiredToken", "The security token included in the request is expired", HttpStatusCode.Forbidden),
        (FaultKind.ClockSkew, "kms") => new("InvalidSignatureException", SkewedClock.Refusal(request.SignedAt, fault.ServiceTime)),
        (FaultKind.ClockSkew, _) => new(
            "SignatureDoesNotMatch", SkewedClock.Refusal(request.SignedAt, fault.ServiceTime), HttpStatusCode.Forbidden),
        _ => new(fault.Kind.ToString(), "It was not done, and nobody was told."),
    };

    private static string NotAuthorized(AwsRequest request) =>
        $"User: {request.Caller.Arn} is not authorized to perform: {request.Service}:{request.Operation} "
        + "with an explicit deny in a service control policy";
}
