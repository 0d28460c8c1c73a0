using System.Net;

namespace KmsGuard.Sandbox.Wire;

/// <summary>A refusal by a service, with AWS's own error code and message.</summary>
public sealed class AwsException(string code, string message, HttpStatusCode status = HttpStatusCode.BadRequest)
    : Exception(message)
{
    /// <summary>AWS's error code, such as <c>KMSInvalidStateException</c>.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status that AWS answers with.</summary>
    public HttpStatusCode Status { get; } = status;
}
