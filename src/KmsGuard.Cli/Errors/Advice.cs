using KmsGuard.Detect;
using KmsGuard.Report;

namespace KmsGuard.Cli.Errors;

/// <summary>A failure in one line that a person can act on.</summary>
/// <param name="What">What happened.</param>
/// <param name="Try">What to do; null where nothing better is known than what is said.</param>
internal sealed record Advice(string What, string? Try)
{
    private const int Longest = 500;

    /// <summary>What a failure means, and what to do.</summary>
    public static Advice For(Failure failure, Reached reached)
    {
        var advice = Denial.Of(failure) is { } denial ? DenialAdvice.For(denial, failure)
            : CredentialAdvice.For(failure, reached)
            ?? EndpointAdvice.For(failure, reached)
            ?? Other(failure);
        // AWS's own words and code come along: they are what can be searched for.
        return advice with { What = $"{advice.What} ({SafeText.OneLine($"{failure.Operation}: {failure.Code}: {failure.Message}", Longest)})" };
    }

    /// <inheritdoc/>
    public override string ToString() => Try is null ? What : $"{What} Try: {Try}";

    private static Advice Other(Failure failure) => failure.Kind switch
    {
        FailureKind.Throttled => new(
            "AWS throttled it to the last of several tries: something else takes up this account's request quota.",
            "again later, or a smaller --quota-share."),
        FailureKind.NotFound => new("AWS knows no such thing.", "look at the id and at the Region: --region, or the ARN instead of the id."),
        FailureKind.OutOfTime => new("Time ran out.", "the same again."),
        _ => failure.Code switch
        {
            "InternalFailure" or "KMSInternalException" or "InternalServiceException" or "ServiceUnavailable" =>
                new("AWS failed, to the last of several tries.", "again later; https://health.aws.amazon.com/health/status tells of wider trouble."),
            _ => new("AWS refused the call.", null),
        },
    };
}
