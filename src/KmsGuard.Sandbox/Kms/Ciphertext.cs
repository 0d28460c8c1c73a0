using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>The sandbox's own ciphertext: which key, a nonce, a tag, then AES-GCM over the encryption context.</summary>
internal static class Ciphertext
{
    private const int NonceLength = 12;

    private const int TagLength = 16;

    public static byte[] Seal(KmsKey key, byte[] plaintext, JsonObject? context)
    {
        var name = Encoding.ASCII.GetBytes($"{key.Partition.Account}/{key.Set.Id}");
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var tag = new byte[TagLength];
        var body = new byte[plaintext.Length];
        using var aes = new AesGcm(key.Set.Material, TagLength);
        aes.Encrypt(nonce, plaintext, body, tag, Canonical(context));
        return [(byte)name.Length, .. name, .. nonce, .. tag, .. body];
    }

    /// <exception cref="AwsException">It is nothing that this sandbox sealed.</exception>
    public static (string Account, string KeyId) KeyOf(byte[] ciphertext) =>
        ciphertext.Length > 0
        && ciphertext.Length >= 1 + ciphertext[0] + NonceLength + TagLength
        && Encoding.ASCII.GetString(ciphertext, 1, ciphertext[0]).Split('/') is [var account, var id]
            ? (account, id)
            : throw Invalid();

    /// <exception cref="AwsException">It was changed, or sealed with another context.</exception>
    public static byte[] Open(KmsKey key, byte[] ciphertext, JsonObject? context)
    {
        var rest = ciphertext.AsSpan(1 + ciphertext[0]);
        var plaintext = new byte[rest.Length - NonceLength - TagLength];
        using var aes = new AesGcm(key.Set.Material, TagLength);
        try
        {
            aes.Decrypt(
                rest[..NonceLength],
                rest[(NonceLength + TagLength)..],
                rest.Slice(NonceLength, TagLength),
                plaintext,
                Canonical(context));
        }
        catch (AuthenticationTagMismatchException)
        {
            throw Invalid();
        }

        return plaintext;
    }

    // The order of a context's entries does not count.
    private static byte[] Canonical(JsonObject? context) => context is null
        ? []
        : Encoding.UTF8.GetBytes(string.Concat(context
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{entry.Key.Length}:{entry.Key}{entry.Value?.ToJsonString()}")));

    private static AwsException Invalid() => new("InvalidCiphertextException", "");
}
