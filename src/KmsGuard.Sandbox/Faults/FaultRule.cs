using System.IO.Enumeration;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Faults;

/// <summary>Which calls go wrong, how often and in what way. Names are globs (<c>*</c>, <c>?</c>), in any case.</summary>
public sealed record FaultRule
{
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

    /// <summary>How late a slow answer is, in milliseconds.</summary>
    public int DelayMilliseconds { get; init; } = 1000;

    /// <summary>Whether a call that meets this is done; null when chance says.</summary>
    internal bool? IsAlwaysDone => Kind switch
    {
        FaultKind.Throttle or FaultKind.Denial or FaultKind.ExpiredToken => false,
        FaultKind.Slow or FaultKind.Truncated or FaultKind.Garbled => true,
        _ => null,
    };

    internal bool Matches(AwsRequest request) =>
        Matches(Service, request.Service) && Matches(Operation, request.Operation) && Matches(Region, request.Region);

    /// <exception cref="ArgumentException">A number is out of range, or says what the kind cannot do.</exception>
    internal void Check()
    {
        if (!Enum.IsDefined(Kind) || Share is not (>= 0 and <= 1) || AfterShare is not (>= 0 and <= 1) || DelayMilliseconds < 0)
        {
            throw new ArgumentException(
                $"{this}: Kind must be one of {string.Join(", ", Enum.GetNames<FaultKind>())}, Share and AfterShare lie "
                + "between 0 and 1, and DelayMilliseconds is 0 or more.");
        }

        if (AfterShare > 0 && IsAlwaysDone is not null)
        {
            throw new ArgumentException($"{this}: leave AfterShare out, a call that meets {Kind} is {(IsAlwaysDone.Value ? "always" : "never")} done.");
        }
    }

    private static bool Matches(string glob, string name) => FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: true);
}
