using KmsGuard.Aws.Tests.Stub;
using KmsGuard.Detect;

namespace KmsGuard.Aws.Tests;

/// <summary>Answers as they come over the wire, with what emulators leave out and what KMS may say one day.</summary>
public sealed class KeyMappingTests
{
    private const string Arn = "arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
    private const string Elsewhere = "arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab";
    private static readonly KeyArn Key = KeyArn.Parse(Arn);

    [Fact]
    public async Task A_key_is_described_to_the_last_field()
    {
        var key = (await DescribeAsync($$"""
            "Arn":"{{Arn}}","KeyManager":"CUSTOMER","KeyState":"PendingReplicaDeletion","KeySpec":"SYMMETRIC_DEFAULT",
            "KeyUsage":"ENCRYPT_DECRYPT","Origin":"AWS_KMS","CustomKeyStoreId":"cks-1","MultiRegion":true,
            "MultiRegionConfiguration":{"MultiRegionKeyType":"PRIMARY","PrimaryKey":{"Arn":"{{Arn}}","Region":"eu-west-1"},
            "ReplicaKeys":[{"Arn":"{{Elsewhere}}","Region":"us-east-1"}]},
            "CreationDate":1773253425.56,"DeletionDate":1773253426,"PendingDeletionWindowInDays":14,"Description":"hi"
            """)).Value.ShouldNotBeNull();

        key.Replicas.ShouldBe([KeyArn.Parse(Elsewhere)]);
        (key with { Replicas = [] }).ShouldBe(new KeyDescription
        {
            Arn = Key,
            Manager = KeyManager.Customer,
            State = KeyState.PendingReplicaDeletion,
            Spec = "SYMMETRIC_DEFAULT",
            Usage = "ENCRYPT_DECRYPT",
            Origin = "AWS_KMS",
            CustomKeyStoreId = "cks-1",
            MultiRegion = MultiRegionKind.Primary,
            Primary = Key,
            Replicas = [],
            CreatedAt = DateTimeOffset.FromUnixTimeMilliseconds(1773253425560),
            DeletionDate = DateTimeOffset.FromUnixTimeSeconds(1773253426),
            PendingWindowDays = 14,
            Description = "hi",
        });
    }

    [Theory]
    [InlineData("Creating", KeyState.Creating)]
    [InlineData("Enabled", KeyState.Enabled)]
    [InlineData("Disabled", KeyState.Disabled)]
    [InlineData("PendingDeletion", KeyState.PendingDeletion)]
    [InlineData("PendingImport", KeyState.PendingImport)]
    [InlineData("Unavailable", KeyState.Unavailable)]
    [InlineData("Updating", KeyState.Updating)]
    [InlineData("Hibernating", KeyState.Unknown)]
    [InlineData("3", KeyState.Unknown)]
    [InlineData("Enabled, Disabled", KeyState.Unknown)]
    [InlineData("", KeyState.Unknown)]
    public async Task A_state_is_taken_by_its_exact_name(string text, KeyState state)
    {
        var key = (await DescribeAsync($$""" "Arn":"{{Arn}}","KeyState":"{{text}}" """)).Value.ShouldNotBeNull();

        key.State.ShouldBe(state);
    }

    [Fact]
    public async Task Words_that_are_new_and_fields_that_are_missing_are_no_reason_to_fail()
    {
        var key = (await DescribeAsync(
            $$""" "Arn":"{{Arn}}","KeyManager":"ROBOT","KeySpec":"ML_KEM_9000","Origin":"MOON","New":{"a":[1]} """)).Value.ShouldNotBeNull();

        key.ShouldBe(new KeyDescription
        {
            Arn = Key,
            Manager = KeyManager.Unknown,
            State = KeyState.Unknown,
            Spec = "ML_KEM_9000",
            Origin = "MOON",
            Replicas = key.Replicas,
        });
        key.Replicas.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(""" "KeyState":"Enabled" """)]
    [InlineData(""" "Arn":"arn:aws:kms:eu-west-1:111122223333:alias/x","KeyState":"Enabled" """)]
    [InlineData($""" "Arn":"{Arn}","MultiRegion":true """)]
    [InlineData($$""" "Arn":"{{Arn}}","MultiRegion":true,"MultiRegionConfiguration":{"MultiRegionKeyType":"THIRD"} """)]
    public async Task A_description_that_a_rule_could_misread_is_refused(string fields) =>
        (await DescribeAsync(fields)).Failure.ShouldNotBeNull().Kind.ShouldBe(FailureKind.Service);

