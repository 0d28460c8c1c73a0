using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Encrypting and decrypting with symmetric keys; what succeeds counts as the key's last use.</summary>
internal sealed class Cryptography(KmsState state, KeyAccess access)
{
    private const int MostPlaintext = 4096;

    private const int MostCiphertext = 6144;

    public JsonObject? Encrypt(KmsInvocation call)
    {
        var plaintext = call.Input.Blob("Plaintext", MostPlaintext);
        var key = Usable(access.Open(call), call);
        var ciphertext = Ciphertext.Seal(key, plaintext, call.Input.Structure("EncryptionContext"));
        Record(key, call);
        return new JsonObject
        {
            ["CiphertextBlob"] = Convert.ToBase64String(ciphertext),
            ["KeyId"] = key.Arn,
            ["EncryptionAlgorithm"] = KeyCatalog.Symmetric,
        };
    }

    public JsonObject? Decrypt(KmsInvocation call)
    {
        var ciphertext = call.Input.Blob("CiphertextBlob", MostCiphertext);
        var named = call.Input.Text("KeyId") is null ? null : access.Open(call);
        var (account, id) = Ciphertext.KeyOf(ciphertext);
        if (named is not null && (named.Set.Id != id || named.Partition.Account != account))
        {
            throw new AwsException(
                "IncorrectKeyException",
                "The key ID in the request does not identify a CMK that can perform this operation.");
        }

        var key = Usable(named ?? KeyAccess.Open(call, Holder(call, account, id)), call);
        var plaintext = Ciphertext.Open(key, ciphertext, call.Input.Structure("EncryptionContext"));
        Record(key, call);
        return new JsonObject
        {
            ["Plaintext"] = Convert.ToBase64String(plaintext),
            ["KeyId"] = key.Arn,
            ["EncryptionAlgorithm"] = KeyCatalog.Symmetric,
        };
    }

    public JsonObject? GenerateDataKey(KmsInvocation call)
    {
        var dataKey = RandomNumberGenerator.GetBytes(DataKeyLength(call.Input));
        var answer = SealDataKey(call, dataKey);
        answer["Plaintext"] = Convert.ToBase64String(dataKey);
        return answer;
    }

    public JsonObject? GenerateDataKeyWithoutPlaintext(KmsInvocation call) =>
        SealDataKey(call, RandomNumberGenerator.GetBytes(DataKeyLength(call.Input)));

    private static int DataKeyLength(JsonObject input) => (input.Text("KeySpec"), input["NumberOfBytes"]) switch
    {
        ("AES_256", null) => 32,
        ("AES_128", null) => 16,
        (null, not null) => input.Number("NumberOfBytes", 1, 1024, otherwise: 0),
        _ => throw KmsErrors.Validation("Please specify either number of bytes or key spec, AES_256 or AES_128."),
    };

    private JsonObject SealDataKey(KmsInvocation call, byte[] dataKey)
    {
        var key = Usable(access.Open(call), call);
        var ciphertext = Ciphertext.Seal(key, dataKey, call.Input.Structure("EncryptionContext"));
        Record(key, call);
        return new JsonObject { ["CiphertextBlob"] = Convert.ToBase64String(ciphertext), ["KeyId"] = key.Arn };
    }

    private KmsKey Holder(KmsInvocation call, string account, string id) =>
        state.Serves(account, call.Request.Region)
        && state.Partition(account, call.Request.Region).Keys.TryGet(id, out var key)
            ? key
            : throw new AwsException(
                "AccessDeniedException",
                "The ciphertext refers to a customer master key that does not exist, does not exist in this region, "
                + "or you are not allowed to access.");

    private static KmsKey Usable(KmsKey key, KmsInvocation call)
    {
        if (key.Set.KeyUsage != KeyCatalog.EncryptDecrypt)
        {
            throw new AwsException(
                "InvalidKeyUsageException",
                $"{key.Arn} key usage is {key.Set.KeyUsage} which is not valid for {call.Operation}.");
        }

        return key.Set.KeySpec == KeyCatalog.Symmetric
            ? key
            : throw KmsErrors.Unsupported("The sandbox encrypts with SYMMETRIC_DEFAULT keys only: use one, or no sandbox.");
    }

    private static void Record(KmsKey key, KmsInvocation call)
    {
        if (call.Now >= KeyReading.TrackingStart)
        {
            key.LastUse = new KeyUse(call.Operation, call.Now, call.EventId, call.Request.Id);
        }
    }
}
