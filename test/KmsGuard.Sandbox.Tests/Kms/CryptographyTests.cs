using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

public sealed class CryptographyTests
{
    private static readonly object Context = new { app = "orders", stage = "test" };

    private readonly KmsBench kms = new();

    [Fact]
    public void What_is_encrypted_is_decrypted_without_naming_the_key()
    {
        var arn = kms.Seed(new KeySeed { Aliases = ["alias/orders"] });
        var ciphertext = kms.Do("Encrypt", new { KeyId = "alias/orders", Plaintext = "AQID", EncryptionContext = Context })
            .Text("CiphertextBlob");

        var answer = kms.Do("Decrypt", new
        {
            CiphertextBlob = ciphertext,
            EncryptionContext = new { stage = "test", app = "orders" },
        });

        answer.Text("Plaintext").ShouldBe("AQID");
        answer.Text("KeyId").ShouldBe(arn);
        kms.Calls[^1].KeyArn.ShouldBe(arn);
    }

    [Fact]
    public void A_data_key_comes_with_its_ciphertext()
    {
        var arn = kms.Seed();

        var dataKey = kms.Do("GenerateDataKey", new { KeyId = arn, NumberOfBytes = 64 });
        var sealedOnly = kms.Do("GenerateDataKeyWithoutPlaintext", new { KeyId = arn, KeySpec = "AES_128" });

        Convert.FromBase64String(dataKey.Text("Plaintext")).Length.ShouldBe(64);
        kms.Do("Decrypt", new { CiphertextBlob = dataKey.Text("CiphertextBlob") }).Text("Plaintext")
            .ShouldBe(dataKey.Text("Plaintext"));
        sealedOnly.ContainsKey("Plaintext").ShouldBeFalse();
        Convert.FromBase64String(kms.Do("Decrypt", new { CiphertextBlob = sealedOnly.Text("CiphertextBlob") }).Text("Plaintext"))
            .Length.ShouldBe(16);
    }

    [Fact]
    public void A_ciphertext_opens_only_unchanged_with_its_context_and_its_key()
    {
        var arn = kms.Seed();
        var blob = kms.Do("Encrypt", new { KeyId = arn, Plaintext = "AQID", EncryptionContext = Context }).Text("CiphertextBlob");
        var changed = Convert.FromBase64String(blob);
        changed[^1] ^= 1;

        kms.Refuses("InvalidCiphertextException", "Decrypt", new { CiphertextBlob = blob });
        kms.Refuses("InvalidCiphertextException", "Decrypt", new { CiphertextBlob = changed, EncryptionContext = Context });
        kms.Refuses(
            "IncorrectKeyException", "Decrypt", new { CiphertextBlob = blob, EncryptionContext = Context, KeyId = kms.Seed() });
    }

    [Theory]
    [InlineData("AA==")]
    [InlineData("/w==")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Bytes_that_kms_never_sealed_are_no_ciphertext(string blob) =>
        kms.Refuses("InvalidCiphertextException", "Decrypt", new { CiphertextBlob = blob });

    [Theory]
    [InlineData("RSA_2048", "SIGN_VERIFY", "InvalidKeyUsageException")]
    [InlineData("HMAC_256", "GENERATE_VERIFY_MAC", "InvalidKeyUsageException")]
    [InlineData("RSA_2048", "ENCRYPT_DECRYPT", "UnsupportedOperationException")]
    public void A_key_for_something_else_does_not_encrypt(string spec, string usage, string code)
    {
        var arn = kms.Seed(new KeySeed { KeySpec = spec, KeyUsage = usage });

        kms.Refuses(code, "Encrypt", new { KeyId = arn, Plaintext = "AQID" });
    }

    [Fact]
    public void Plaintexts_have_their_limits()
    {
        var arn = kms.Seed();

        kms.Do("Encrypt", new { KeyId = arn, Plaintext = new byte[4096] });
        kms.Refuses("ValidationException", "Encrypt", new { KeyId = arn, Plaintext = new byte[4097] });
        kms.Refuses("ValidationException", "Encrypt", new { KeyId = arn });
        kms.Refuses("SerializationException", "Encrypt", new { KeyId = arn, Plaintext = "no base64!" });
        kms.Refuses("ValidationException", "GenerateDataKey", new { KeyId = arn });
        kms.Refuses("ValidationException", "GenerateDataKey", new { KeyId = arn, NumberOfBytes = 1025 });
    }
}
