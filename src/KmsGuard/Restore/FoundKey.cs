using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Restore;

/// <summary>A key to be restored, or why it is not to be.</summary>
/// <param name="Name">What was asked for.</param>
/// <param name="Kms">Where the key is; null when it was not found.</param>
/// <param name="Key">The key; null when it was not found.</param>
/// <param name="Refusal">The entry to report instead; null when it was found.</param>
public sealed record FoundKey(string Name, IKmsRegion? Kms, KeyArn? Key, RollbackEntry? Refusal)
{
    internal static FoundKey Of(IKmsRegion kms, KeyArn key) => new(key.ToString(), kms, key, null);

    internal static FoundKey Refuse(string name, RollbackOutcome outcome, string why) =>
        new(name, null, null, new RollbackEntry(name, null, null, outcome, why));
}
