using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Restore;

public sealed class KeySearchTests
{
    private const string RunId = "20261122T030000Z-0a1b2c3d";

    private static readonly (string, string) Tag = (KeyTags.Run, RunId);

    public static TheoryData<KeyManager, KeyState> ManagersAndStates()
    {
        var data = new TheoryData<KeyManager, KeyState>();
        foreach (var manager in Enum.GetValues<KeyManager>())
        {
            foreach (var state in Enum.GetValues<KeyState>())
            {
                data.Add(manager, state);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ManagersAndStates))]
    public async Task Of_a_run_are_customer_keys_with_its_tag_that_are_pending_deletion_or_disabled(KeyManager manager, KeyState state)
    {
        var key = Managed(Fleet.Key(Fleet.Arn(1), state, Tag), manager);
        var found = manager == KeyManager.Customer && state is KeyState.Disabled or KeyState.PendingDeletion or KeyState.PendingReplicaDeletion;

        (await OfRunAsync(new(key))).ShouldBe(found ? [$"{key.Arn}"] : []);
    }

    [Theory]
    [MemberData(nameof(ManagersAndStates))]
    public async Task Pending_are_customer_keys_in_either_state_that_waits_for_deletion(KeyManager manager, KeyState state)
    {
        var key = Managed(Fleet.Key(Fleet.Arn(1), state), manager);
        var found = manager == KeyManager.Customer && state is KeyState.PendingDeletion or KeyState.PendingReplicaDeletion;

        (await PendingAsync(new(key))).ShouldBe(found ? [$"{key.Arn}"] : []);
    }

    [Theory]
    [InlineData(KeyTags.Run, "20261122T030000Z-ffffffff")]
    [InlineData("kmsguard:runs", RunId)]
    public async Task A_key_of_another_run_is_not_of_this_one(string name, string value) =>
        (await OfRunAsync(new(Fleet.Key(Fleet.Arn(1), KeyState.PendingDeletion, (name, value))))).ShouldBeEmpty();

    [Fact]
    public async Task A_key_whose_state_cannot_be_read_is_of_the_run_by_its_tag() =>
        (await OfRunAsync(new(Fleet.Key(Fleet.Arn(1), KeyState.PendingDeletion, Tag)) { Fault = On("DescribeKey", FailureKind.AccessDenied) }))
            .ShouldBe([$"{Fleet.Arn(1)}"]);

    [Theory]
    [InlineData(FailureKind.AccessDenied, false)]
    [InlineData(FailureKind.Throttled, false)]
    [InlineData(FailureKind.NotFound, true)]
    public async Task A_key_that_may_be_meant_and_cannot_be_read_is_reported_but_not_one_that_is_gone(FailureKind kind, bool gone)
    {
        var key = Fleet.Key(Fleet.Arn(1), KeyState.PendingDeletion, Tag);
        var why = $"{kind}Exception: it did not work";

        (await OfRunAsync(new(key) { Fault = On("ListResourceTags", kind) }))
            .ShouldBe(gone ? [] : [$"{key.Arn}: Failed: whether the run scheduled it could not be read: ListResourceTags: {why}"]);
        (await PendingAsync(new(key) { Fault = On("DescribeKey", kind) }))
            .ShouldBe(gone ? [] : [$"{key.Arn}: Failed: whether it is pending deletion could not be read: DescribeKey: {why}"]);
    }

