using System.Globalization;
using KmsGuard.Aws;
using KmsGuard.Cli.Errors;

namespace KmsGuard.Cli.Doctor;

/// <summary>Who is calling, for how long still, and whether the clocks agree. Pure.</summary>
internal static class CallerChecks
{
    private const string Credentials = "credentials";

    // AWS refuses signatures that are five minutes off (AWS: "Signature Version 4").
    private static readonly TimeSpan Refused = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(30);

    /// <summary>The checks.</summary>
    public static IEnumerable<DoctorCheck> Of(CallerProbe probe, Reached reached, DateTimeOffset now)
    {
        yield return probe.Identity switch
        {
            { Failure: { } failure } => DoctorCheck.Of(Credentials, failure, reached),
            { Value: { } caller } => DoctorCheck.Ok(Credentials, $"Account {caller.Account} as {caller.Arn}, by {probe.Source}."),
            _ => throw new InvalidOperationException("A reading is a value or a failure."),
        };
        if (probe.Expires is { } expires)
        {
            yield return Expiry(expires - now.UtcDateTime, expires);
        }

        if (probe.Skew is { } skew)
        {
            yield return Clock(skew);
        }
    }

    private static DoctorCheck Expiry(TimeSpan left, DateTime expires) => new(
        Credentials,
        left < Soon ? DoctorStatus.Warning : DoctorStatus.Ok,
        string.Create(CultureInfo.InvariantCulture, $"They expire at {expires:yyyy-MM-dd HH:mm} UTC, in {Math.Max(0, left.TotalMinutes):0} minutes."),
        left < Soon ? "log in again before a long sweep." : null);

    private static DoctorCheck Clock(TimeSpan skew)
    {
        var off = skew.Duration();
        var what = string.Create(CultureInfo.InvariantCulture, $"This machine's clock is {off.TotalSeconds:0} seconds {(skew < TimeSpan.Zero ? "behind" : "ahead of")} AWS's");
        return off >= Refused
            ? new("clock", DoctorStatus.Problem, $"{what}: signatures are refused, and days are counted from the wrong day.", "set the clock: timedatectl status shows whether it is synchronized.")
            : off >= Noticeable
                ? new("clock", DoctorStatus.Warning, $"{what}; from 300 on signatures are refused.", "set the clock: timedatectl status shows whether it is synchronized.")
                : DoctorCheck.Ok("clock", "This machine's clock and AWS's agree.");
    }
}
