using System.Globalization;
using KmsGuard.Cli.Errors;
using KmsGuard.Detect;

namespace KmsGuard.Cli.Doctor;

/// <summary>Which Regions can be read, and which reading calls are allowed there. Pure.</summary>
internal static class RegionChecks
{
    private const string Regions = "regions", Permissions = "permissions", LastUsage = "GetKeyLastUsage";

    /// <summary>The checks of one visit.</summary>
    /// <param name="visit">What it showed.</param>
    /// <param name="all">Whether all Regions are looked at, so that one that is not enabled is nothing to tell of.</param>
    /// <param name="reached">How AWS is reached.</param>
    public static IEnumerable<DoctorCheck> Of(RegionVisit visit, bool all, Reached reached)
    {
        var where = visit.Account is { } account ? $"{account} {visit.Region}" : visit.Region;
        var failed = visit.Tried.Where(call => call.Value is not null).Select(call => (Operation: call.Key, Failure: call.Value!)).ToList();
        if (visit.Keys is not { } keys)
        {
            return failed.Select(call => call.Failure.Kind == FailureKind.UnknownCredentials
                ? NotEnabled(where, all)
                : DoctorCheck.Of(call.Failure.Kind == FailureKind.AccessDenied ? Permissions : Regions, call.Failure, reached, $"{where}: "));
        }

        var allowed = visit.Tried.Where(call => call.Value is null).Select(call => Denial.ActionOf(call.Key)).Order(StringComparer.Ordinal).ToList();
        List<DoctorCheck> checks =
        [
            DoctorCheck.Ok(Regions, string.Create(CultureInfo.InvariantCulture, $"{where}: enabled, {keys} {(keys == 1 ? "key" : "keys")}.")),
            DoctorCheck.Ok(Permissions, $"{where}: allowed are {string.Join(", ", allowed)}{(visit.Sample is { } on ? $", tried on {on}" : "")}."),
            .. failed.Select(call => Refused(call.Operation, call.Failure, reached, where)),
        ];
        if (visit.Sample is null && !visit.Tried.Any(call => call is { Key: "DescribeKey", Value: not null }))
        {
            checks.Add(new(
                Permissions, DoctorStatus.Unknown, $"{where}: no customer key was found to try the other reading calls on.",
                "name a Region with keys of your own: --regions."));
        }

        return checks;
    }

    private static DoctorCheck Refused(string operation, Failure failure, Reached reached, string where) =>
        operation == LastUsage && failure.Kind is FailureKind.Service
            ? new(
                Permissions, DoctorStatus.Warning,
                $"{where}: {LastUsage} gives no answer ({failure}). Without it nothing proves that a key is unused, and disabled keys stay held.",
                "KMS itself has it; an emulator may not. --idle-days 0 does without.")
            : DoctorCheck.Of(Permissions, failure, reached, $"{where}: ");

    private static DoctorCheck NotEnabled(string where, bool all) => all
        ? DoctorCheck.Ok(Regions, $"{where}: not enabled for the account; a sweep of all Regions leaves it out.")
        : new(
            Regions, DoctorStatus.Warning, $"{where}: AWS does not know these credentials there, so it is not enabled for the account.",
            "enable it (aws account enable-region), or leave it out of --regions.");
}
