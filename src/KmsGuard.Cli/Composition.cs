using KmsGuard.Aws;
using KmsGuard.Aws.Report;
using KmsGuard.Cli.Errors;
using KmsGuard.Detect;
using KmsGuard.Report;
using KmsGuard.Settings;

namespace KmsGuard.Cli;

/// <summary>The parts that a command works with, put together from its options.</summary>
internal sealed class Composition : IDisposable
{
    private readonly AwsSettings aws;
    private readonly SnsNoticeSink? topic;

    /// <exception cref="AwsSettingsException">AWS cannot be reached as configured.</exception>
    public Composition(AwsSettings aws, GuardSettings settings)
    {
        this.aws = aws;
        Regions = new(aws, settings.QuotaShare);
        topic = settings.TopicArn is { } arn ? new(aws, arn) : null;
    }

    /// <summary>KMS, wherever the caller can enter.</summary>
    public KmsRegions Regions { get; }

    /// <summary>Where notices go; null for nowhere.</summary>
    public INoticeSink? Topic => topic;

    /// <summary>Finds out who is calling before anything is done: wrong credentials or a wrong endpoint show here.</summary>
    /// <returns>Twelve digits: the caller's account.</returns>
    /// <exception cref="BadInputException">AWS does not say.</exception>
    public async Task<string> IdentifyAsync(string region, CancellationToken cancellationToken)
    {
        try
        {
            return await Regions.EnterAsync(null, region, new("kmsguard"), cancellationToken);
        }
        catch (FailureException e)
        {
            throw new BadInputException($"Nothing was done. {Advise(e.Failure)}");
        }
    }

    /// <summary>What a failure means, and what to do.</summary>
    public Advice Advise(Failure failure) => Advice.For(failure, Reached.Of(aws, Environment.GetEnvironmentVariable));

    /// <summary>Publishes the notice of a ledger, if one is due. What was done is told also after Ctrl+C.</summary>
    /// <returns>False when it could not be published, which the person has then been told.</returns>
    public async Task<bool> TellAsync(SweepReport report, NoticeMode mode, CliHost host) =>
        !SweepNotice.IsDue(report, mode) || await TellAsync(() => SweepNotice.Write(report, MessageFormat.Text), host, CancellationToken.None);

    /// <summary>Publishes a notice, which is written only where there is a topic.</summary>
    /// <returns>False when it could not be published, which the person has then been told.</returns>
    public async Task<bool> TellAsync(Func<Notice> write, CliHost host, CancellationToken cancellationToken)
    {
        if (Topic is null)
        {
            return true;
        }

        try
        {
            await Topic.PublishAsync(write(), cancellationToken);
            host.Tell("Notice published.");
            return true;
        }
        catch (FailureException e)
        {
            host.Complain($"The notice could not be published. {Advise(e.Failure)}");
            return false;
        }
    }

    /// <summary>The Regions that the options amount to.</summary>
    /// <exception cref="AwsSettingsException">The home Region is asked for, and there is none.</exception>
    public static IReadOnlyList<string> Scope(GuardSettings settings, AwsSettings aws)
    {
        var regions = RegionScope.Of(settings, aws);
        return regions.FirstOrDefault(region => !RegionCatalog.Exists(region)) is { } unknown
            ? throw new AwsSettingsException($"The home Region is configured as '{unknown}'; it must be an AWS Region, such as {Nearest.To(unknown, RegionCatalog.All) ?? "eu-west-1"}.")
            : regions;
    }

    /// <summary>The Regions of keys. ARNs say where theirs are, so that those need no home Region.</summary>
    /// <exception cref="AwsSettingsException">The home Region is asked for, and there is none.</exception>
    public static IReadOnlyList<string> Scope(IReadOnlyList<KeyReference> keys, GuardSettings settings, AwsSettings aws) =>
        keys.Count > 0 && keys.All(key => key.Arn is not null)
            ? [.. keys.Select(key => key.Arn!.Region).Distinct()]
            : Scope(settings, aws);

    /// <inheritdoc/>
    public void Dispose()
    {
        Regions.Dispose();
        topic?.Dispose();
    }
}