    [Fact]
    public async Task An_answer_without_a_key_is_a_failure()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("{}"));

        (await (await stub.OpenAsync()).DescribeKeyAsync(Arn, default)).Failure.ShouldNotBeNull();
        (await (await stub.OpenAsync()).GetKeyRotationStatusAsync(Key, default)).Failure.ShouldNotBeNull()
            .Message.ShouldContain("KeyRotationEnabled");
    }

    [Theory]
    [InlineData("alias/aws/s3")]
    [InlineData("arn:aws:kms:eu-west-1:111122223333:alias/aws/s3")]
    [InlineData("")]
    public async Task An_alias_is_never_described(string keyId)
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("{}"));

        (await (await stub.OpenAsync()).DescribeKeyAsync(keyId, default)).Failure.ShouldNotBeNull().Code.ShouldBe("InvalidKeyId");

        stub.Requests.ShouldBeEmpty();
    }

    public static TheoryData<string, LastUsage> Usages => new()
    {
        {
            """{"KeyLastUsage":{"Operation":"Decrypt","Timestamp":1790000000.25,"CloudTrailEventId":"e"},"TrackingStartDate":1780000000,"KeyCreationDate":1600000000}""",
            new(
                DateTimeOffset.FromUnixTimeMilliseconds(1790000000250), "Decrypt", "e",
                DateTimeOffset.FromUnixTimeSeconds(1780000000), DateTimeOffset.FromUnixTimeSeconds(1600000000))
        },
        { """{"KeyLastUsage":{},"TrackingStartDate":1780000000}""", new(null, TrackingStart: DateTimeOffset.FromUnixTimeSeconds(1780000000)) },
        { """{"KeyCreationDate":1780000000}""", new(null, CreatedAt: DateTimeOffset.FromUnixTimeSeconds(1780000000)) },
        { """{"KeyLastUsage":{"Operation":"Teleport","Timestamp":1790000000}}""", new(DateTimeOffset.FromUnixTimeSeconds(1790000000), "Teleport") },
    };

    [Theory]
    [MemberData(nameof(Usages))]
    public async Task Last_usage_tells_never_from_unknown(string body, LastUsage usage)
    {
        await using var stub = await StubKms.StartAsync(Answers.Json(body));

        (await (await stub.OpenAsync()).GetKeyLastUsageAsync(Key, default)).Value.ShouldBe(usage);
    }

    [Fact]
    public async Task A_use_without_its_time_is_no_proof_of_idleness()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("""{"KeyLastUsage":{"Operation":"Decrypt"}}"""));

        (await (await stub.OpenAsync()).GetKeyLastUsageAsync(Key, default)).Failure.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_grant_of_a_service_names_the_service()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json(
            """{"Grants":[{"GrantId":"1","GranteePrincipal":"arn:aws:iam::111122223333:role/a"},{"GrantId":"2","GranteeServicePrincipal":"dynamodb.amazonaws.com"}]}"""));

        var grants = (await (await stub.OpenAsync()).ListGrantsAsync(Key, default)).Value.ShouldNotBeNull();

        grants.ShouldBe([new("1", "arn:aws:iam::111122223333:role/a"), new("2", "dynamodb.amazonaws.com")]);
    }

    private static async Task<Reading<KeyDescription>> DescribeAsync(string fields)
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("{\"KeyMetadata\":{" + fields + "}}"));
        return await (await stub.OpenAsync()).DescribeKeyAsync(Arn, default);
    }
}
