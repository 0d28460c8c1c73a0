using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>Opens Regions where trouble with one must not keep others from being looked at.</summary>
internal static class RegionOpening
{
    /// <summary>KMS in one Region, or why not.</summary>
    public static async Task<(IKmsRegion? Kms, Failure? Failure)> TryOpenAsync(
        this IKmsRegions regions, string? account, string region, Run run, CancellationToken cancellationToken)
    {
        try
        {
            return (await regions.OpenAsync(account, region, run, cancellationToken), null);
        }
        catch (FailureException e)
        {
            return (null, e.Failure);
        }
    }

    /// <summary>The failures that count. A Region that is not enabled answers as if the credentials were wrong: believed
    /// when they worked elsewhere, since no key that could be restored is there.</summary>
    public static IEnumerable<Failure> Troubles(IReadOnlyCollection<Failure> failures, bool someWorked)
    {
        var worked = someWorked || failures.Any(failure => failure.Kind == FailureKind.NotFound);
        return failures.Where(failure => !(worked && failure.Kind == FailureKind.UnknownCredentials));
    }
}
