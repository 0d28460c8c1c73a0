using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>A list of keys that time, or KMS, cuts off.</summary>
public sealed class KeyListingTests : IDisposable
{
    private static readonly SweepCursor Start = SweepCursor.Start("run", null, "eu-west-1", Keys.Enforcing);

    private readonly CancellationTokenSource stop = new();

    [Theory]
    [InlineData(0, false)]
    [InlineData(7, false)]
    [InlineData(8, true)]
    [InlineData(20, true)]
    public async Task All_keys_are_handed_out_once(int count, bool isLong)
    {
        var keys = Arns(count);
        var listing = Listing(keys, Start);

        (await ReadAsync(listing)).ShouldBe(keys);

        (listing.Count, listing.Length, listing.Complete, listing.IsLong).ShouldBe((count, count, true, isLong));
        (listing.Marker, listing.Failure, listing.Left.Count).ShouldBe((null, null, 0));
    }

    [Fact]
    public async Task What_a_slice_before_has_left_comes_first_and_the_list_goes_on_at_its_page()
    {
        var keys = Arns(20);
        var listing = Listing(keys, Start with { Marker = "14", Open = [keys[2], keys[3]] });

        listing.IsLong.ShouldBeTrue();
        (await ReadAsync(listing)).ShouldBe([keys[2], keys[3], .. keys[14..]]);
        (listing.Count, listing.Length, listing.IsLong).ShouldBe((6, 6, true));
    }

    [Fact]
    public async Task A_list_that_was_read_to_its_end_before_is_not_read_again()
    {
        var keys = Arns(20);
        var listing = Listing(keys, Start with { Listed = true, Open = [keys[5]] }, (_, _) => throw new InvalidOperationException("It asks for a page."));

        (await ReadAsync(listing)).ShouldBe([keys[5]]);

        (listing.Count, listing.Length, listing.Complete, listing.IsLong).ShouldBe((0, 0, true, false));
    }

    // Pages of four. After so many keys time is up: the ones of the same page are left, and the next slice asks for the page behind it.
    [Theory]
    [InlineData(0, 2, "14", 0)]
    [InlineData(1, 1, "14", 0)]
    [InlineData(2, 0, "14", 0)]
    [InlineData(3, 3, "18", 4)]
    [InlineData(6, 0, "18", 4)]
    [InlineData(7, 1, null, 6)]
    [InlineData(8, 0, null, 6)]
    public async Task When_time_is_up_it_knows_what_it_has_left(int taken, int left, string? marker, int listed)
    {
        var keys = Arns(20);
        var listing = Listing(keys, Start with { Marker = "14", Open = [keys[0], keys[1]] }, pageSize: 4);

        (await ReadAsync(listing, taken)).Count.ShouldBe(taken);

        (listing.Left.Count, listing.Marker, listing.Count).ShouldBe((left, marker, listed));
        listing.Length.ShouldBe(marker is null ? listed : null);
    }

    [Theory]
    [InlineData(FailureKind.Throttled, true)]
    [InlineData(FailureKind.AccessDenied, true)]
    [InlineData(FailureKind.OutOfTime, false)]
    public async Task A_page_that_cannot_be_read_ends_the_list_and_only_time_that_ran_out_is_no_failure(FailureKind kind, bool failed)
    {
        var pages = 0;
        var keys = Arns(20);
        var listing = Listing(keys, Start, (operation, _) => ++pages == 2 ? new(kind, operation, "Injected", "no") : null);

        (await ReadAsync(listing)).ShouldBe(keys[..7]);

        listing.Failure?.Kind.ShouldBe(kind);
        (listing.Failure is not null).ShouldBe(failed);
        (listing.Count, listing.Length, listing.Complete, listing.Marker, listing.Left.Count).ShouldBe((7, null, false, "7", 0));
    }

    public void Dispose() => stop.Dispose();

    private static KeyArn[] Arns(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Keys.Arn with { KeyId = $"{i:x8}-12ab-34cd-56ef-1234567890ab" })];

    private KeyListing Listing(IEnumerable<KeyArn> keys, SweepCursor start, Func<string, KeyArn?, Failure?>? fault = null, int pageSize = 7) => new(
        new FakeKms(keys.Select(key => Keys.Unused() with { Arn = key })) { Fault = fault ?? ((_, _) => null), PageSize = pageSize },
        start,
        stop.Token);

    private async Task<List<KeyArn>> ReadAsync(KeyListing listing, int? most = null)
    {
        List<KeyArn> keys = [];
        if (most == 0)
        {
            await stop.CancelAsync();
        }

        await foreach (var key in listing.ReadAsync(default))
        {
            keys.Add(key);
            if (keys.Count == most)
            {
                await stop.CancelAsync();
            }
        }

        return keys;
    }
}
