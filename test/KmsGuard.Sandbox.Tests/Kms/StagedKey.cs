namespace KmsGuard.Sandbox.Tests.Kms;

/// <summary>A key that was brought into a state, with what the calls on it need.</summary>
/// <param name="Arn">Its ARN.</param>
/// <param name="Alias">An alias of it.</param>
/// <param name="GrantId">A grant on it.</param>
/// <param name="Policy">Its policy.</param>
/// <param name="Ciphertext">Sealed under it; a single byte where it never could be used.</param>
internal sealed record StagedKey(string Arn, string Alias, string GrantId, string Policy, byte[] Ciphertext)
{
    public string Region => Arn.Split(':')[3];
}
