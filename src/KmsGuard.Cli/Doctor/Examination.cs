using KmsGuard.Aws;
using KmsGuard.Cli.Errors;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Settings;

namespace KmsGuard.Cli.Doctor;

/// <summary>Looks at everything that KmsGuard needs, with reading calls only, and goes as far as it can.</summary>
/// <param name="aws">How AWS is reached.</param>
/// <param name="settings">Regions, accounts, topic and share.</param>
/// <param name="host">The clock, and the environment.</param>
internal sealed class Examination(AwsSettings aws, GuardSettings settings, CliHost host)
{
    private static readonly Run Run = new("doctor");
    private readonly Reached reached = Reached.Of(aws, Environment.GetEnvironmentVariable);

    /// <summary>Looks.</summary>
    public async Task<DoctorReport> RunAsync(CancellationToken stop)
    {
        List<DoctorCheck> checks = [];
        var caller = await CallerAsync(checks, stop);
        if (caller is not null)
        {
            await RegionsAsync(checks, stop);
        }

        checks.AddRange(UntriedChecks.Of(caller?.Arn, settings.TopicArn));
        checks.AddRange(SettingChecks.Of(host.Variables()));
        return new([.. Areas(checks)]);
    }

    // What belongs together stands together, in the order in which it was first met.
    private static IEnumerable<DoctorCheck> Areas(List<DoctorCheck> checks) => checks.GroupBy(check => check.Area).SelectMany(area => area);

    private async Task<CallerIdentity?> CallerAsync(List<DoctorCheck> checks, CancellationToken stop)
    {
        try
        {
            var probe = await CallerProbe.AskAsync(aws, Composition.Scope(settings, aws)[0], host.Time, stop);
            checks.AddRange(CallerChecks.Of(probe, reached, host.Time.GetUtcNow()));
            return probe.Identity.Value;
        }
        catch (AwsSettingsException e)
        {
            // No credentials, no such profile, no Region: that is what somebody runs doctor for.
            checks.Add(new("credentials", DoctorStatus.Problem, e.Message));
            return null;
        }
    }

    private async Task RegionsAsync(List<DoctorCheck> checks, CancellationToken stop)
    {
        using var regions = new KmsRegions(aws, settings.QuotaShare);
        var scope = Composition.Scope(settings, aws);
        List<string?> accounts = [];
        foreach (var account in settings.Accounts.Cast<string?>().DefaultIfEmpty(null))
        {
            if (account is null || await EnterAsync(regions, account, scope[0], checks, stop))
            {
                accounts.Add(account);
            }
        }

        // Side by side, as a sweep does; told in the order asked for.
        var visits = await Task.WhenAll(accounts.SelectMany(account => scope.Select(region => RegionVisit.MakeAsync(regions, account, region, Run, stop))));
        checks.AddRange(visits.SelectMany(visit => RegionChecks.Of(visit, settings.AllRegions, reached)));
        if (SweepTime.Of(visits, settings.QuotaShare) is { } time)
        {
            checks.Add(time);
        }
    }

    private async Task<bool> EnterAsync(KmsRegions regions, string account, string region, List<DoctorCheck> checks, CancellationToken stop)
    {
        try
        {
            await regions.EnterAsync(account, region, Run, stop);
            checks.Add(DoctorCheck.Ok("accounts", $"{account} can be entered."));
            return true;
        }
        catch (FailureException e)
        {
            checks.Add(DoctorCheck.Of("accounts", e.Failure, reached, $"{account}: "));
            return false;
        }
    }
}
