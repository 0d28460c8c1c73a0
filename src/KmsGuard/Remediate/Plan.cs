using System.Reflection;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>What an enforcing sweep would do, decided by a dry run and kept for a second person: what they say yes to is what
/// is done. Every member counts for the digest.</summary>
public sealed record Plan
{
    /// <summary>The form of the file that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>For how long a plan may be applied.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    /// <summary>The form of the file.</summary>
    public required int Format { get; init; }

    /// <summary>The version of KmsGuard that made it.</summary>
    public required string Tool { get; init; }

    /// <summary>When its dry run began (UTC): nothing in it is older.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on it is refused (UTC).</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Twelve digits: the account of who made it, which is the one of who applies it.</summary>
    public required string Account { get; init; }

    /// <summary>Who made it, an ARN; null where that could not be found out.</summary>
    public required string? Caller { get; init; }

    /// <summary>The dry run. Applying the plan is a run of its own.</summary>
    public required string RunId { get; init; }

    /// <summary>What it was decided by.</summary>
    public required PlanSettings Settings { get; init; }

    /// <summary>Where it was looked, and how far: what is missing below may be missing because of this.</summary>
    public required IReadOnlyList<PlanRegion> Regions { get; init; }

    /// <summary>What deserves a look, in words.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>What is to be done, by ARN.</summary>
    public required IReadOnlyList<PlannedKey> Keys { get; init; }

    /// <summary><c>sha256:</c> and 64 hexadecimal digits, over everything else.</summary>
    public required string Digest { get; init; }

    /// <summary>The plan that a dry run amounts to.</summary>
    /// <param name="report">The dry run.</param>
    /// <param name="options">What it was decided by.</param>
    /// <param name="account">Twelve digits: the caller's.</param>
    /// <param name="caller">Who is calling, an ARN; null where not known.</param>
    public static Plan Of(SweepReport report, SweepOptions options, string account, string? caller)
    {
        // To the second, which is how people read it.
        var created = DateTimeOffset.FromUnixTimeSeconds(report.StartedAt.ToUnixTimeSeconds());
        return PlanFile.Seal(new()
        {
            Format = CurrentFormat,
            Tool = typeof(Plan).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            Created = created,
            Expires = created + Lifetime,
            Account = account,
            Caller = caller,
            RunId = report.RunId,
            Settings = PlanSettings.Of(options),
            Regions = [.. report.Regions.Select(PlanRegion.Of)],
            Warnings = [.. report.Warnings.Select(warning => Quote.Of(warning, 400))],
            Keys = [.. report.Keys.Where(PlannedKey.IsPlanned).OrderBy(key => key.Arn, StringComparer.Ordinal).Select(key => PlannedKey.Of(key, options))],
            Digest = "",
        });
    }
}

/// <summary>What the plan's dry run found in one account and Region.</summary>
/// <param name="Account">Twelve digits; empty where even that could not be found out.</param>
/// <param name="Region">The Region, or <see cref="RegionResult.EveryRegion"/>.</param>
/// <param name="Status">How far it was read. Only where it is complete are deletions planned.</param>
/// <param name="Error">Why it is not complete; null when it is.</param>
/// <param name="Listed">Keys listed.</param>
/// <param name="Outcomes">All of them by outcome: those that nothing is planned for, held or unreadable, too.</param>
public sealed record PlanRegion(
    string Account, string Region, RegionStatus Status, string? Error, int Listed, IReadOnlyDictionary<string, int> Outcomes)
{
    internal static PlanRegion Of(RegionReport region) => new(
        region.Account, region.Region, region.Status, region.Error is { } error ? Quote.Of(error, 400) : null, region.Listed, region.Outcomes);
}
