using KmsGuard.Detect;

namespace KmsGuard.Cli.Errors;

/// <summary>Credentials that are missing, expired, unknown or wrongly signed with.</summary>
internal static class CredentialAdvice
{
    private const string Clock = "set this machine's clock (AWS bears five minutes): timedatectl status shows whether it is synchronized.";

    /// <summary>The advice; null when it is about something else.</summary>
    public static Advice? For(Failure failure, Reached reached) => failure.Code switch
    {
        "ExpiredToken" or "ExpiredTokenException" => new("The credentials have expired.", LogIn(reached)),
        "RequestExpired" or "RequestTimeTooSkewed" => new("This machine's clock and AWS's differ.", Clock),
        "SignatureDoesNotMatch" or "InvalidSignatureException" => IsAboutTime(failure.Message)
            ? new("This machine's clock and AWS's differ.", Clock)
            : new(
                "The signature does not fit: the secret access key is not that of the access key, or a proxy changed the request.",
                "set AWS_SECRET_ACCESS_KEY anew, and check this machine's clock."),
        "MissingAuthenticationToken" or "MissingAuthenticationTokenException" or "IncompleteSignature" =>
            new("The request came without a signature that AWS understands.", "look whether a proxy takes the Authorization header away."),
        "RegionDisabledException" => new("That Region is not enabled for the account.", "enable it (aws account enable-region), or leave it out of --regions."),
        _ => failure.Kind switch
        {
            FailureKind.UnknownCredentials => new(
                "AWS does not know these credentials there: they are wrong or deleted, or the Region is not enabled for the account.",
                $"{Profiled("aws sts get-caller-identity --region us-east-1", reached)}: if that works, enable the Region (aws account enable-region) or leave it out."),
            FailureKind.Credentials => new("There are no usable credentials.", LogIn(reached)),
            _ => null,
        },
    };

    private static string LogIn(Reached reached) => reached switch
    {
        // KmsGuard carries no SSO client of the SDK's.
        { Sso: true, Profile: { } profile } =>
            $"aws sso login --profile {profile}, then eval \"$(aws configure export-credentials --profile {profile} --format env)\", without --profile.",
        { Profile: { } profile } => $"renew those of the profile {profile}; aws sts get-caller-identity --profile {profile} shows whether they work.",
        _ => "log in again; if AWS_SESSION_TOKEN is set in the environment, it is the one that is too old.",
    };

    private static string Profiled(string command, Reached reached) => reached.Profile is { } profile ? $"{command} --profile {profile}" : command;

    // AWS: "Signature expired: 20260102T030405Z is now earlier than ...", "Signature not yet current: ...".
    private static bool IsAboutTime(string message) =>
        message.Contains("expired", StringComparison.OrdinalIgnoreCase) || message.Contains("not yet current", StringComparison.OrdinalIgnoreCase);
}
