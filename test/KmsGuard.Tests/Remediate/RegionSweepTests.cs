using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Remediate;

/// <summary>What a Region's sweep tells besides its keys, and how far it reads ahead.</summary>
public sealed class RegionSweepTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(20, 20)]
    [InlineData(25, 20)]
    public async Task A_mistyped_tag_is_warned_about_and_many_are_not_a_flood(int mistyped, int warnings)
    {
        var kms = new FakeKms(Many(40, i => Keys.Unused() with { Tags = i < mistyped ? Keys.Tags(("kmsguard:exmpt", "x")) : Keys.Tags(("team", "x")) }));

        var result = await SweepAsync(kms);

        result.Warnings.Count.ShouldBe(warnings);
        result.Warnings.ShouldAllBe(warning => warning.EndsWith(
            ": tag 'kmsguard:exmpt' is not one that KmsGuard knows; did you mean kmsguard:exempt? To be safe it is read as that."));
        result.Warnings.Select(warning => warning[..Keys.Arn.ToString().Length]).ShouldBeSubsetOf(kms.Keys.Take(40).Select(key => key.Arn.ToString()));
    }

    [Fact]
    public async Task The_ledger_is_in_the_order_of_the_keys_ARNs_whatever_is_settled_first()
    {
        var kms = new FakeKms(Many(30, i => i % 2 == 0 ? Keys.Unused() : Keys.Unrotated()));

        var result = await SweepAsync(kms);

        result.Keys.Select(key => key.Arn).ShouldBe(kms.Keys.Select(key => key.Arn.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Each_key_is_logged_with_its_run_account_and_Region()
    {
        var logged = new System.Collections.Concurrent.ConcurrentBag<string>();
        var kms = new FakeKms(Many(8, _ => Keys.Unrotated()));

        await SweepAsync(kms, log: (run, account, region, key) => logged.Add($"{run} {account} {region} {key.Arn} {key.Outcome}"));

        logged.ShouldBe(kms.Keys.Select(key => $"run 111122223333 eu-west-1 {key.Arn} Changed"), ignoreOrder: true);
    }

    [Fact]
    public async Task Of_the_exempt_globs_those_that_match_some_alias_are_told_and_none_where_aliases_are_not_known()
    {
        Glob prod = Glob.ForAlias("prod-*"), typo = Glob.ForAlias("typo-*");
        var options = Keys.Enforcing with { ExemptAliases = [prod, typo] };
        var keys = Many(8, i => Keys.Unused() with { Aliases = i == 5 ? Keys.Aliases("alias/dev", "alias/prod-1") : Keys.Aliases($"alias/other-{i}") }).ToList();

        (await SweepAsync(new(keys), options)).MatchedGlobs.ShouldBe([prod]);
        (await SweepAsync(new(keys) { Fault = (called, key) => called == "ListAliases" && key is null ? Denied(called) : null }, options)).MatchedGlobs.ShouldBeNull();
    }

    [Fact]
    public async Task A_list_that_breaks_off_at_once_is_a_failure_and_leaves_nothing_to_a_next_slice()
    {
        var kms = new FakeKms(Many(8, _ => Keys.Unused())) { Fault = (called, _) => called == "ListKeys" ? Denied(called) : null };

        var result = await SweepAsync(kms);

        result.Failure.ShouldBe(Denied("ListKeys"));
        (result.Next, result.Listed, result.Keys.Count).ShouldBe((null, 0, 0));
    }

    // Enough for some keys to have come as far as the slowest operation; of a list whose aliases take minutes, not all of them.
    [Theory]
    [InlineData(700, 700)]
    [InlineData(3000, 2560)]
    public async Task While_aliases_are_listed_many_keys_are_read_ahead_but_not_without_end(int count, int expected)
    {
        const int threads = 64;
        var (described, ahead) = (0, 0);
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var kms = new FakeKms(Many(count, _ => Keys.Unrotated()))
        {
            PageSize = 350,
            Pause = async (operation, key) =>
            {
                if (operation == "DescribeKey" && Interlocked.Increment(ref described) == expected)
                {
                    reached.SetResult();
                }
                else if (operation == "ListAliases" && key is null)
                {
                    await reached.Task;
                    await Turns.PassAsync();
                    ahead = described;
                }
            },
        };

        var result = await SweepAsync(kms, Keys.Enforcing with { Rotation = RuleMode.DryRun }).WaitAsync(TimeSpan.FromMinutes(1));

        ahead.ShouldBeInRange(expected, expected + threads);
        result.Keys.Count.ShouldBe(count);
    }

    private static Failure Denied(string operation) => new(FailureKind.AccessDenied, operation, "AccessDeniedException", "not allowed");

    private static IEnumerable<KeySnapshot> Many(int count, Func<int, KeySnapshot> key) =>
        Enumerable.Range(0, count).Select(i => key(i) with { Arn = Keys.Arn with { KeyId = $"{i:x8}-12ab-34cd-56ef-1234567890ab" } });

    private static Task<RegionResult> SweepAsync(FakeKms kms, SweepOptions? options = null, DecisionLog? log = null) =>
        new RegionSweep(kms, options ?? Keys.Enforcing, new("run"), new FixedTime(Keys.Now), log)
            .RunAsync(SweepCursor.Start("run", null, "eu-west-1", options ?? Keys.Enforcing), default);
}
