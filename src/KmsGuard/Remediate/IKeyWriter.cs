using KmsGuard.Detect;

namespace KmsGuard.Remediate;

/// <summary>Acts on keys of one account in one Region.</summary>
public interface IKeyWriter
{
    /// <summary>Does one thing to one key.</summary>
    /// <returns>Null when it is done; otherwise why it is not.</returns>
    Task<Failure?> ApplyAsync(KeyArn key, KeyAction action, CancellationToken cancellationToken);
}
