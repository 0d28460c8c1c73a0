using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Cli.Doctor;

/// <summary>What one visit to an account and Region showed, made with reading calls only.</summary>
/// <param name="Account">Twelve digits; null for the caller's own where that is not known.</param>
/// <param name="Region">The Region.</param>
/// <param name="Keys">How many keys there are; null when they could not be listed to the end.</param>
/// <param name="Sample">The customer key that the rest was tried on; null when there is none.</param>
/// <param name="Tried">By API operation: why it failed, or null where it worked.</param>
internal sealed record RegionVisit(string? Account, string Region, int? Keys, KeyArn? Sample, IReadOnlyDictionary<string, Failure?> Tried)
{
    // Enough to find a customer key among AWS's that have lost their aliases.
    private const int MostDescribed = 50;

    /// <summary>Looks.</summary>
    public static async Task<RegionVisit> MakeAsync(IKmsRegions regions, string? account, string region, Run run, CancellationToken stop)
    {
        Dictionary<string, Failure?> tried = new(StringComparer.Ordinal);
        IKmsRegion kms;
        try
        {
            kms = await regions.OpenAsync(account, region, run, stop);
        }
        catch (FailureException e)
        {
            tried[e.Failure.Operation] = e.Failure;
            return new(account, region, null, null, tried);
        }

        var (keys, count) = await ListAsync(kms, tried, stop);
        if (count is null)
        {
            return new(kms.Account, region, null, null, tried);
        }

        var aliases = await kms.ListAliasesAsync(stop);
        tried["ListAliases"] = aliases.Failure;
        var awsManaged = aliases.Value?.Where(key => key.Any(alias => alias.StartsWith("alias/aws/", StringComparison.Ordinal))).Select(key => key.Key).ToHashSet() ?? [];
        var sample = await SampleAsync(kms, keys.Where(key => !awsManaged.Contains(key.KeyId)), tried, stop);
        if (sample is { } key)
        {
            tried["ListResourceTags"] = (await kms.ListResourceTagsAsync(key.Arn, stop)).Failure;
            tried["ListGrants"] = (await kms.ListGrantsAsync(key.Arn, stop)).Failure;
            tried["GetKeyLastUsage"] = (await kms.GetKeyLastUsageAsync(key.Arn, stop)).Failure;
            if (RotationEligibility.HasStatus(key))
            {
                tried["GetKeyRotationStatus"] = (await kms.GetKeyRotationStatusAsync(key.Arn, stop)).Failure;
            }
        }

        return new(kms.Account, region, count, sample?.Arn, tried);
    }

    // To the end, because the number tells how long a sweep takes; kept are as many as may be looked at.
    private static async Task<(List<KeyArn> First, int? Count)> ListAsync(IKmsRegion kms, Dictionary<string, Failure?> tried, CancellationToken stop)
    {
        List<KeyArn> first = [];
        var count = 0;
        try
        {
            await foreach (var page in kms.ListKeysAsync(null, stop))
            {
                count += page.Keys.Count;
                first.AddRange(page.Keys.Take(1000 - first.Count));
            }

            tried["ListKeys"] = null;
            return (first, count);
        }
        catch (FailureException e)
        {
            tried["ListKeys"] = e.Failure;
            return (first, null);
        }
    }

    // The first customer key whose rotation can be asked for, else the first customer key.
    private static async Task<KeyDescription?> SampleAsync(
        IKmsRegion kms, IEnumerable<KeyArn> keys, Dictionary<string, Failure?> tried, CancellationToken stop)
    {
        List<KeyDescription> others = [];
        foreach (var key in keys.Take(MostDescribed))
        {
            var description = await kms.DescribeKeyAsync(key.KeyId, stop);
            // One key whose own policy says no must not stand for all.
            if (description.Value is not null || !tried.ContainsKey("DescribeKey"))
            {
                tried["DescribeKey"] = description.Failure;
            }

            if (description.Value is { Manager: KeyManager.Customer } customer)
            {
                if (RotationEligibility.HasStatus(customer))
                {
                    return customer;
                }

                others.Add(customer);
            }
        }

        return others.FirstOrDefault();
    }
}
