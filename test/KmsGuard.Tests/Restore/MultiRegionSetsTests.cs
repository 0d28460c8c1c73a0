using KmsGuard.Detect;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Restore;

public sealed class MultiRegionSetsTests
{
    private static readonly KeyArn Here = Fleet.Arn(1) with { KeyId = "mrk-1234abcd12ab34cd56ef1234567890ab" };

    [Theory]
    // What the two others are, and what is said of them.
    [InlineData(KeyState.Disabled, KeyState.Enabled, false, null)]
    [InlineData(KeyState.PendingDeletion, KeyState.Enabled, false, "of its multi-Region set still pending deletion: us-west-2 (PendingDeletion)")]
    [InlineData(KeyState.PendingDeletion, KeyState.PendingReplicaDeletion, false, "of its multi-Region set still pending deletion: ap-south-1 (PendingReplicaDeletion), us-west-2 (PendingDeletion)")]
    [InlineData(KeyState.Disabled, KeyState.Enabled, true, "of its multi-Region set still not enabled: us-west-2 (Disabled)")]
    [InlineData(KeyState.Enabled, KeyState.Enabled, true, null)]
    public async Task The_Regions_of_a_set_that_are_not_where_this_key_is_are_named(KeyState replica, KeyState primary, bool enable, string? note)
    {
        var entry = await CompleteAsync(new(Set(replica, primary)), new() { ReEnable = enable });

        entry.ShouldBe(Before with { MultiRegion = MultiRegionKind.Replica, Note = note });
    }

    [Fact]
    public async Task What_was_noted_before_stays_in_front()
    {
        (await CompleteAsync(new(Set(KeyState.PendingDeletion)), new(), Before with { Note = "first" })).Note
            .ShouldBe("first; of its multi-Region set still pending deletion: us-west-2 (PendingDeletion)");
        (await CompleteAsync(new(Set(KeyState.Enabled)), new(), Before with { Note = "first" })).Note.ShouldBe("first");
    }

    [Fact]
    public async Task A_dry_run_names_the_part_in_the_set_and_nothing_that_it_would_leave_behind() =>
        (await CompleteAsync(new(Set(KeyState.PendingDeletion)), new() { DryRun = true })).ShouldBe(Before with { MultiRegion = MultiRegionKind.Replica });

    [Theory]
    [InlineData(true, "of its multi-Region set still not enabled: us-west-2 (could not be read)")]
    [InlineData(false, null)]
    public async Task A_Region_that_cannot_be_looked_at_is_named_where_it_had_to_be_enabled(bool enable, string? note)
    {
        var closed = new Fleet(Set(KeyState.PendingDeletion)) { Closed = { ["us-west-2"] = FailureKind.AccessDenied } };
        var unread = new Fleet(Set(KeyState.PendingDeletion)) { Fault = (region, operation, _) => region == "us-west-2" ? Fleet.Trouble(FailureKind.Throttled, operation) : null };

        (await CompleteAsync(closed, new() { ReEnable = enable })).Note.ShouldBe(note);
        (await CompleteAsync(unread, new() { ReEnable = enable })).Note.ShouldBe(note);
    }

    [Fact]
    public async Task A_key_of_no_set_is_left_as_it_is()
    {
        var single = Fleet.Key(Fleet.Arn(1), KeyState.Disabled);
        // Not even asked.
        var fleet = new Fleet(single) { Fault = (_, operation, _) => throw new InvalidOperationException(operation) };

        (await CompleteAsync(fleet, new(), key: single.Arn)).ShouldBe(Before);
    }

    [Fact]
    public async Task A_key_that_was_not_read_before_or_cannot_be_now_is_left_as_it_is()
    {
        var set = Set(KeyState.PendingDeletion);
        var gone = Before with { Before = null };

        (await CompleteAsync(new(set), new(), gone)).ShouldBe(gone);
        (await CompleteAsync(new(set) { Fault = (region, operation, _) => region == "eu-west-1" ? Fleet.Trouble(FailureKind.Throttled, operation) : null }, new())).ShouldBe(Before);
        (await CompleteAsync(new(With(Here, KeyState.Disabled, MultiRegionKind.None)), new())).ShouldBe(Before);
    }

    [Fact]
    public async Task What_was_refused_is_left_as_it_is()
    {
        var refused = FoundKey.Refuse("x", RollbackOutcome.Failed, "why");

        (await new MultiRegionSets(new Fleet(), new("test"), new()).CompleteAsync(refused, refused.Refusal!, default)).ShouldBe(refused.Refusal);
    }

    private static RollbackEntry Before => new(Here.ToString(), KeyState.PendingDeletion, KeyState.Disabled, RollbackOutcome.Restored, null);

    private static KeySnapshot[] Set(KeyState replica, KeyState primary = KeyState.Enabled) =>
    [
        With(Here, KeyState.Disabled, MultiRegionKind.Replica),
        With(Here.In("us-west-2"), replica, MultiRegionKind.Replica),
        With(Here.In("ap-south-1"), primary, MultiRegionKind.Primary),
    ];

    private static KeySnapshot With(KeyArn arn, KeyState state, MultiRegionKind kind)
    {
        var key = Fleet.Key(arn, state);
        return key with
        {
            Description = Reading.Of(key.Description!.Value! with
            {
                MultiRegion = kind,
                Primary = Here.In("ap-south-1"),
                Replicas = [Here.In("us-west-2"), Here, Here.In("us-west-2")],
            }),
        };
    }

    private static Task<RollbackEntry> CompleteAsync(Fleet fleet, RollbackRequest request, RollbackEntry? entry = null, KeyArn? key = null) =>
        new MultiRegionSets(fleet, new("test"), request).CompleteAsync(FoundKey.Of(fleet.In(Fleet.Own, "eu-west-1"), key ?? Here), entry ?? Before, default);
}
