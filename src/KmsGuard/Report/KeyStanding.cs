using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>How one key stands, after the run, to what the controls ask. An exemption is no excuse: it says why a key is
/// left as it is, and the key still is as it is.</summary>
public static class KeyStanding
{
    /// <summary>Whether it rotates by itself. Asked of enabled keys that can: a disabled key's rotation cannot be turned on, and
    /// a replica's is its primary's. How often it rotates is not asked.</summary>
    public static Standing Rotation(KeyReport key) => key switch
    {
        { Outcome: Outcome.AwsManaged } => Standing.NotApplicable,
        { Rotates: { } rotates, State: KeyState.Enabled } => rotates ? Standing.Pass : Standing.Fail,
        { State: null } => Unread(key),
        { State: KeyState.Unknown } => Standing.Unknown,
        { State: not KeyState.Enabled } => Standing.NotApplicable,
        // With the rule off, the state is all that a sweep reads.
        { Outcome: Outcome.Ineligible } when !key.Reasons.Contains(Reason.Of(KeyState.Enabled)) => Standing.NotApplicable,
        _ => Standing.Unknown,
    };

    /// <summary>Whether nobody has scheduled its deletion; who did, and why, is not asked.</summary>
    public static Standing Kept(KeyReport key) => ByState(key, key.IsPendingDeletion);

    /// <summary>Whether it is not disabled. A key that is pending deletion is on its way out, as asked.</summary>
    public static Standing InUse(KeyReport key) => ByState(key, key.State == KeyState.Disabled);

    /// <summary>The worse of two: what fails fails, and what is unknown is not passed.</summary>
    internal static Standing Worse(Standing one, Standing other) =>
        one == Standing.Fail || other == Standing.Fail ? Standing.Fail
        : one == Standing.Unknown || other == Standing.Unknown ? Standing.Unknown
        : one == Standing.Pass || other == Standing.Pass ? Standing.Pass
        : Standing.NotApplicable;

    private static Standing ByState(KeyReport key, bool fails) => key switch
    {
        { Outcome: Outcome.AwsManaged } => Standing.NotApplicable,
        { State: null } => Unread(key),
        { State: KeyState.Unknown } => Standing.Unknown,
        _ => fails ? Standing.Fail : Standing.Pass,
    };

    // One that was gone before it could be described needs nothing any more.
    private static Standing Unread(KeyReport key) => key.Outcome == Outcome.Ineligible ? Standing.NotApplicable : Standing.Unknown;
}
