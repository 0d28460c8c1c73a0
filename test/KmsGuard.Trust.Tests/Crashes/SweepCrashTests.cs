using System.Text.RegularExpressions;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Trust.Tests.Keys;

namespace KmsGuard.Trust.Tests.Crashes;

/// <summary>A sweep, and an apply of a plan, are killed at each of their writes in turn.</summary>
[Trait("Proof", "crashes")]
public sealed partial class SweepCrashTests
{
    private static readonly string Regions = string.Join(',', CrashAccount.Regions);
    private static readonly string[] Sweep =
        ["sweep", "--regions", Regions, "--rotation", "enforce", "--deletion", "enforce", "--disabled-days", "30", "--idle-days", "0"];

    [Fact]
    public Task A_sweep_that_is_killed_at_any_write_is_finished_by_the_next_or_taken_back_by_its_run_id() =>
        AtEachWriteAsync(CrashKeys.ForSweep, _ => Task.FromResult(Sweep), 9);

    [Fact]
    public Task An_apply_that_is_killed_at_any_write_is_finished_by_the_next_or_taken_back_by_its_run_id() =>
        AtEachWriteAsync([.. CrashKeys.ForSweep.Take(3)], PlanAsync, 4);

    // A plan of its own for each account: the account's number is in it, and when it was made.
    private static async Task<string[]> PlanAsync(CrashAccount account)
    {
        var path = account.NewPath();
        var (exitCode, error, _) = await account.RunAsync(["plan", "--out", path, "--regions", Regions, "--disabled-days", "30", "--idle-days", "0"]);
        exitCode.ShouldBe(0, error);
        return ["apply", path];
    }

    private static async Task AtEachWriteAsync(
        IReadOnlyList<(string, KeySeed)> keys, Func<CrashAccount, Task<string[]>> prepare, int count)
    {
        var (writes, end) = await UndisturbedAsync(keys, prepare);
        writes.Count.ShouldBe(count, string.Join("; ", writes));

        await EachKill.RunAsync(writes, async kill =>
        {
            await using var account = await CrashAccount.StartAsync(keys);
            var command = await prepare(account);
            var killed = await KilledProgram.RunAsync(account, command, kill);
            killed.Wrongs.ShouldBeEmpty();
            killed.Begun.Except(writes).ShouldBeEmpty();
            var left = account.Look();
            foreach (var (key, status) in left.Where(key => !killed.Begun.Any(write => key.Key.EndsWith(write.Key, StringComparison.Ordinal))))
            {
                status.ToString().ShouldBe(account.Before[key].ToString(), "it was not begun with");
            }

            await TakenBack.CheckAsync(account, TellsItsRun().Match(killed.Error).Groups[1].Value);
            await FinishedAsync(account, command, writes, end);
            foreach (var (key, status) in left.Where(key => key.Value.Tags.ContainsKey("kmsguard:disabled-since")))
            {
                account.Look()[key].Tags["kmsguard:disabled-since"].ShouldBe(status.Tags["kmsguard:disabled-since"], "a mark was made younger, or older");
            }
        });
    }

    private static async Task<(IReadOnlyList<WriteCall> Writes, IReadOnlyList<string> End)> UndisturbedAsync(
        IReadOnlyList<(string, KeySeed)> keys, Func<CrashAccount, Task<string[]>> prepare)
    {
        await using var account = await CrashAccount.StartAsync(keys);
        var (exitCode, error, writes) = await account.RunAsync(await prepare(account));
        exitCode.ShouldBe(0, error);
        writes.ShouldBeUnique();
        return (writes, account.Outline(account.Before));
    }

    private static async Task FinishedAsync(
        CrashAccount account, string[] command, IReadOnlyList<WriteCall> writes, IReadOnlyList<string> end)
    {
        var (exitCode, error, again) = await account.RunAsync(command);
        // Of a plan, what is done already is not as it was planned, and the command says so.
        (exitCode == 0 || (command[0] == "apply" && exitCode == 1)).ShouldBeTrue(error);
        again.Except(writes).ShouldBeEmpty();
        account.Outline(account.Before).ShouldBe(end);
        (await account.RunAsync(command)).Writes.ShouldBeEmpty("a third one has nothing to do");
    }

    [GeneratedRegex(@"as run (\S+)")]
    private static partial Regex TellsItsRun();
}
