using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>What somebody sees who looks at a sweep while it goes on.</summary>
public sealed class RegionProgressTests
{
    [Fact]
    public async Task It_counts_keys_as_they_are_listed_and_settled_and_is_finished_with_the_last()
    {
        RegionProgress progress = null!;
        List<string> seen = [];
        var kms = new FakeKms(Enumerable.Range(0, 10).Select(i => Keys.Unrotated() with { Arn = Keys.Arn with { KeyId = $"{i:x8}-12ab-34cd-56ef-1234567890ab" } }))
        {
            Pause = async (operation, _) =>
            {
                if (operation == "ListKeys")
                {
                    // Whoever holds up the next page sees those before settled.
                    await UntilAsync(() => progress.Settled == progress.Listed);
                    seen.Add(Words(progress));
                }
            },
        };

        await new RegionSweep(kms, Keys.Enforcing, new("run"), new FixedTime(Keys.Now), begun: known => progress = known)
            .RunAsync(SweepCursor.Start("run", null, "eu-west-1", Keys.Enforcing), default).WaitAsync(TimeSpan.FromMinutes(1));

        seen.ShouldBe(["0 of 0, more: True, finished: False", "7 of 7, more: True, finished: False"]);
        Words(progress).ShouldBe("10 of 10, more: False, finished: True");
        (progress.Account, progress.Region, progress.BegunAt, progress.Throttled).ShouldBe(("111122223333", "eu-west-1", Keys.Now, 0));
    }

    [Fact]
    public async Task It_is_not_finished_while_a_key_has_no_outcome_though_all_are_listed()
    {
        RegionProgress progress = null!;
        List<bool> finished = [];
        var kms = new FakeKms([Keys.Unrotated()])
        {
            Pause = (operation, _) =>
            {
                if (operation == "DescribeKey")
                {
                    (progress.AllListed, progress.Listed, progress.Settled).ShouldBe((true, 1, 0));
                    finished.Add(progress.Finished);
                }

                return Task.CompletedTask;
            },
        };

        await new RegionSweep(kms, Keys.Enforcing, new("run"), new FixedTime(Keys.Now), begun: known => progress = known)
            .RunAsync(SweepCursor.Start("run", null, "eu-west-1", Keys.Enforcing), default);

        finished.ShouldBe([false]);
        progress.Finished.ShouldBeTrue();
    }

    private static async Task UntilAsync(Func<bool> reached)
    {
        while (!reached())
        {
            await Task.Yield();
        }
    }

    private static string Words(RegionProgress progress) =>
        $"{progress.Settled} of {progress.Listed}, more: {!progress.AllListed}, finished: {progress.Finished}";
}
