namespace KmsGuard.Sandbox.Tests.Kms;

public sealed class KeyCreationTests
{
    private const string KeyStore = "cks-1234567890abcdef0";

    private static readonly string[] Usages =
        ["ENCRYPT_DECRYPT", "SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT", "ENCAPSULATE_DECAPSULATE"];

    /// <summary>"Key spec reference": what each spec is good for, and the field that lists its algorithms.</summary>
    public static TheoryData<string, string, string> Specs() => new()
    {
        { "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "EncryptionAlgorithms" },
        { "RSA_2048", "ENCRYPT_DECRYPT SIGN_VERIFY", "EncryptionAlgorithms SigningAlgorithms" },
        { "RSA_3072", "ENCRYPT_DECRYPT SIGN_VERIFY", "EncryptionAlgorithms SigningAlgorithms" },
        { "RSA_4096", "ENCRYPT_DECRYPT SIGN_VERIFY", "EncryptionAlgorithms SigningAlgorithms" },
        { "ECC_NIST_P256", "SIGN_VERIFY KEY_AGREEMENT", "SigningAlgorithms KeyAgreementAlgorithms" },
        { "ECC_NIST_P384", "SIGN_VERIFY KEY_AGREEMENT", "SigningAlgorithms KeyAgreementAlgorithms" },
        { "ECC_NIST_P521", "SIGN_VERIFY KEY_AGREEMENT", "SigningAlgorithms KeyAgreementAlgorithms" },
        { "ECC_SECG_P256K1", "SIGN_VERIFY", "SigningAlgorithms" },
        { "ECC_NIST_EDWARDS25519", "SIGN_VERIFY", "SigningAlgorithms" },
        { "HMAC_224", "GENERATE_VERIFY_MAC", "MacAlgorithms" },
        { "HMAC_256", "GENERATE_VERIFY_MAC", "MacAlgorithms" },
        { "HMAC_384", "GENERATE_VERIFY_MAC", "MacAlgorithms" },
        { "HMAC_512", "GENERATE_VERIFY_MAC", "MacAlgorithms" },
        { "ML_DSA_44", "SIGN_VERIFY", "SigningAlgorithms" },
        { "ML_DSA_65", "SIGN_VERIFY", "SigningAlgorithms" },
        { "ML_DSA_87", "SIGN_VERIFY", "SigningAlgorithms" },
        { "ML_KEM_512", "ENCAPSULATE_DECAPSULATE", "EncapsulationAlgorithms" },
        { "ML_KEM_768", "ENCAPSULATE_DECAPSULATE", "EncapsulationAlgorithms" },
        { "ML_KEM_1024", "ENCAPSULATE_DECAPSULATE", "EncapsulationAlgorithms" },
        { "SM2", "ENCRYPT_DECRYPT SIGN_VERIFY KEY_AGREEMENT", "EncryptionAlgorithms SigningAlgorithms KeyAgreementAlgorithms" },
    };

    [Theory]
    [MemberData(nameof(Specs))]
    public void A_spec_takes_its_own_usages_and_no_other(string spec, string usages, string fields)
    {
        var kms = new KmsBench();
        var region = spec == "SM2" ? "cn-north-1" : KmsBench.Region;
        var good = usages.Split(' ');

        foreach (var usage in Usages.Except(good))
        {
            kms.Refuses("ValidationException", "CreateKey", new { KeySpec = spec, KeyUsage = usage }, region: region);
        }

        foreach (var (usage, field) in good.Zip(fields.Split(' ')))
        {
            var key = kms.Do("CreateKey", new { KeySpec = spec, KeyUsage = usage }, region: region)["KeyMetadata"]!;
            key.Text("KeySpec").ShouldBe(spec);
            key.Text("CustomerMasterKeySpec").ShouldBe(spec);
            key.Text("KeyUsage").ShouldBe(usage);
            key.Text("KeyState").ShouldBe("Enabled");
            key.Text("KeyManager").ShouldBe("CUSTOMER");
            key[field]!.AsArray().ShouldNotBeEmpty();
        }
    }

    [Fact]
    public void A_key_is_for_symmetric_encryption_when_nothing_is_said()
    {
        var key = new KmsBench().Do("CreateKey")["KeyMetadata"]!;

        key.Text("KeySpec").ShouldBe("SYMMETRIC_DEFAULT");
        key.Text("KeyUsage").ShouldBe("ENCRYPT_DECRYPT");
        key.Text("Origin").ShouldBe("AWS_KMS");
        key["MultiRegion"]!.GetValue<bool>().ShouldBeFalse();
        Guid.TryParseExact(key.Text("KeyId"), "d", out _).ShouldBeTrue();
        key.Text("Arn").ShouldBe($"arn:aws:kms:us-east-1:111122223333:key/{key.Text("KeyId")}");
    }

    [Fact]
    public void Imported_material_is_waited_for() =>
        new KmsBench().Do("CreateKey", new { Origin = "EXTERNAL" })["KeyMetadata"]!.Text("KeyState").ShouldBe("PendingImport");

    [Theory]
    [InlineData("AWS_CLOUDHSM", null)]
    [InlineData("EXTERNAL_KEY_STORE", "bb8562717f809024")]
    public void A_key_can_live_in_a_custom_key_store(string origin, string? xksKeyId)
    {
        var kms = new KmsBench();

        var key = kms.Do("CreateKey", new { Origin = origin, CustomKeyStoreId = KeyStore, XksKeyId = xksKeyId })["KeyMetadata"]!;

        key.Text("CustomKeyStoreId").ShouldBe(KeyStore);
        ((string?)key["XksKeyConfiguration"]?["Id"]).ShouldBe(xksKeyId);
    }

    /// <summary>Parameters that do not go together, each with its error code.</summary>
    public static TheoryData<string, object> Contradictions() => new()
    {
        { "ValidationException", new { KeySpec = "RSA_2048" } },
        { "ValidationException", new { KeySpec = "RSA_1024", KeyUsage = "SIGN_VERIFY" } },
        { "ValidationException", new { KeyUsage = "LOOK_AT" } },
        { "ValidationException", new { Origin = "MARS" } },
        { "ValidationException", new { Origin = "AWS_CLOUDHSM" } },
        { "ValidationException", new { CustomKeyStoreId = KeyStore } },
        { "ValidationException", new { Origin = "EXTERNAL_KEY_STORE", CustomKeyStoreId = KeyStore } },
        { "CustomKeyStoreNotFoundException", new { Origin = "AWS_CLOUDHSM", CustomKeyStoreId = "mine" } },
        { "UnsupportedOperationException", new { Origin = "AWS_CLOUDHSM", CustomKeyStoreId = KeyStore, MultiRegion = true } },
        {
            "UnsupportedOperationException",
            new { Origin = "AWS_CLOUDHSM", CustomKeyStoreId = KeyStore, KeySpec = "HMAC_256", KeyUsage = "GENERATE_VERIFY_MAC" }
        },
        { "UnsupportedOperationException", new { KeySpec = "SM2", KeyUsage = "SIGN_VERIFY" } },
        { "MalformedPolicyDocumentException", new { Policy = "{}" } },
        { "TagException", new { Tags = new[] { new { TagKey = "aws:mine", TagValue = "" } } } },
        { "SerializationException", new { MultiRegion = "yes" } },
        { "SerializationException", new { KeySpec = 7 } },
        { "SerializationException", new { Tags = "a" } },
    };

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void What_does_not_go_together_is_refused_and_makes_no_key(string code, object input)
    {
        var kms = new KmsBench();

        kms.Refuses(code, "CreateKey", input);

        kms.Do("ListKeys")["Keys"]!.AsArray().ShouldBeEmpty();
    }
}
