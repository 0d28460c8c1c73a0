using System.Collections.Concurrent;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

public sealed class KeySeedTests
{
    private readonly KmsBench kms = new();

    public static TheoryData<string> States() => [.. Enum.GetNames<KeyState>()];

    [Theory]
    [MemberData(nameof(States))]
    public void A_key_can_be_planted_in_every_state(string state)
    {
        var created = new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);
        var arn = kms.Seed(new KeySeed
        {
            KeyState = state,
            Description = "planted",
            Aliases = ["alias/one", "alias/two"],
            CreatedAt = created,
            MultiRegion = true,
            RotationPeriodInDays = 400,
            PendingWindowInDays = 9,
            Tags = new Dictionary<string, string> { ["a"] = "b" },
            GranteePrincipals = ["arn:aws:iam::111122223333:role/Worker"],
        });

        var key = kms.Describe(arn);
        key.Text("KeyState").ShouldBe(state);
        key.Text("Description").ShouldBe("planted");
        key.Time("CreationDate").ShouldBe(created);
        key["MultiRegionConfiguration"]!.Text("MultiRegionKeyType").ShouldBe("PRIMARY");
        key.ContainsKey("DeletionDate").ShouldBe(state == "PendingDeletion");
        key.ContainsKey("PendingDeletionWindowInDays").ShouldBe(state == "PendingReplicaDeletion");
        kms.Do("ListAliases", new { KeyId = arn }).Texts("Aliases", "AliasName").ShouldBe(["alias/one", "alias/two"]);
        kms.Do("ListResourceTags", new { KeyId = arn }).Texts("Tags", "TagValue").ShouldBe(["b"]);
        kms.Do("ListGrants", new { KeyId = arn }).Texts("Grants", "GranteePrincipal")
            .ShouldBe(["arn:aws:iam::111122223333:role/Worker"]);
    }

    [Fact]
    public void A_planted_rotation_has_its_next_date_ahead()
    {
        var created = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var arn = kms.Seed(new KeySeed { CreatedAt = created, RotationPeriodInDays = 365 });

        kms.Do("GetKeyRotationStatus", new { KeyId = arn }).Time("NextRotationDate").ShouldBe(created.AddDays(3 * 365));
    }

    [Theory]
    [InlineData("1234abcd-12ab-34cd-56ef-1234567890ab", false)]
    [InlineData("mrk-1234abcd12ab34cd56ef1234567890ab", true)]
    public void A_key_can_be_planted_under_an_id_of_one_s_own_and_only_once(string id, bool multiRegion)
    {
        var seed = new KeySeed { Id = id, MultiRegion = multiRegion };

        kms.Describe(kms.Seed(seed)).Text("KeyId").ShouldBe(id);

        Should.Throw<ArgumentException>(() => kms.Seed(seed)).Message.ShouldContain("already");
    }

    /// <summary>Seeds that make no sense.</summary>
    public static TheoryData<KeySeed> Contradictions() =>
    [
        new KeySeed { KeyState = "Sleeping" },
        new KeySeed { Id = "my-key" },
        new KeySeed { Id = "mrk-1234abcd12ab34cd56ef1234567890ab" },
        new KeySeed { Id = "1234abcd-12ab-34cd-56ef-1234567890ab", MultiRegion = true },
        new KeySeed { KeySpec = "RSA_1024" },
        new KeySeed { KeySpec = "HMAC_256", KeyUsage = "SIGN_VERIFY" },
        new KeySeed { Origin = "MARS" },
        new KeySeed { ReplicaOf = "arn:aws:kms:us-west-2:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab" },
        new KeySeed { Aliases = ["alias/taken"] },
        new KeySeed { Tags = Enumerable.Range(0, 51).ToDictionary(i => $"t{i}", _ => "") },
    ];

    [Theory]
    [MemberData(nameof(Contradictions))]
    public void A_seed_that_contradicts_itself_or_the_rest_is_refused(KeySeed seed)
    {
        var taken = kms.Seed(new KeySeed { Aliases = ["alias/taken"] });

        Should.Throw<ArgumentException>(() => kms.Seed(seed));

        kms.Do("ListKeys").Texts("Keys", "KeyArn").ShouldBe([taken]);
    }

    [Fact]
    public async Task Many_callers_at_once_lose_nothing()
    {
        var ended = new ConcurrentBag<KmsCall>();
        kms.Service.CallEnded = ended.Add;

        await Parallel.ForEachAsync(Enumerable.Range(0, 200), (i, _) =>
        {
            var arn = kms.Do("CreateKey")["KeyMetadata"]!.Text("Arn");
            kms.Do("CreateAlias", new { AliasName = $"alias/{i}", TargetKeyId = arn });
            kms.Do("ScheduleKeyDeletion", new { KeyId = arn });
            return ValueTask.CompletedTask;
        });

        ended.Count.ShouldBe(600);
        kms.Do("ListKeys", new { Limit = 1000 })["Keys"]!.AsArray().Count.ShouldBe(200);
        kms.PassDays(31);
        kms.Events.Count.ShouldBe(200);
    }

    [Fact]
    public void What_a_call_was_told_is_what_the_trail_hears()
    {
        var arn = kms.Seed();

        var answer = kms.Do("ScheduleKeyDeletion", new { KeyId = arn.Split('/')[1] });

        var call = kms.Calls.Single();
        (call.KeyArn, call.Owner, call.Error).ShouldBe((arn, KmsBench.Home, null));
        call.Answer.ShouldBeSameAs(answer);
        Guid.TryParse(call.EventId, out _).ShouldBeTrue();
    }
}
