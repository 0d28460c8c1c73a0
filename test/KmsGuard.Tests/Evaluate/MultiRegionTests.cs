using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

public sealed class MultiRegionTests
{
    private static readonly KeyArn Here = Keys.Arn with { KeyId = "mrk-1234abcd12ab34cd56ef1234567890ab" };

    private static readonly KeyArn Primary = Here.In("us-east-1");

    [Fact]
    public void A_replica_is_reported_with_its_primary_and_the_status_it_shares()
    {
        Detail(Replica() with { Rotation = Reading.Of(new RotationStatus(false)) })
            .ShouldBe($"replica of {Primary}, which carries the setting: rotation is off");
        Detail(Replica() with { Rotation = Reading.Of(new RotationStatus(true, 365, Keys.Now.AddDays(9))) })
            .ShouldEndWith(": rotates every 365 days, next on 2026-12-01");
    }

    [Fact]
    public void The_status_of_a_replica_is_one_read_and_nothing_else_is_read_of_it()
    {
        var replica = Replica() with { Tags = null };

        KeyEvaluator.NextRead(replica, Keys.Enforcing, Keys.Now).ShouldBe(KeyRead.Rotation);
        KeyEvaluator.NextRead(replica with { Rotation = Reading.Of(new RotationStatus(false)) }, Keys.Enforcing, Keys.Now).ShouldBeNull();
        KeyEvaluator.NextRead(Replica("RSA_2048"), Keys.Enforcing, Keys.Now).ShouldBeNull();
        Detail(Replica("RSA_2048")).ShouldBe($"RSA_2048, AWS_KMS, replica of {Primary}");
    }

    [Fact]
    public void A_replica_whose_status_cannot_be_read_is_still_a_replica_and_says_so()
    {
        var decision = Decide(Replica() with { Rotation = Keys.Unread<RotationStatus>(FailureKind.AccessDenied) });

        decision.Outcome.ShouldBe(Outcome.Ineligible);
        decision.Reasons.ShouldBe([Reason.MultiRegionReplica]);
        decision.Detail.ShouldContain($"replica of {Primary}");
        decision.Detail.ShouldContain("could not be read: Some: AccessDeniedException");
    }

    [Fact]
    public void A_disabled_replica_goes_like_any_other_key_and_names_its_primary()
    {
        var decision = Decide(Disabled(MultiRegionKind.Replica, Here, Here.In("ap-south-1")));

        decision.IsDueDeletion.ShouldBeTrue();
        decision.Detail.ShouldContain($"itself a replica of {Primary}");
    }

    [Fact]
    public void A_disabled_primary_names_the_Regions_of_the_replicas_that_it_waits_for()
    {
        var decision = Decide(Disabled(MultiRegionKind.Primary, Here.In("us-west-2"), Here.In("ap-south-1"), Here.In("eu-west-3"), Here.In("eu-west-2")));

        decision.Reasons.ShouldBe([Reason.HasReplicas]);
        decision.Detail.ShouldBe("replicas in ap-south-1, eu-west-2, eu-west-3 and 1 more");
    }

    [Theory]
    [InlineData(7, new[] { "us-west-2" }, "waits for its replica in us-west-2; a waiting period of 7 days begins when the last of them is deleted")]
    [InlineData(30, new[] { "us-west-2", "eu-west-2" }, "waits for its replicas in eu-west-2, us-west-2; a waiting period of 30 days begins when the last of them is deleted")]
    [InlineData(null, new string[0], "waits for its replicas; a waiting period that KMS does not tell begins when the last of them is deleted")]
    public void A_primary_that_waits_for_its_replicas_has_no_deadline(int? window, string[] replicas, string detail)
    {
        var decision = Decide(new KeySnapshot(Here)
        {
            Description = Reading.Of(Describe(KeyState.PendingReplicaDeletion, MultiRegionKind.Primary, [.. replicas.Select(Here.In)]) with
            {
                PendingWindowDays = window,
                // KMS tells none; an emulator's is not one to count down to.
                DeletionDate = Keys.Now.AddDays(7),
            }),
        });

        decision.Outcome.ShouldBe(Outcome.Ineligible);
        decision.Reasons.ShouldBe(["pending-replica-deletion"]);
        decision.DeletionDate.ShouldBeNull();
        decision.Detail.ShouldBe(detail);
    }

    [Fact]
    public void Keys_of_a_set_share_an_id_and_are_told_apart_by_their_ARNs()
    {
        var (one, other) = (Decide(Replica()), Decide(Replica() with { Arn = Here.In("ap-south-1") }));

        one.Arn.KeyId.ShouldBe(other.Arn.KeyId);
        one.Arn.ShouldNotBe(other.Arn);
        new HashSet<KeyArn> { one.Arn, other.Arn, Primary }.Count.ShouldBe(3);
    }

    private static Decision Decide(KeySnapshot key) => KeyEvaluator.Decide(key, Keys.Enforcing, Keys.Now);

    private static string Detail(KeySnapshot key) => Decide(key).Detail;

    private static KeySnapshot Replica(string spec = "SYMMETRIC_DEFAULT") => new(Here)
    {
        Aliases = Keys.Aliases(),
        Description = Reading.Of(Describe(KeyState.Enabled, MultiRegionKind.Replica, Here) with { Spec = spec }),
    };

    private static KeySnapshot Disabled(MultiRegionKind kind, params KeyArn[] replicas) => Keys.Unused() with
    {
        Arn = Here,
        Description = Reading.Of(Describe(KeyState.Disabled, kind, replicas)),
    };

    private static KeyDescription Describe(KeyState state, MultiRegionKind kind, params KeyArn[] replicas) => Keys.Description(state) with
    {
        Arn = Here,
        MultiRegion = kind,
        Primary = kind == MultiRegionKind.Primary ? Here : Primary,
        Replicas = replicas,
    };
}
