using KmsGuard.Aws;
using KmsGuard.Cli.Errors;
using KmsGuard.Settings;

namespace KmsGuard.Cli.Doctor;

/// <summary>The functions' variables, as far as they are set here. Pure.</summary>
internal static class SettingChecks
{
    private const string Area = "settings", Prefix = "KMSGUARD_", Function = Prefix + "FUNCTION";

    /// <summary>The checks.</summary>
    public static IEnumerable<DoctorCheck> Of(IReadOnlyDictionary<string, string> variables)
    {
        var set = variables.Where(variable => variable.Key.StartsWith(Prefix, StringComparison.Ordinal) && variable.Value.Length > 0)
            .OrderBy(variable => variable.Key, StringComparer.Ordinal).ToList();
        if (set.Count == 0)
        {
            return [DoctorCheck.Ok(Area, "No KMSGUARD_ variable is set here; commands go by their options, the functions by their own variables.")];
        }

        // What is asked for is what there is.
        HashSet<string> known = [Function];
        GuardSettings.Read(Ask, name => Prefix + name, RegionCatalog.Exists, out var problems);
        var unknown = set.Where(variable => !known.Contains(variable.Key)).Select(variable => variable.Key).ToList();
        if (variables.GetValueOrDefault(Function) is { Length: > 0 } function && function is not ("alert" or "sweep" or "rollback"))
        {
            problems = [.. problems, $"{Function} is '{function}'; it must be one of alert, sweep, rollback."];
        }

        return
        [
            new(
                Area,
                DoctorStatus.Ok,
                $"Set here: {string.Join(", ", set.Where(variable => known.Contains(variable.Key)).Select(variable => $"{variable.Key}={variable.Value}"))}. "
                    + "Commands go by their options, not by these."),
            .. problems.Select(problem => new DoctorCheck(Area, DoctorStatus.Problem, problem, "set it right: with this, no function starts.")),
            .. unknown.Select(name => new DoctorCheck(
                Area, DoctorStatus.Warning, $"{name} is no setting of KmsGuard: it does nothing.",
                Nearest.To(name[Prefix.Length..].ToLowerInvariant(), known.Select(one => one[Prefix.Length..].ToLowerInvariant())) is { } meant
                    ? $"{Prefix}{meant.ToUpperInvariant()}." : null)),
        ];

        string? Ask(string name)
        {
            known.Add(Prefix + name);
            return variables.GetValueOrDefault(Prefix + name);
        }
    }
}
