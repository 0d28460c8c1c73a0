using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace Amazon.StandIns.Tests.Sns;

/// <summary>A form post as it came over the wire, and its signature checked as AWS does ("Signature Version 4 signing process").</summary>
internal sealed partial record SignedForm(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public IReadOnlyDictionary<string, string> Fields =>
        QueryHelpers.ParseQuery(Body).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());

    /// <summary>Access key, date, Region and service that the signature is for.</summary>
    public string Scope => Authorization.Groups["scope"].Value;

    private Match Authorization => AuthorizationHeader().Match(Headers["authorization"]);

    public static async Task<SignedForm> ReadAsync(HttpRequest request)
    {
        using var reader = new StreamReader(request.Body);
        return new SignedForm(
            request.Method,
            request.Path,
            request.Headers.ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
            await reader.ReadToEndAsync());
    }

    public bool IsSignedWith(string secret)
    {
        var signed = Authorization.Groups["headers"].Value;
        var headers = string.Concat(signed.Split(';').Select(name => $"{name}:{Headers[name].Trim()}\n"));
        var canonical = $"{Method}\n{Path}\n\n{headers}\n{signed}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(Body)))}";

        var scope = Scope[(Scope.IndexOf('/', StringComparison.Ordinal) + 1)..];
        var text = $"AWS4-HMAC-SHA256\n{Headers["x-amz-date"]}\n{scope}\n{Hex(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var key = scope.Split('/').Aggregate(Encoding.UTF8.GetBytes("AWS4" + secret), Hmac);
        return Hex(Hmac(key, text)) == Authorization.Groups["signature"].Value;
    }

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    [GeneratedRegex("^AWS4-HMAC-SHA256 Credential=(?<scope>[^,]+), SignedHeaders=(?<headers>[^,]+), Signature=(?<signature>[0-9a-f]{64})$")]
    private static partial Regex AuthorizationHeader();
}
