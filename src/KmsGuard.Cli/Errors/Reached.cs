using KmsGuard.Aws;

namespace KmsGuard.Cli.Errors;

/// <summary>How AWS was to be reached, as far as it takes to say what to do when that fails.</summary>
internal sealed record Reached
{
    /// <summary>The profile in use, --profile's or AWS_PROFILE's; null for none.</summary>
    public string? Profile { get; init; }

    /// <summary>Whether that profile logs in through IAM Identity Center.</summary>
    public bool Sso { get; init; }

    /// <summary>The endpoint that was asked for, and what asked for it, such as AWS_ENDPOINT_URL; null for AWS's own.</summary>
    public (string Url, string By)? Endpoint { get; init; }

    /// <summary>Nothing is known.</summary>
    public static Reached Unknown { get; } = new();

    /// <summary>What settings and the environment amount to.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="variable">The environment.</param>
    public static Reached Of(AwsSettings settings, Func<string, string?> variable)
    {
        var profile = settings.Credentials is null ? AwsProfiles.Effective(settings.Profile) : null;
        return new()
        {
            Profile = profile,
            Sso = AwsProfiles.IsSso(profile),
            Endpoint = settings.EndpointUrl is { } url
                ? (url, "--endpoint-url")
                : new[] { "AWS_ENDPOINT_URL_KMS", "AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL" }
                    .Where(name => !string.IsNullOrEmpty(variable(name)))
                    .Select(name => ((string, string)?)(variable(name)!, name)).FirstOrDefault(),
        };
    }
}
