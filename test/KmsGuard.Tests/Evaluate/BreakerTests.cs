using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

[Trait("Proof", "attacks")]
public sealed class BreakerTests
{
    public static TheoryData<int?, int, int, bool> Cases => new()
    {
        { null, 0, 1000, true },
        { 10, 0, 10, false },
        { 11, 0, 10, true },
        { 11, 1, 10, false },
        { 10_000, 9_989, 10, true },
        { 10_000, 9_990, 10, false },
        { 1, 0, 0, true },
        { 1, 1, 0, false },
        { 0, 0, 0, false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void It_may_open_while_the_list_goes_on_or_more_keys_have_no_outcome_than_may_be_deleted(
        int? keys, int settled, int maxDeletions, bool mayOpen) =>
        Breaker.MayOpen(keys, settled, Keys.Enforcing with { MaxDeletions = maxDeletions }).ShouldBe(mayOpen);

    [Fact]
    public void Once_it_may_not_open_no_number_of_due_keys_opens_it()
    {
        var options = Keys.Enforcing with { MaxDeletions = 7 };
        foreach (var (keys, settled) in Enumerable.Range(0, 30).SelectMany(keys => Enumerable.Range(0, keys + 1).Select(settled => (keys, settled))))
        {
            Enumerable.Range(0, keys - settled + 1).Any(due => Breaker.IsOpen(due, options)).ShouldBe(Breaker.MayOpen(keys, settled, options));
        }
    }

    [Fact]
    public void A_deletion_that_it_holds_has_no_action_left_and_says_why()
    {
        var due = KeyEvaluator.Decide(Keys.Unused(), Keys.Enforcing, Keys.Now);

        Held(Breaker.Hold(due, Keys.Enforcing with { MaxDeletions = 7 }), "breaker-open", $"more deletions are due here than the 7 allowed; {due.Detail}");
        Held(
            Breaker.Hold(due, new Failure(FailureKind.Throttled, "ListKeys", "ThrottlingException", "slow down")),
            "throttled",
            $"the list of keys broke off, so nobody knows how many deletions are due here: ListKeys: ThrottlingException: slow down; {due.Detail}");

        void Held(Decision held, string reason, string detail)
        {
            (held.Outcome, held.Action, held.Detail, held.Arn).ShouldBe((Outcome.Held, null, detail, due.Arn));
            held.Reasons.ShouldBe([reason]);
        }
    }
}
