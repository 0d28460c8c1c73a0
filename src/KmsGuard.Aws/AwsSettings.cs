using System.Text.RegularExpressions;
using Amazon;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.Runtime.Credentials;
using KmsGuard.Report;

namespace KmsGuard.Aws;

/// <summary>How AWS is reached. What is left out is found the way the SDK finds it: environment, profile files, instance.</summary>
public sealed partial record AwsSettings
{
    /// <summary>One URL for every service (the sandbox, moto); null for AWS itself or what AWS_ENDPOINT_URL* say.</summary>
    public string? EndpointUrl { get; init; }

    /// <summary>A profile of the shared AWS files; null for the SDK's default chain.</summary>
    public string? Profile { get; init; }

    /// <summary>The home Region; null for that of the profile named above, else the SDK's default.</summary>
    public string? Region { get; init; }

    /// <summary>The role to assume in member accounts, with its path if it has one; null when there are none.</summary>
    public string? RoleName { get; init; }

    /// <summary>Ready-made credentials, for an endpoint that takes any; null to look them up.</summary>
    public AWSCredentials? Credentials { get; init; }

    /// <summary>How long one HTTP attempt may take. KMS answers in milliseconds; what takes longer is lost.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Attempts after the first. Three: the pacing keeps to a share of the quota, so throttling comes from others and passes;
    /// and a failure that stays (the SDK also repeats LimitExceeded and every 500) costs seconds, not minutes. A KMS call
    /// that is throttled is tried three times as often.
    /// </summary>
    public int Retries { get; init; } = 3;

    /// <summary>Answers in the network's place; null for the process's connections. Not disposed here.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>Looks at what is given, without calling or looking up anything.</summary>
    /// <exception cref="AwsSettingsException">The endpoint is no URL, the Region or the role has no possible name.</exception>
    public void Check()
    {
        if (EndpointUrl is { } url
            && !(Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.Host.Length > 0))
        {
            throw new AwsSettingsException(
                $"'{SafeText.OneLine(url, 100)}' is not an endpoint's URL, such as http://127.0.0.1:4566.");
        }

        if (Region is { } region)
        {
            NameOf(region);
        }

        if (RoleName is { } role && !RoleForm().IsMatch(role))
        {
            throw new AwsSettingsException(
                $"'{SafeText.OneLine(role, 100)}' is not a role's name. Give the name alone, not the ARN: "
                    + "the account is put in for each member.");
        }
    }

    /// <summary>The home Region's name.</summary>
    /// <exception cref="AwsSettingsException">None is configured, or it is no Region's name.</exception>
    public string ResolveRegion() =>
        FindRegion() is { Length: > 0 } region
            ? NameOf(region)
            : throw new AwsSettingsException(
                // A mistyped profile has no Region either, and is what has to be mended.
                AwsProfiles.Unknown(Profile)
                    ?? "No AWS Region is configured. Name one (--region), set AWS_REGION, or give the profile a region.");

    /// <summary>The caller's credentials, refreshed by the SDK where they expire.</summary>
    /// <exception cref="AwsSettingsException">There is no such profile, or there are no credentials anywhere.</exception>
    public AWSCredentials ResolveCredentials()
    {
        if (Credentials is { } given)
        {
            return given;
        }

        try
        {
            using var resolver = new DefaultAWSCredentialsIdentityResolver();
            return resolver.ResolveIdentity(Lookup());
        }
        catch (Exception e) when (e is AmazonClientException or InvalidOperationException or ArgumentException)
        {
            throw new AwsSettingsException(AwsProfiles.WhyNone(Profile, SafeText.OneLine(e.Message, 200)), e);
        }
    }

    // A profile that is named here comes before AWS_REGION: it is the more deliberate of the two.
    internal string? FindRegion() =>
        Region
        ?? (Profile is { } name && new CredentialProfileStoreChain().TryGetProfile(name, out var profile)
            ? profile.Region?.SystemName
            : null)
        ?? Lookup().RegionEndpoint?.SystemName;

    private static string NameOf(string region) =>
        RegionCatalog.IsRegionName(region)
            ? region
            : throw new AwsSettingsException(
                $"'{SafeText.OneLine(region, 40)}' is not the name of an AWS Region, such as eu-west-1.");

    // The cheapest configuration object that reads profiles and the environment the SDK's way.
    private AmazonKeyManagementServiceConfig Lookup() =>
        Profile is { } name ? new() { Profile = new Profile(name) } : new();

    // IAM: a path of up to 512 characters, a name of up to 64.
    [GeneratedRegex(@"^([a-zA-Z0-9_+=,.@-]{1,128}/){0,8}[a-zA-Z0-9_+=,.@-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex RoleForm();
}
