using Amazon.Runtime;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using KmsGuard.Aws.Http;
using KmsGuard.Detect;

namespace KmsGuard.Aws;

/// <summary>What one question to STS tells about the caller, and about this machine.</summary>
/// <param name="Identity">Who is calling, or why STS did not say.</param>
/// <param name="Source">Where the credentials come from, in words.</param>
/// <param name="Expires">When they expire (UTC); null when they do not, or when that is not known.</param>
/// <param name="Skew">By how much this machine's clock is ahead of AWS's, to the second; null when no answer came.</param>
public sealed record CallerProbe(Reading<CallerIdentity> Identity, string Source, DateTime? Expires, TimeSpan? Skew)
{
    /// <summary>Asks.</summary>
    /// <param name="settings">How AWS is reached.</param>
    /// <param name="region">Whose STS to ask where no home Region is configured.</param>
    /// <param name="time">This machine's clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="AwsSettingsException">There are no credentials, or the endpoint is no URL.</exception>
    public static async Task<CallerProbe> AskAsync(AwsSettings settings, string region, TimeProvider time, CancellationToken cancellationToken)
    {
        settings.Check();
        var credentials = settings.ResolveCredentials();
        TimeSpan? skew = null;
        using var sts = new AmazonSecurityTokenServiceClient(credentials, new AmazonSecurityTokenServiceConfig().On(
            settings, settings.FindRegion() is null ? region : settings.ResolveRegion(), attempt => new DateHandler(attempt, date => skew = time.GetUtcNow() - date)));
        var identity = await IdentifyAsync(sts, cancellationToken);
        return new(identity, Describe(credentials), credentials.Expiration?.ToUniversalTime(), skew);
    }

    private static async Task<Reading<CallerIdentity>> IdentifyAsync(AmazonSecurityTokenServiceClient sts, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await sts.GetCallerIdentityAsync(new GetCallerIdentityRequest(), cancellationToken);
            return Reading.Of(new CallerIdentity(answer.Account ?? "", answer.Arn ?? ""));
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Reading.Failed<CallerIdentity>(FailureMapping.From("GetCallerIdentity", e));
        }
    }

    private static string Describe(AWSCredentials credentials) => credentials switch
    {
        EnvironmentVariablesAWSCredentials => "the environment (AWS_ACCESS_KEY_ID)",
        SSOAWSCredentials => "IAM Identity Center",
        AssumeRoleWithWebIdentityCredentials => "a web identity token (AWS_WEB_IDENTITY_TOKEN_FILE)",
        AssumeRoleAWSCredentials => "a profile that assumes a role",
        ProcessAWSCredentials => "the profile's credential_process",
        GenericContainerCredentials => "the container",
        InstanceProfileAWSCredentials => "the role of this EC2 instance",
        LoginAWSCredentials => "aws login",
        BasicAWSCredentials or SessionAWSCredentials => "access keys",
        _ => credentials.GetType().Name,
    };

    // Every answer has it, a refusal's too, which is when it matters.
    private sealed class DateHandler(HttpMessageHandler inner, Action<DateTimeOffset> seen) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            if (response.Headers.Date is { } date)
            {
                seen(date);
            }

            return response;
        }
    }
}
