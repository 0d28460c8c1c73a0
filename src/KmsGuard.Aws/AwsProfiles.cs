using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using KmsGuard.Report;

namespace KmsGuard.Aws;

/// <summary>The profiles of the shared AWS files. They are read, and nothing is called.</summary>
public static class AwsProfiles
{
    /// <summary>The names of those that give credentials, in alphabetical order; empty where there are no such files, or none that can be read.</summary>
    public static IReadOnlyList<string> Names() => Read<IReadOnlyList<string>>(
        files => [.. files.ListProfiles().Select(profile => profile.Name).Distinct().Order(StringComparer.Ordinal)], []);

    /// <summary>The profile that counts: the one named, else AWS_PROFILE's; null when neither is.</summary>
    public static string? Effective(string? named) =>
        (named ?? Environment.GetEnvironmentVariable("AWS_PROFILE")) is { Length: > 0 } name ? name : null;

    /// <summary>Whether a profile logs in through IAM Identity Center (SSO).</summary>
    public static bool IsSso(string? name) => name is not null && Read(
        files => files.TryGetProfile(name, out var profile) && (profile.Options.SsoSession ?? profile.Options.SsoStartUrl) is { Length: > 0 }, false);

    /// <summary>Why there are no credentials, and what to do.</summary>
    internal static string WhyNone(string? named, string reason)
    {
        if (Effective(named) is not { } name)
        {
            return "No AWS credentials were found. There are three ways: name a profile (--profile, AWS_PROFILE); set AWS_ACCESS_KEY_ID and "
                + "AWS_SECRET_ACCESS_KEY (for the sandbox any value will do); or log in ('aws sso login --profile NAME') and take the session "
                + $"over: eval \"$(aws configure export-credentials --profile NAME --format env)\". ({reason})";
        }

        var shown = SafeText.OneLine(name, 60);
        return Unknown(named) ?? $"The AWS profile '{shown}' gives no credentials. {LogIn(shown, IsSso(name))} ({reason})";
    }

    /// <summary>That the profile in use is not there, and which are; null when it is, or when none is in use.</summary>
    internal static string? Unknown(string? named)
    {
        var known = Names();
        // One with a Region and no credentials is there, although the SDK does not list it.
        return Effective(named) is not { } name || known.Contains(name) || Read(files => files.TryGetProfile(name, out _), false) ? null
            : $"There is no AWS profile '{SafeText.OneLine(name, 60)}'. "
                + (known.Count > 0
                    ? $"Known are {SafeText.OneLine(string.Join(", ", known), 300)}."
                    : "There are no profiles at all: 'aws configure' makes one; AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say where they are kept.");
    }

    // KmsGuard carries no SSO client of the SDK's, so the session has to be handed over.
    private static string LogIn(string name, bool sso) => sso
        ? $"Try: aws sso login --profile {name}, then eval \"$(aws configure export-credentials --profile {name} --format env)\", without --profile."
        : $"Try: aws sts get-caller-identity --profile {name}.";

    private static T Read<T>(Func<CredentialProfileStoreChain, T> read, T otherwise)
    {
        try
        {
            return read(new());
        }
        catch (Exception e) when (e is AmazonClientException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return otherwise;
        }
    }
}
