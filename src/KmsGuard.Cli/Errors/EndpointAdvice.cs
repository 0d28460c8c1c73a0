using KmsGuard.Detect;
using KmsGuard.Report;

namespace KmsGuard.Cli.Errors;

/// <summary>AWS could not be reached, or what was reached is not AWS.</summary>
internal static class EndpointAdvice
{
    /// <summary>The advice; null when AWS answered.</summary>
    public static Advice? For(Failure failure, Reached reached)
    {
        var what = failure.Code switch
        {
            "NameResolutionError" => $"The name of {Host(reached)} cannot be looked up.",
            "ConnectionError" => $"Nothing takes connections at {Host(reached)}.",
            "SecureConnectionError" => $"No secure connection to {Host(reached)}: its certificate is not trusted here, or it speaks no TLS.",
            "ProxyTunnelError" => $"The proxy does not let through to {Host(reached)}.",
            "TimeoutException" => $"{Capital(Host(reached))} did not answer in time.",
            "IOException" => $"The connection to {Host(reached)} broke off.",
            "HttpRequestException" => $"What answers as {Host(reached)} is not AWS.",
            _ when failure.Code.StartsWith("Http", StringComparison.Ordinal) => $"What answers as {Host(reached)} is not AWS, or is in trouble.",
            _ => null,
        };
        return what is null ? null : new(what, Do(failure.Code, reached));
    }

    private static string Do(string code, Reached reached) => (reached.Endpoint, code) switch
    {
        ({ } asked, "SecureConnectionError") => $"look at {asked.By}: is it http where https is meant, or the other way round?",
        ({ } asked, _) => $"look at {asked.By}, which says {Shown(asked.Url)}: does something serve there? 'kmsguard sandbox' serves an AWS for trials.",
        (_, "SecureConnectionError") => "look whether a proxy with a certificate of its own is in between; SSL_CERT_FILE names certificates to trust.",
        (_, "NameResolutionError") => "look at the network and DNS, and whether the Region's name is right.",
        _ => "look at the network, HTTPS_PROXY and firewalls; a private network needs VPC endpoints for KMS and STS.",
    };

    private static string Host(Reached reached) =>
        reached.Endpoint is { } asked ? (Uri.TryCreate(asked.Url, UriKind.Absolute, out var uri) ? Shown(uri.Authority) : Shown(asked.Url))
        : "AWS's endpoint";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Shown(string text) => SafeText.OneLine(text, 120);
}
