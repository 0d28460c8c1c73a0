using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

public sealed class KeyStateTests
{
    private static readonly byte[] Plaintext = [1, 2, 3];

    public static TheoryData<string, string, string> Table()
    {
        var data = new TheoryData<string, string, string>();
        foreach (var (operation, state, outcome) in KeyStateTable.Cells())
        {
            data.Add(operation, state, outcome);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void A_call_is_answered_as_the_key_states_table_says(string operation, string state, string outcome)
    {
        var kms = new KmsBench();
        var arn = kms.Seed(SeedFor(operation, state));
        var input = Input(kms, operation, arn);

        if (outcome == "ok")
        {
            Should.NotThrow(() => kms.Do(operation, input));
        }
        else
        {
            var refusal = kms.Refused(operation, input);
            var (code, message) = KeyStateTable.Refusals[outcome];
            refusal.Code.ShouldBe(code);
            refusal.Message.ShouldBe(message.Replace("ARN", arn, StringComparison.Ordinal));
            kms.StateOf(arn).ShouldBe(state);
        }
    }

    [Theory]
    [InlineData("DisableKey", "Enabled", "Disabled")]
    [InlineData("DisableKey", "Disabled", "Disabled")]
    [InlineData("DisableKey", "Unavailable", "Unavailable")]
    [InlineData("EnableKey", "Disabled", "Enabled")]
    [InlineData("EnableKey", "Enabled", "Enabled")]
    [InlineData("EnableKey", "Unavailable", "Unavailable")]
    [InlineData("ScheduleKeyDeletion", "Enabled", "PendingDeletion")]
    [InlineData("ScheduleKeyDeletion", "Disabled", "PendingDeletion")]
    [InlineData("ScheduleKeyDeletion", "PendingImport", "PendingDeletion")]
    [InlineData("ScheduleKeyDeletion", "Unavailable", "PendingDeletion")]
    [InlineData("CancelKeyDeletion", "PendingDeletion", "Disabled")]
    [InlineData("CancelKeyDeletion", "PendingReplicaDeletion", "Disabled")]
    [InlineData("DeleteImportedKeyMaterial", "Enabled", "PendingImport")]
    [InlineData("DeleteImportedKeyMaterial", "PendingDeletion", "PendingDeletion")]
    [InlineData("PutKeyPolicy", "PendingDeletion", "PendingDeletion")]
    public void A_call_leads_from_state_to_state(string operation, string before, string after)
    {
        var kms = new KmsBench();
        var arn = kms.Seed(SeedFor(operation, before));

        kms.Do(operation, Input(kms, operation, arn));

        kms.StateOf(arn).ShouldBe(after);
        kms.Describe(arn)["Enabled"]!.GetValue<bool>().ShouldBe(after == "Enabled");
    }

    [Theory]
    [InlineData(6)]
    [InlineData(31)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(365)]
    public void A_waiting_period_outside_7_to_30_days_is_refused_and_changes_nothing(int days)
    {
        var kms = new KmsBench();
        var arn = kms.Seed();

        kms.Refuses("ValidationException", "ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = days });

        kms.StateOf(arn).ShouldBe("Enabled");
    }

    [Theory]
    [InlineData("\"7\"")]
    [InlineData("7.5")]
    [InlineData("1e99")]
    [InlineData("true")]
    [InlineData("[7]")]
    [InlineData("{}")]
    public void A_waiting_period_that_is_no_whole_number_is_refused(string json)
    {
        var kms = new KmsBench();
        var arn = kms.Seed();

        kms.Refuses(
            "SerializationException", "ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = JsonNode.Parse(json) });

        kms.StateOf(arn).ShouldBe("Enabled");
    }

    [Theory]
    [InlineData(7)]
    [InlineData(30)]
    [InlineData(null)]
    public void A_scheduled_deletion_is_answered_with_its_date(int? days)
    {
        var kms = new KmsBench();
        var arn = kms.Seed();
        var before = kms.Now;

        var answer = kms.Do("ScheduleKeyDeletion", new { KeyId = arn, PendingWindowInDays = days });

        var expected = days ?? 30;
        answer.Text("KeyId").ShouldBe(arn);
        answer.Text("KeyState").ShouldBe("PendingDeletion");
        ((int)answer["PendingWindowInDays"]!).ShouldBe(expected);
        answer.Time("DeletionDate").ShouldBe(before.AddDays(expected), TimeSpan.FromHours(1));
        kms.Describe(arn).Time("DeletionDate").ShouldBe(answer.Time("DeletionDate"));
    }

    private static KeySeed SeedFor(string operation, string state) => new()
    {
        KeyState = state,
        Origin = state switch
        {
            "Unavailable" => "AWS_CLOUDHSM",
            "PendingImport" => "EXTERNAL",
            _ when operation == "DeleteImportedKeyMaterial" => "EXTERNAL",
            _ => "AWS_KMS",
        },
        MultiRegion = state is "PendingReplicaDeletion" or "Creating" or "Updating" || operation == "ReplicateKey",
    };

    private static JsonObject Input(KmsBench kms, string operation, string arn)
    {
        var input = operation switch
        {
            "TagResource" => new JsonObject { ["Tags"] = Array(new JsonObject { ["TagKey"] = "a", ["TagValue"] = "b" }) },
            "UntagResource" => new JsonObject { ["TagKeys"] = Array("a") },
            "UpdateKeyDescription" => new JsonObject { ["Description"] = "new" },
            "PutKeyPolicy" => new JsonObject { ["Policy"] = kms.Do("GetKeyPolicy", new { KeyId = arn }).Text("Policy") },
            "Encrypt" => new JsonObject { ["Plaintext"] = Convert.ToBase64String(Plaintext) },
            "Decrypt" => new JsonObject { ["CiphertextBlob"] = CiphertextUnder(kms, arn) },
            "GenerateDataKey" or "GenerateDataKeyWithoutPlaintext" => new JsonObject { ["KeySpec"] = "AES_256" },
            "CreateGrant" => new JsonObject { ["GranteePrincipal"] = KmsBench.Alice.Arn, ["Operations"] = Array("Decrypt") },
            "ReplicateKey" => new JsonObject { ["ReplicaRegion"] = "us-west-2" },
            _ => [],
        };
        input["KeyId"] = arn;
        return input;
    }

    // In the states in which nothing can be encrypted, nothing can be decrypted either, whatever the ciphertext.
    private static string CiphertextUnder(KmsBench kms, string arn) => kms.StateOf(arn) is "Enabled" or "Updating"
        ? kms.Do("Encrypt", new { KeyId = arn, Plaintext }).Text("CiphertextBlob")
        : "AA==";

    private static JsonArray Array(JsonNode item) => new(item);
}
