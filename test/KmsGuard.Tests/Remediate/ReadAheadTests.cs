using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;

namespace KmsGuard.Tests.Remediate;

/// <summary>The keys of a long list are read while the aliases are still being listed; nothing else is done with them.</summary>
public sealed class ReadAheadTests
{
    // Where a test is about calls that must come, and they do not.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource named = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int described;

    [Fact]
    public async Task Keys_are_described_while_aliases_are_still_listed()
    {
        var kms = Region(NamedOnceAllAreDescribed);

        var result = await SweepAsync(kms, Keys.Enforcing).WaitAsync(Patience);

        result.Keys.CountBy(key => key.Outcome).ShouldBe(new Dictionary<Outcome, int> { [Outcome.Changed] = 14, [Outcome.AwsManaged] = 6 }, ignoreOrder: true);
        result.Keys.ShouldAllBe(key => key.Aliases != null);
        described.ShouldBe(20 + (3 * 7));
    }

    [Fact]
    public async Task Nothing_is_written_and_no_key_has_its_outcome_before_the_aliases_are_known()
    {
        var early = 0;
        var kms = Region(NamedOnceAllAreDescribed, _ => Note());

        _ = await SweepAsync(kms, Keys.Enforcing, _ => Note()).WaitAsync(Patience);

        early.ShouldBe(0);
        kms.Writes.Count.ShouldBe(7 + (2 * 7));

        void Note() => Interlocked.Add(ref early, named.Task.IsCompleted ? 0 : 1);
    }

    [Fact]
    public async Task A_key_whose_aliases_cannot_be_read_is_held_though_it_was_described_before()
    {
        var kms = Region(NamedOnceAllAreDescribed, fault: FailureKind.AccessDenied);

        var result = await SweepAsync(kms, Keys.Enforcing).WaitAsync(Patience);

        result.Keys.Where(key => key.State == KeyState.Disabled)
            .ShouldAllBe(key => key.Outcome == Outcome.Unreadable && key.Reasons.Contains("access-denied"));
        kms.Writes.ShouldAllBe(write => write.Action is KeyAction.EnableKeyRotation);
        kms.Writes.Count.ShouldBe(7);
    }

    [Fact]
    public async Task A_slice_that_has_no_time_for_the_aliases_leaves_every_key_to_the_next()
    {
        var kms = Region(NamedOnceAllAreDescribed, fault: FailureKind.OutOfTime);
        var start = SweepCursor.Start("run", null, "eu-west-1", Keys.Enforcing);

        var result = await SweepAsync(kms, Keys.Enforcing).WaitAsync(Patience);

        (result.Listed, result.Keys.Count).ShouldBe((0, 0));
        result.Next.ShouldBe(start with { Account = kms.Account });
        kms.Writes.ShouldBeEmpty();
    }

    public static TheoryData<string, int, SweepOptions> Waiting => new()
    {
        { "one page", 7, Keys.Enforcing },
        { "exempt aliases", 20, Keys.Enforcing with { ExemptAliases = [Glob.ForAlias("prod-*")] } },
    };

    [Theory]
    [MemberData(nameof(Waiting))]
    public async Task Where_it_would_cost_calls_for_little_or_nothing_keys_wait_for_the_aliases(string where, int count, SweepOptions options)
    {
        var (early, ofAws) = (0, 0);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var kms = new FakeKms(Mixed().Take(count))
        {
            Pause = async (operation, key) =>
            {
                if (operation == "DescribeKey")
                {
                    Interlocked.Add(ref early, named.Task.IsCompleted ? 0 : 1);
                    Interlocked.Add(ref ofAws, Convert.ToInt32(key!.KeyId[..8], 16) % 3 == 2 ? 1 : 0);
                }
                else if (operation == "ListKeys")
                {
                    asked.TrySetResult();
                }
                else if (operation == "ListAliases" && key is null)
                {
                    await asked.Task;
                    await Turns.PassAsync();
                    named.SetResult();
                }
            },
        };

        var result = await SweepAsync(kms, options);

        result.Keys.Count.ShouldBe(count, where);
        early.ShouldBe(0, where);
        ofAws.ShouldBe(0, "an alias of AWS's says enough");
    }

    private FakeKms Region(Func<string, KeyArn?, Task> pause, Action<FakeKms>? beforeWrite = null, FailureKind? fault = null) => new(Mixed())
    {
        Pause = pause,
        BeforeWrite = beforeWrite ?? (_ => { }),
        Fault = (operation, key) => operation == "ListAliases" && key is null && fault is { } kind ? new(kind, operation, "Injected", "for the test") : null,
    };

    private async Task NamedOnceAllAreDescribed(string operation, KeyArn? key)
    {
        if (operation == "DescribeKey" && Interlocked.Increment(ref described) == 20)
        {
            named.SetResult();
        }
        else if (operation == "ListAliases" && key is null)
        {
            await named.Task;
        }
    }

    // Three pages: keys of AWS, keys that do not rotate, and keys that are due.
    private static IEnumerable<KeySnapshot> Mixed() => Enumerable.Range(0, 20).Select(i =>
    {
        var arn = Keys.Arn with { KeyId = $"{i:x8}-12ab-34cd-56ef-1234567890ab" };
        return (i % 3) switch
        {
            0 => Keys.Unrotated() with { Arn = arn, Aliases = Keys.Aliases($"alias/app-{i}") },
            1 => Keys.Unused() with { Arn = arn, Aliases = Keys.Aliases($"alias/old-{i}") },
            _ => Keys.Unrotated() with
            {
                Arn = arn,
                Aliases = Keys.Aliases($"alias/aws/service-{i}"),
                Description = Reading.Of(Keys.Description(KeyState.Enabled) with { Manager = KeyManager.Aws }),
            },
        };
    });

    private static Task<RegionResult> SweepAsync(FakeKms kms, SweepOptions options, Action<KeyReport>? settled = null) =>
        new RegionSweep(kms, options, new("run"), new FixedTime(Keys.Now), (_, _, _, key) => settled?.Invoke(key))
            .RunAsync(SweepCursor.Start("run", null, "eu-west-1", options), default);
}
