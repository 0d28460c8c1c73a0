using System.Net;

namespace KmsGuard.Sandbox.Wire;

/// <summary>What the header of a Signature Version 4 says about a request; the signature itself is not checked.</summary>
/// <param name="AccessKeyId">Whose key signed.</param>
/// <param name="Region">The Region it was signed for.</param>
/// <param name="Service">The service it was signed for.</param>
internal sealed record SignatureScope(string AccessKeyId, string Region, string Service)
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <exception cref="AwsException">MissingAuthenticationToken or IncompleteSignature.</exception>
    public static SignatureScope Read(string? authorization)
    {
        if (string.IsNullOrEmpty(authorization))
        {
            throw new AwsException(
                "MissingAuthenticationToken", "Request is missing Authentication Token", HttpStatusCode.Forbidden);
        }

        if (!authorization.StartsWith(Algorithm + " ", StringComparison.Ordinal))
        {
            throw Incomplete($"Unsupported AWS 'algorithm': '{authorization.Split(' ')[0]}'.");
        }

        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in authorization[Algorithm.Length..].Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Incomplete($"'{part}' not a valid key=value pair (missing equal-sign) in Authorization header.");
            }

            parts[part[..equals]] = part[(equals + 1)..];
        }

        foreach (var name in (string[])["Credential", "Signature", "SignedHeaders"])
        {
            if (string.IsNullOrEmpty(parts.GetValueOrDefault(name)))
            {
                throw Incomplete($"Authorization header requires '{name}' parameter.");
            }
        }

        return parts["Credential"].Split('/') is
            [{ Length: > 0 } key, { Length: 8 }, { Length: > 0 } region, { Length: > 0 } service, "aws4_request"]
            ? new(key, region, service)
            : throw Incomplete("Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.");
    }

    private static AwsException Incomplete(string message) =>
        new("IncompleteSignature", message, HttpStatusCode.Forbidden);
}
