using System.Security.Cryptography;

namespace KmsGuard.Sandbox.Kms;

/// <summary>What the keys of a multi-Region set share; a single-Region key is a set of one.</summary>
internal sealed class KeySet
{
    private KmsKey? primary;

    /// <summary>The key id: a UUID, or <c>mrk-</c> and 32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    public string KeySpec { get; init; } = KeyCatalog.Symmetric;

    public string KeyUsage { get; init; } = KeyCatalog.EncryptDecrypt;

    public string Origin { get; init; } = "AWS_KMS";

    public string KeyManager { get; init; } = "CUSTOMER";

    public bool MultiRegion { get; init; }

    /// <summary>Null unless the key lives in a custom key store.</summary>
    public string? CustomKeyStoreId { get; init; }

    /// <summary>The external key's id; null unless the origin is EXTERNAL_KEY_STORE.</summary>
    public string? XksKeyId { get; init; }

    /// <summary>Null while rotation is off.</summary>
    public int? RotationPeriodInDays { get; set; }

    /// <summary>Null while rotation is off; in the past when the key could not be rotated on the day.</summary>
    public DateTimeOffset? NextRotation { get; set; }

    /// <summary>The completed rotations, oldest first.</summary>
    public List<KeyRotationRecord> Rotations { get; } = [];

    /// <summary>The key itself, or the primary of its set.</summary>
    public KmsKey Primary => primary ?? throw new InvalidOperationException("A key set has no key before its primary is added.");

    /// <summary>Empty for a single-Region key.</summary>
    public List<KmsKey> Replicas { get; } = [];

    /// <summary>The sandbox's own AES key. Rotation keeps it: old ciphertexts stay readable, as they do in AWS.</summary>
    public byte[] Material { get; } = RandomNumberGenerator.GetBytes(32);

    public bool InCustomKeyStore => Origin is "AWS_CLOUDHSM" or "EXTERNAL_KEY_STORE";

    public void Add(KmsKey key)
    {
        if (primary is null)
        {
            primary = key;
        }
        else
        {
            Replicas.Add(key);
        }
    }

    public static bool IsId(string text, bool multiRegion) =>
        multiRegion
            ? text.StartsWith("mrk-", StringComparison.Ordinal) && Guid.TryParseExact(text["mrk-".Length..], "n", out _)
            : Guid.TryParseExact(text, "d", out _);

    public static string NewId(bool multiRegion) => multiRegion ? $"mrk-{Guid.NewGuid():n}" : Guid.NewGuid().ToString();
}

/// <summary>One rotation: <c>AUTOMATIC</c> or <c>ON_DEMAND</c>.</summary>
internal sealed record KeyRotationRecord(DateTimeOffset At, string Type);
