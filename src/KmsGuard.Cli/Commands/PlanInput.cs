using KmsGuard.Aws;
using KmsGuard.Remediate;

namespace KmsGuard.Cli.Commands;

/// <summary>Reads a plan that is to be applied, and refuses every one that may not be.</summary>
internal static class PlanInput
{
    /// <summary>Reads.</summary>
    /// <param name="path">The file; <c>-</c> for standard input.</param>
    /// <param name="reviewed">The digest of the plan that was reviewed; null when nobody says.</param>
    /// <param name="roleName">The member role; null for none.</param>
    /// <param name="host">What the command runs in.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="BadInputException">It may not be applied.</exception>
    public static async Task<Plan> ReadAsync(string path, string? reviewed, string? roleName, CliHost host, CancellationToken cancellationToken)
    {
        var plan = PlanFile.Read(await InputFile.ReadAsync(path, host, PlanFile.MaxBytes, "plan", cancellationToken), out var problem);
        if (plan is null)
        {
            throw Refused(problem);
        }

        if (reviewed is not null && !plan.Digest.Equals(reviewed, StringComparison.OrdinalIgnoreCase))
        {
            throw Refused($"It is not the plan that was reviewed: its digest is {plan.Digest}.");
        }

        if (PlanCheck.Find(plan, host.Time.GetUtcNow(), region => RegionCatalog.Exists(region) ? RegionCatalog.PartitionOf(region) : null) is { } wrong)
        {
            throw Refused(wrong);
        }

        return roleName is null && plan.Keys.FirstOrDefault(key => key.Arn.Account != plan.Account) is { } member
            ? throw Refused($"The plan has keys of account {member.Arn.Account}: name the member role to assume there, --role-name.")
            : plan;

        BadInputException Refused(string why) => new($"{InputFile.NameOf(path)} is refused, and nothing was done. {why}");
    }
}
