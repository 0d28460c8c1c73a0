using System.Globalization;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Html;

/// <summary>Dates, counts and names as the page has them.</summary>
internal static class Words
{
    /// <summary>A day, such as 22 November 2026 (UTC).</summary>
    public static string Day(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    /// <summary>A day as it sorts, such as 2026-11-22 (UTC).</summary>
    public static string Date(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>A minute, such as 22 November 2026, 03:00 UTC.</summary>
    public static string Minute(DateTimeOffset at) => at.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>For machines.</summary>
    public static string Iso(DateTimeOffset at) => DisabledSince.ToTag(at);

    /// <summary>A count and what is counted.</summary>
    public static string Count(int count, string one, string? several = null) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : several ?? one + "s")}");

    /// <summary>Dollars, without cents where there are none.</summary>
    public static string Dollars(decimal amount) =>
        "$" + amount.ToString(amount == decimal.Truncate(amount) ? "N0" : "N2", CultureInfo.InvariantCulture);

    /// <summary>Whose keys these are.</summary>
    public static string Accounts(SweepReport report)
    {
        var accounts = report.Regions.Select(region => region.Account).Where(account => account.Length > 0).Distinct().ToList();
        return accounts.Count == 1 ? $"account {accounts[0]}" : Count(accounts.Count, "account");
    }

    /// <summary>What people call a key: its first alias, or its id.</summary>
    public static string Name(KeyReport key, string keyId) => key.Aliases is [var alias, ..] ? alias : keyId;
}
