using System.IO.Enumeration;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Faults;

/// <summary>Which calls go wrong, how often and in what way. Names are globs (<c>*</c>, <c>?</c>), in any case.</summary>
public sealed record FaultRule
{
    internal const int UsualDelay = 1000, LongestDelay = 600_000;

    internal const int UsualSkew = 10, SmallestSkew = SkewedClock.ToleranceMinutes + 1, LargestSkew = 24 * 60;

    /// <summary>What goes wrong.</summary>
    public required FaultKind Kind { get; init; }

    /// <summary>kms, sns or sts.</summary>
    public string Service { get; init; } = "*";

    /// <summary>The API operation, such as <c>ScheduleKeyDeletion</c> or <c>List*</c>.</summary>
    public string Operation { get; init; } = "*";

    /// <summary>The Region that is called.</summary>
    public string Region { get; init; } = "*";

    /// <summary>How many of the calls: 0 to 1.</summary>
    public double Share { get; init; } = 1;

    /// <summary>
    /// Of the calls that go wrong, how many are done all the same: 0 to 1. Their answer is what is lost. Only for
    /// InternalError, LoadBalancerError, Hang and Reset: the other kinds say by themselves whether the call was done.
    /// </summary>
    public double AfterShare { get; init; }

    /// <summary>How late an answer is, in milliseconds: 0 to 600,000, and only for Slow; null for a second.</summary>
    public int? DelayMilliseconds { get; init; }

    /// <summary>
    /// How many minutes the service's clock is ahead of the callers': 6 to 1440, negative when it is behind, and only for
    /// ClockSkew; null for ten ahead. Less than that no service minds.
    /// </summary>
    public int? SkewMinutes { get; init; }

    /// <summary>Whether a call that meets this is done; null when chance says, or the call's own time.</summary>
    internal bool? IsAlwaysDone => Kind switch
    {
        FaultKind.Throttle or FaultKind.Denial or FaultKind.ExpiredToken => false,
        FaultKind.Slow or FaultKind.Truncated or FaultKind.Garbled => true,
        _ => null,
    };

    internal bool Matches(AwsRequest request) => Matches(request.Service, request.Operation, request.Region);

    internal bool Matches(string service, string operation, string region) =>
        Matches(Service, service) && Matches(Operation, operation) && Matches(Region, region);

    /// <exception cref="ArgumentException">A number is out of range, or says what the kind cannot do.</exception>
    internal void Check()
    {
        if (Wrong() is { } wrong)
        {
            throw new ArgumentException($"{this}: {wrong.Member} is {wrong.Value}; {wrong.Wanted}.");
        }
    }

    /// <summary>What is wrong with it; null for nothing.</summary>
    internal (string Member, object Value, string Wanted)? Wrong() => this switch
    {
        _ when !Enum.IsDefined(Kind) => (nameof(Kind), Kind, $"it must be one of {string.Join(", ", FaultNames.All)}"),
        { Share: not (>= 0 and <= 1) } => (nameof(Share), Share, "it must be a number from 0 to 1"),
        { AfterShare: not (>= 0 and <= 1) } => (nameof(AfterShare), AfterShare, "it must be a number from 0 to 1"),
        { AfterShare: > 0, IsAlwaysDone: { } done } =>
            (nameof(AfterShare), AfterShare, $"leave it out, a call that meets {FaultNames.Of(Kind)} is {(done ? "always" : "never")} done"),
        { AfterShare: > 0, Kind: FaultKind.ClockSkew } =>
            (nameof(AfterShare), AfterShare, "leave it out, whether a call that meets clock-skew is done says its own time"),
        { DelayMilliseconds: { } delay, Kind: not FaultKind.Slow } => (nameof(DelayMilliseconds), delay, "leave it out, it is for slow alone"),
        { DelayMilliseconds: { } delay and not (>= 0 and <= LongestDelay) } =>
            (nameof(DelayMilliseconds), delay, $"it must be a whole number from 0 to {LongestDelay}"),
        { SkewMinutes: { } skew, Kind: not FaultKind.ClockSkew } => (nameof(SkewMinutes), skew, "leave it out, it is for clock-skew alone"),
        { SkewMinutes: { } skew and not (>= SmallestSkew and <= LargestSkew) and not (<= -SmallestSkew and >= -LargestSkew) } =>
            (nameof(SkewMinutes), skew, $"it must be a whole number from {SmallestSkew} to {LargestSkew}, or from -{LargestSkew} to -{SmallestSkew}"),
        _ => null,
    };

    private static bool Matches(string glob, string name) => FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: true);
}
