using KmsGuard.Trust.Tests.Keys;

namespace KmsGuard.Trust.Tests.Crashes;

/// <summary>What takes deletions back, and what lets keys go again, is killed at each of its writes in turn.</summary>
[Trait("Proof", "crashes")]
public sealed class RollbackCrashTests
{
    private static readonly string Regions = string.Join(',', CrashAccount.Regions);
    private static readonly string[] Rollback = ["rollback", "--run", CrashKeys.Run, "--regions", Regions, "--re-enable", "--reason", "test"];

    [Fact]
    public Task A_rollback_that_is_killed_at_any_write_ends_in_the_same_state_when_it_is_run_again() =>
        AgainAsync(Rollback, 10, "Enabled");

    [Fact]
    public Task A_release_that_is_killed_at_any_write_ends_in_the_same_state_when_it_is_run_again() =>
        AgainAsync(["release", Key(0xa3), Key(0xb3), "--regions", Regions, "--reason", "test"], 2, null);

    // Not a proof that it is well, but of what is lost: the pages say so, and what helps.
    [Fact]
    public async Task A_rollback_of_all_that_is_pending_finds_a_key_no_longer_that_it_cancelled_and_did_not_hold()
    {
        string[] allPending = ["rollback", "--all-pending", "--regions", Regions, "--reason", "test"];
        await using var account = await CrashAccount.StartAsync(CrashKeys.ForRollback);
        var cancel = new WriteCall("CancelKeyDeletion", Key(0xc0), "");
        await KilledProgram.RunAsync(account, allPending, new Kill(cancel, true));

        (await account.RunAsync(allPending)).ExitCode.ShouldBe(0);
        var key = account.Look().Single(key => key.Key.EndsWith(Key(0xc0), StringComparison.Ordinal));
        key.Value.ShouldSatisfyAllConditions(status => status.State.ShouldBe("Disabled"), status => status.Held.ShouldBeFalse());

        (await account.RunAsync(["rollback", key.Key, "--reason", "test"])).ExitCode.ShouldBe(0);
        account.Look()[key.Key].Held.ShouldBeTrue();
    }

    private static async Task AgainAsync(string[] arguments, int count, string? state)
    {
        IReadOnlyList<(string, Sandbox.Kms.KeySeed)> seeds = [.. CrashKeys.ForRollback, .. CrashKeys.ForSweep.Where(key => key.Seed.Id == Key(0xa3) || key.Seed.Id == Key(0xb3))];
        IReadOnlyList<WriteCall> writes;
        IReadOnlyList<string> end;
        await using (var account = await CrashAccount.StartAsync(seeds))
        {
            (var exitCode, var error, writes) = await account.RunAsync(arguments);
            exitCode.ShouldBe(0, error);
            writes.ShouldBeUnique();
            writes.Count.ShouldBe(count, string.Join("; ", writes));
            end = account.Outline(account.Before);
            if (state is not null)
            {
                account.Look().Values.Where(key => key.Run == CrashKeys.Run).ShouldAllBe(key => key.State == state && key.Held);
            }
        }

        await EachKill.RunAsync(writes, async kill =>
        {
            await using var account = await CrashAccount.StartAsync(seeds);
            var killed = await KilledProgram.RunAsync(account, arguments, kill);
            killed.Wrongs.ShouldBeEmpty();
            killed.Begun.Except(writes).ShouldBeEmpty();

            var finished = account.Outline(account.Before).SequenceEqual(end);

            var (exitCode, error, again) = await account.RunAsync(arguments);

            // Killed at its very last write: then the run has no key left to take back, and that is what the command says.
            exitCode.ShouldBe(finished && state is not null ? 1 : 0, error);
            again.Except(writes).ShouldBeEmpty();
            account.Outline(account.Before).ShouldBe(end);
            (await account.RunAsync(arguments)).Writes.ShouldBeEmpty("a third one has nothing to do");
        });
    }

    private static string Key(int number) => $"00000000-0000-4000-8000-0000000000{number:x2}";
}
