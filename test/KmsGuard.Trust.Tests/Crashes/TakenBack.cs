namespace KmsGuard.Trust.Tests.Crashes;

/// <summary>What a run did that was killed can be taken back by its id alone.</summary>
internal static class TakenBack
{
    /// <summary>Rolls the run back, on a copy of the account: the account itself goes on.</summary>
    public static async Task CheckAsync(CrashAccount killed, string run)
    {
        run.ShouldNotBeEmpty("the program tells its run before it does anything");
        await using var account = await killed.CopyAsync();
        var tagged = account.Before.Where(key => key.Value.Run == run).ToDictionary();
        account.Before.Where(key => key.Value.State == "PendingDeletion").Select(key => key.Key).Except(tagged.Keys)
            .ShouldBeEmpty("what it told is what the tags say");

        var (exitCode, error, _) = await account.RunAsync(
            ["rollback", "--run", run, "--regions", string.Join(',', CrashAccount.Regions), "--reason", "test"]);

        exitCode.ShouldBe(tagged.Count > 0 ? 0 : 1, error);
        foreach (var (key, status) in account.Look())
        {
            var before = account.Before[key];
            if (!tagged.ContainsKey(key))
            {
                status.ToString().ShouldBe(before.ToString(), key);
                continue;
            }

            status.ShouldSatisfyAllConditions(
                key,
                () => status.State.ShouldBe("Disabled"),
                () => status.Held.ShouldBeTrue(),
                () => status.Run.ShouldBe(run),
                () => status.Tags.GetValueOrDefault("kmsguard:disabled-since").ShouldBe(before.Tags.GetValueOrDefault("kmsguard:disabled-since")));
        }
    }
}
