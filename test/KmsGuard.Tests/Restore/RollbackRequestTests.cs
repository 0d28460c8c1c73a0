using KmsGuard.Restore;

namespace KmsGuard.Tests.Restore;

public sealed class RollbackRequestTests
{
    private const string Kind = "a rollback takes either keys or a run id, or everything that is pending";

    private static readonly string Id = Fleet.Arn(1).KeyId;

    [Theory]
    [InlineData(true, null, false, true)]
    [InlineData(false, "20261122T030000Z-0a1b2c3d", false, true)]
    [InlineData(false, null, true, true)]
    [InlineData(true, " ", false, true)]
    [InlineData(false, null, false, false)]
    [InlineData(false, " ", false, false)]
    [InlineData(true, null, true, false)]
    [InlineData(true, "r", false, false)]
    [InlineData(false, "r", true, false)]
    [InlineData(true, "r", true, false)]
    public void One_kind_of_thing_is_named_and_no_other(bool keys, string? run, bool allPending, bool allowed)
    {
        List<string> problems = [];

        var request = RollbackRequest.Parse(keys ? [Id] : [], run, allPending, problems);

        problems.ShouldBe(allowed ? [] : [Kind]);
        (request.Keys.Count, request.Run, request.AllPending).ShouldBe((keys ? 1 : 0, run?.Trim() is { Length: > 0 } ? run : null, allPending));
    }

    [Fact]
    public void What_is_no_run_id_is_shown_in_one_line_and_cut()
    {
        List<string> problems = [];

        RollbackRequest.Parse([], "no\nrun" + new string('x', 500), false, problems);

        problems.ShouldHaveSingleItem().ShouldBe($"'no run{new string('x', 111)}...' is no run id");
    }

    [Fact]
    public void Keys_are_read_each_once_and_what_is_none_is_told()
    {
        List<string> problems = [];
        var arn = Fleet.Arn(1);

        var keys = RollbackRequest.ReadKeys([arn.ToString(), Id, $" {Id} ", "alias/orders", new string('x', 500), arn.ToString()], problems);

        keys.ShouldBe([new(Id, arn), new(Id, null)]);
        problems.ShouldBe(
        [
            "'alias/orders' is neither the id nor the ARN of a KMS key",
            $"'{new string('x', 117)}...' is neither the id nor the ARN of a KMS key",
        ]);
    }

    [Fact]
    public void A_request_that_names_nothing_has_no_keys_accounts_or_Regions()
    {
        var request = new RollbackRequest();

        (request.Keys.Count, request.Accounts.Count, request.Regions.Count).ShouldBe((0, 0, 0));
    }

    [Theory]
    [InlineData("needed", "needed")]
    [InlineData("  ", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_blank_reason_is_none(string? reason, string? kept) => new RollbackRequest { Reason = reason }.Reason.ShouldBe(kept);
}