    [Fact]
    public async Task Every_page_of_every_Region_and_account_is_searched_and_what_is_found_is_in_order()
    {
        KeyArn[] arns =
        [
            .. from region in new[] { "us-west-2", "eu-west-1" }
               from account in new[] { Fleet.Other, Fleet.Own }
               from number in Enumerable.Range(1, 20)
               select Fleet.Arn(number, region, account),
        ];
        var fleet = new Fleet([.. arns.Select(arn => Fleet.Key(arn))]);

        (await PendingAsync(fleet, Fleet.Own, Fleet.Other)).ShouldBe(arns.Select(arn => arn.ToString()).Order(StringComparer.Ordinal));
        (await PendingAsync(fleet)).ShouldBe(arns.Where(arn => arn.Account == Fleet.Own).Select(arn => arn.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_key_that_is_found_comes_with_the_Region_to_restore_it_in()
    {
        var fleet = new Fleet(Fleet.Key(Fleet.Arn(1, "us-west-2")));

        var found = (await new KeySearch(fleet, new("test")).PendingAsync(Scope(), default)).ShouldHaveSingleItem();

        (found.Key, found.Kms, found.Refusal).ShouldBe((Fleet.Arn(1, "us-west-2"), fleet.In(Fleet.Own, "us-west-2"), null));
    }

    [Fact]
    public async Task Cancelled_it_looks_at_no_further_key()
    {
        using var stop = new CancellationTokenSource();
        var looked = false;
        var fleet = new Fleet(Fleet.Key(Fleet.Arn(1)))
        {
            Fault = (_, operation, _) =>
            {
                looked |= operation == "DescribeKey";
                stop.Cancel();
                return null;
            },
        };

        await Should.ThrowAsync<OperationCanceledException>(() => new KeySearch(fleet, new("test")).PendingAsync(Scope(), stop.Token));
        looked.ShouldBeFalse();
    }

    [Theory]
    [InlineData(null, "us-west-2")]
    [InlineData(Fleet.Other, "444455556666 us-west-2")]
    public async Task A_Region_that_cannot_be_opened_is_an_entry_beside_what_is_found_elsewhere(string? account, string name)
    {
        var key = Fleet.Key(Fleet.Arn(1, account: account ?? Fleet.Own));
        var fleet = new Fleet(key) { Closed = { ["us-west-2"] = FailureKind.Service } };

        (await PendingAsync(fleet, account is null ? [] : [account]))
            .ShouldBe([$"{name}: Failed: Some: ServiceException: it did not work", $"{key.Arn}"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_list_that_breaks_off_is_an_entry() =>
        (await PendingAsync(new() { Fault = (region, operation, _) => region == "us-west-2" ? Fleet.Trouble(FailureKind.Throttled, operation) : null }))
            .ShouldBe(["us-west-2: Failed: ListKeys: ThrottledException: it did not work"]);

    [Fact]
    public async Task A_Region_that_is_not_enabled_is_none_where_another_works() =>
        (await PendingAsync(new() { Closed = { ["us-west-2"] = FailureKind.UnknownCredentials } })).ShouldBeEmpty();

    [Fact]
    public async Task Credentials_that_work_in_no_Region_are_an_entry_a_Region() =>
        (await PendingAsync(new() { Closed = { ["us-west-2"] = FailureKind.UnknownCredentials, ["eu-west-1"] = FailureKind.UnknownCredentials } }))
            .ShouldBe(["eu-west-1: Failed: Some: UnknownCredentialsException: it did not work", "us-west-2: Failed: Some: UnknownCredentialsException: it did not work"]);

    [Theory]
    [InlineData(null, "eu-west-1")]
    [InlineData(Fleet.Own, Fleet.Own)]
    public async Task An_account_that_cannot_be_entered_is_one_entry_and_stops_no_other(string? account, string name)
    {
        var other = Fleet.Key(Fleet.Arn(1, account: Fleet.Other));
        var fleet = new Fleet(other) { Closed = { [Fleet.Own] = FailureKind.AccessDenied } };

        (await PendingAsync(fleet, account is null ? [] : [account, Fleet.Other])).ShouldBe(
        [
            $"{name}: Failed: the account could not be entered: Some: AccessDeniedException: it did not work",
            .. account is null ? (string[])[] : [$"{other.Arn}"],
        ]);
    }

    private static KeySnapshot Managed(KeySnapshot key, KeyManager manager) =>
        key with { Description = Reading.Of(key.Description!.Value! with { Manager = manager }) };

    private static Func<string, string, KeyArn?, Failure?> On(string failing, FailureKind kind) =>
        (_, operation, _) => operation == failing ? Fleet.Trouble(kind, operation) : null;

    private static async Task<IEnumerable<string>> OfRunAsync(Fleet fleet) =>
        Texts(await new KeySearch(fleet, new("test")).OfRunAsync(RunId, Scope(), default));

    private static async Task<IEnumerable<string>> PendingAsync(Fleet fleet, params string[] accounts) =>
        Texts(await new KeySearch(fleet, new("test")).PendingAsync(Scope(accounts), default));

    private static SweepScope Scope(params string[] accounts) => new(accounts, ["eu-west-1", "us-west-2"]);

    private static IEnumerable<string> Texts(IEnumerable<FoundKey> found) =>
        found.Select(one => one.Refusal is { } refusal ? $"{refusal.Arn}: {refusal.Outcome}: {refusal.Error}" : one.Name);
}
