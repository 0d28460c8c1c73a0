using System.Globalization;

namespace KmsGuard.Sandbox.Faults;

/// <summary>
/// A service whose clock is not its callers'. AWS ("Elements of an AWS API request signature"): in most cases a request has to
/// arrive within five minutes of the time that was signed.
/// </summary>
internal static class SkewedClock
{
    /// <summary>How many minutes off a signature may be.</summary>
    public const int ToleranceMinutes = 5;

    private const string Form = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The time in an <c>X-Amz-Date</c>; null when there is none.</summary>
    public static DateTimeOffset? ReadSignedAt(string? date) => DateTimeOffset.TryParseExact(
        date, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var signedAt) ? signedAt : null;

    /// <summary>A call as that clock sees it: done when its signature is of about that time.</summary>
    public static Fault Look(DateTimeOffset? signedAt, DateTimeOffset serviceTime) => new(
        FaultKind.ClockSkew,
        Done: signedAt is { } at && (at - serviceTime).Duration() <= TimeSpan.FromMinutes(ToleranceMinutes),
        ServiceTime: serviceTime);

    /// <summary>Why a call was refused, in AWS's words.</summary>
    public static string Refusal(DateTimeOffset? signedAt, DateTimeOffset? serviceTime) => (signedAt, serviceTime) switch
    {
        ({ } at, { } now) when at < now =>
            $"Signature expired: {Text(at)} is now earlier than {Text(now.AddMinutes(-ToleranceMinutes))} ({Text(now)} - {ToleranceMinutes} min.)",
        ({ } at, { } now) =>
            $"Signature not yet current: {Text(at)} is still later than {Text(now.AddMinutes(ToleranceMinutes))} ({Text(now)} + {ToleranceMinutes} min.)",
        _ => "The request has no X-Amz-Date that says when it was signed.",
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);
}
