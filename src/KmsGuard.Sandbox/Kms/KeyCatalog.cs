using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Kms;

/// <summary>The key specs that KMS offers, what each is good for, and with which algorithms ("Key spec reference").</summary>
internal static class KeyCatalog
{
    public const string Symmetric = "SYMMETRIC_DEFAULT";

    public const string EncryptDecrypt = "ENCRYPT_DECRYPT";

    private const string SignVerify = "SIGN_VERIFY";

    private static readonly string[] RsaSignatures =
    [
        "RSASSA_PKCS1_V1_5_SHA_256", "RSASSA_PKCS1_V1_5_SHA_384", "RSASSA_PKCS1_V1_5_SHA_512",
        "RSASSA_PSS_SHA_256", "RSASSA_PSS_SHA_384", "RSASSA_PSS_SHA_512",
    ];

    private static readonly Usage[] Rsa =
        [new(EncryptDecrypt, "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256"), new(SignVerify, RsaSignatures)];

    private static readonly Usage Agreement = new("KEY_AGREEMENT", "ECDH");

    private static readonly Usage[] MlDsa = [new(SignVerify, "ML_DSA_SHAKE_256")];

    private static readonly Usage[] MlKem = [new("ENCAPSULATE_DECAPSULATE", "ML_KEM")];

    // The first usage is the one that the spec implies.
    private static readonly FrozenDictionary<string, Usage[]> Specs = new Dictionary<string, Usage[]>
    {
        [Symmetric] = [new(EncryptDecrypt, Symmetric)],
        ["HMAC_224"] = Hmac("HMAC_SHA_224"),
        ["HMAC_256"] = Hmac("HMAC_SHA_256"),
        ["HMAC_384"] = Hmac("HMAC_SHA_384"),
        ["HMAC_512"] = Hmac("HMAC_SHA_512"),
        ["RSA_2048"] = Rsa,
        ["RSA_3072"] = Rsa,
        ["RSA_4096"] = Rsa,
        ["ECC_NIST_P256"] = [new(SignVerify, "ECDSA_SHA_256"), Agreement],
        ["ECC_NIST_P384"] = [new(SignVerify, "ECDSA_SHA_384"), Agreement],
        ["ECC_NIST_P521"] = [new(SignVerify, "ECDSA_SHA_512"), Agreement],
        ["ECC_SECG_P256K1"] = [new(SignVerify, "ECDSA_SHA_256")],
        ["ECC_NIST_EDWARDS25519"] = [new(SignVerify, "ED25519_SHA_512", "ED25519_PH_SHA_512")],
        ["SM2"] = [new(EncryptDecrypt, "SM2PKE"), new(SignVerify, "SM2DSA"), Agreement],
        ["ML_DSA_44"] = MlDsa,
        ["ML_DSA_65"] = MlDsa,
        ["ML_DSA_87"] = MlDsa,
        ["ML_KEM_512"] = MlKem,
        ["ML_KEM_768"] = MlKem,
        ["ML_KEM_1024"] = MlKem,
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> AlgorithmFields = new Dictionary<string, string>
    {
        [EncryptDecrypt] = "EncryptionAlgorithms",
        [SignVerify] = "SigningAlgorithms",
        ["GENERATE_VERIFY_MAC"] = "MacAlgorithms",
        ["KEY_AGREEMENT"] = "KeyAgreementAlgorithms",
        ["ENCAPSULATE_DECAPSULATE"] = "EncapsulationAlgorithms",
    }.ToFrozenDictionary();

    public static IReadOnlyCollection<string> KeySpecs { get; } = [.. Specs.Keys.Order(StringComparer.Ordinal)];

    public static IReadOnlyCollection<string> KeyUsages { get; } = [.. AlgorithmFields.Keys.Order(StringComparer.Ordinal)];

    public static IReadOnlyCollection<string> Origins { get; } = ["AWS_CLOUDHSM", "AWS_KMS", "EXTERNAL", "EXTERNAL_KEY_STORE"];

    public static bool Fits(string spec, string usage) =>
        Specs.TryGetValue(spec, out var usages) && usages.Any(one => one.Name == usage);

    /// <summary>Null for a spec that KMS does not know.</summary>
    public static string? ImpliedUsage(string spec) => Specs.TryGetValue(spec, out var usages) ? usages[0].Name : null;

    /// <summary>The field of KeyMetadata that names a key's algorithms, and the algorithms.</summary>
    public static (string Field, JsonArray Algorithms) Algorithms(KeySet set)
    {
        var usage = Specs[set.KeySpec].First(one => one.Name == set.KeyUsage);
        return (AlgorithmFields[usage.Name], [.. usage.Algorithms.Select(name => JsonValue.Create(name))]);
    }

    private static Usage[] Hmac(string algorithm) => [new("GENERATE_VERIFY_MAC", algorithm)];

    private sealed record Usage(string Name, params string[] Algorithms);
}
