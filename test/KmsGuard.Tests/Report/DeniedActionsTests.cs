using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

public sealed class DeniedActionsTests
{
    [Fact]
    public void Each_action_is_counted_by_the_keys_and_Regions_that_it_was_denied_on()
    {
        var denied = DeniedActions.Of(Runs.Eventful());

        denied.Counts.ShouldBe(new Dictionary<string, int> { ["kms:DescribeKey"] = 1, ["kms:EnableKeyRotation"] = 1, ["kms:ListKeys"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public void One_line_names_the_most_frequent_first_and_says_where_to_look()
    {
        var line = DeniedActions.Of(Runs.Of(Unread(1, "ListGrants"), Unread(2, "ListGrants"), Unread(3, "DescribeKey"))).Line.ShouldNotBeNull();

        line.ShouldStartWith("Denied: kms:ListGrants (2 times), kms:DescribeKey (1 time). ");
        line.ShouldContain("kmsguard doctor");
        line.ShouldNotContain("\n");
    }

    [Fact]
    public void A_key_counts_once_for_an_action_however_often_its_detail_names_it() =>
        DeniedActions.Of(Runs.Of(Runs.Key(1, Outcome.Unreadable, detail: "ListAliases: AccessDeniedException: a; ListAliases: AccessDeniedException: b", reasons: Reason.AccessDenied)))
            .Counts.ShouldHaveSingleItem().Value.ShouldBe(1);

    [Fact]
    public void Without_refusals_there_is_no_line() =>
        DeniedActions.Of(Runs.Of(Runs.Compliant(1), Runs.Key(2, Outcome.Unreadable, detail: "DescribeKey: InternalFailure: no", reasons: Reason.ServiceError))).Line.ShouldBeNull();

    [Fact]
    public void An_alias_that_reads_like_a_refusal_is_none() =>
        DeniedActions.Of(Runs.Of(
            Runs.Key(1, Outcome.Held, detail: "alias/DescribeKey: AccessDeniedException: x", reasons: Reason.HoldTag),
            Runs.Key(2, Outcome.Unreadable, detail: "DeleteEverything: AccessDeniedException: x", reasons: Reason.AccessDenied))).Counts.ShouldBeEmpty();

    private static KeyReport Unread(int number, string operation) => Runs.Key(
        number, Outcome.Unreadable, detail: $"could not be read: {operation}: AccessDeniedException: User: x is not authorized", reasons: Reason.AccessDenied);
}
