using KmsGuard.Detect;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Restore;

public sealed class KeyFinderTests
{
    private static readonly KeyArn Here = Fleet.Arn(1);

    private static readonly KeyReference ById = new(Here.KeyId, null);

    [Fact]
    public async Task An_ARN_says_where_its_key_is_and_nothing_is_read()
    {
        var arn = Fleet.Arn(7, "ap-south-1", Fleet.Other);

        var found = await FindAsync(new Fleet { Fault = (_, operation, _) => Fleet.Trouble(FailureKind.AccessDenied, operation) }, new(arn.KeyId, arn));

        (found.Name, found.Key, found.Refusal).ShouldBe((arn.ToString(), arn, null));
        found.Kms.ShouldNotBeNull();
    }

    [Fact]
    public async Task An_ARN_in_an_account_that_cannot_be_entered_is_refused_with_the_reason()
    {
        var arn = Fleet.Arn(7, "ap-south-1", Fleet.Other);

        var found = await FindAsync(new Fleet { Closed = { [Fleet.Other] = FailureKind.AccessDenied } }, new(arn.KeyId, arn));

        Refused(found, arn.ToString(), RollbackOutcome.Failed)
            .ShouldBe("account 444455556666 could not be entered: Some: AccessDeniedException: it did not work");
    }

    [Theory]
    [InlineData("eu-west-1", Fleet.Own)]
    [InlineData("us-west-2", Fleet.Own)]
    [InlineData("us-west-2", Fleet.Other)]
    public async Task An_id_is_looked_for_in_every_Region_of_the_own_account_and_of_those_named(string region, string account)
    {
        var arn = Fleet.Arn(1, region, account);

        var found = await FindAsync(new Fleet(Fleet.Key(arn)), ById, Fleet.Other);

        (found.Name, found.Key, found.Refusal).ShouldBe((Here.KeyId, arn, null));
        (await found.Kms!.DescribeKeyAsync(arn.KeyId, default)).Value.ShouldNotBeNull();
    }

    [Fact]
    public async Task The_own_account_named_again_makes_no_second_key() =>
        (await FindAsync(new Fleet(Fleet.Key(Here)), ById, Fleet.Own)).Key.ShouldBe(Here);

    [Fact]
    public async Task An_id_that_is_in_two_Regions_is_refused_with_both_ARNs()
    {
        var found = await FindAsync(new Fleet(Fleet.Key(Here), Fleet.Key(Here.In("us-west-2"))), ById);

        Refused(found, Here.KeyId, RollbackOutcome.Failed)
            .ShouldBe($"it is in several Regions, give the ARN: {Here}, {Here.In("us-west-2")}");
    }

    [Fact]
    public async Task What_kept_a_Region_from_being_looked_at_is_told_once_where_the_key_is_not_found()
    {
        var fleet = new Fleet { Closed = { ["us-west-2"] = FailureKind.Throttled } };

        Refused(await FindAsync(fleet, ById, Fleet.Other), Here.KeyId, RollbackOutcome.Failed).ShouldBe("Some: ThrottledException: it did not work");
    }

    [Fact]
    public async Task Different_troubles_are_all_told()
    {
        var fleet = new Fleet { Closed = { ["us-west-2"] = FailureKind.Throttled, ["eu-west-1"] = FailureKind.AccessDenied } };

        Refused(await FindAsync(fleet, ById), Here.KeyId, RollbackOutcome.Failed)
            .ShouldBe("Some: AccessDeniedException: it did not work; Some: ThrottledException: it did not work");
    }

    [Fact]
    public async Task A_key_that_is_nowhere_is_not_found_and_what_that_means_is_said() =>
        Refused(await FindAsync(new Fleet(), ById), Here.KeyId, RollbackOutcome.NotFound)
            .ShouldBe(
                "there is no such key in eu-west-1, us-west-2; if it was deleted, what is encrypted under it is lost for good "
                + "and nobody can bring it back; CloudTrail's event DeleteKey says when");

    // A Region that is not enabled answers as if the credentials were wrong.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_Region_that_is_not_enabled_has_no_key(bool somewhereElse)
    {
        var fleet = new Fleet(somewhereElse ? [Fleet.Key(Here)] : []) { Closed = { ["us-west-2"] = FailureKind.UnknownCredentials } };

        var found = await FindAsync(fleet, ById);

        (found.Key is not null).ShouldBe(somewhereElse);
        found.Refusal?.Outcome.ShouldBe(RollbackOutcome.NotFound);
    }

    [Fact]
    public async Task Credentials_that_work_nowhere_are_trouble()
    {
        var fleet = new Fleet { Closed = { ["us-west-2"] = FailureKind.UnknownCredentials, ["eu-west-1"] = FailureKind.UnknownCredentials } };

        Refused(await FindAsync(fleet, ById), Here.KeyId, RollbackOutcome.Failed).ShouldBe("Some: UnknownCredentialsException: it did not work");
    }

    private static Task<FoundKey> FindAsync(Fleet fleet, KeyReference key, params string[] accounts) =>
        new KeyFinder(fleet, new("test")).FindAsync(key, new(accounts, ["eu-west-1", "us-west-2"]), default);

    private static string? Refused(FoundKey found, string name, RollbackOutcome outcome)
    {
        (found.Name, found.Kms, found.Key).ShouldBe((name, null, null));
        var refusal = found.Refusal.ShouldNotBeNull();
        (refusal.Arn, refusal.Before, refusal.After, refusal.Outcome).ShouldBe((name, null, null, outcome));
        return refusal.Error;
    }
}
