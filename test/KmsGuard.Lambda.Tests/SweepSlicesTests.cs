using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.TestUtilities;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Lambda.Tests;

/// <summary>A sweep that Lambda gives too little time goes on in its next invocation.</summary>
[Trait("Proof", "attacks")]
public sealed class SweepSlicesTests
{
    private const string Enforce = """{"regions":["us-east-1","eu-west-1"],"rotation":"enforce","deletion":"off"}""";

    [Fact]
    public async Task What_one_invocation_leaves_another_takes_up_as_the_same_run()
    {
        await using var account = await TestAccount.StartAsync();
        account.Plant(new KeySeed());
        account.Sandbox.Kms.Seed(TestAccount.Id, "eu-west-1", new KeySeed());
        using var composition = account.Compose(FunctionKind.Sweep);

        var first = await SweepAsync(composition, Enforce, TimeSpan.Zero);
        var second = await SweepAsync(composition, Next(first), TimeSpan.FromMinutes(1));

        first.Regions.ShouldAllBe(region => region.Status == RegionStatus.Incomplete && region.Listed == 0);
        second.RunId.ShouldBe(first.RunId);
        second.Rotation.ShouldBe(RuleMode.Enforce, "the run keeps the modes it began with");
        second.Deletion.ShouldBe(RuleMode.Off);
        second.Regions.Select(region => (region.Region, region.Status, region.Next)).ShouldBe(
            [("us-east-1", RegionStatus.Complete, null), ("eu-west-1", RegionStatus.Complete, null)]);
        second.Totals.Outcomes.ShouldBe(new Dictionary<string, int> { ["changed"] = 2 });
        account.Writes().ShouldBe(["EnableKeyRotation", "EnableKeyRotation"]);
    }

    [Fact]
    public async Task A_slice_may_name_the_modes_of_its_run_and_no_others()
    {
        await using var account = await TestAccount.StartAsync();
        using var composition = account.Compose(FunctionKind.Sweep);
        var next = (await SweepAsync(composition, """{"deletion":"dry-run"}""", TimeSpan.Zero)).Regions.Single().Next;

        (await SweepAsync(composition, $$"""{"deletion":"dry-run","next":"{{next}}"}""", TimeSpan.FromMinutes(1))).Deletion.ShouldBe(RuleMode.DryRun);
        await RefusedAsync(composition, $$"""{"deletion":"enforce","next":"{{next}}"}""", "next is of a run with rotation dry-run and deletion dry-run");
    }

    [Fact]
    public async Task Slices_of_different_runs_or_one_twice_are_refused_before_anything_is_done()
    {
        await using var account = await TestAccount.StartAsync();
        using var composition = account.Compose(FunctionKind.Sweep);
        var one = (await SweepAsync(composition, """{"regions":["us-east-1"]}""", TimeSpan.Zero)).Regions.Single().Next;
        var other = (await SweepAsync(composition, """{"regions":["eu-west-1"]}""", TimeSpan.Zero)).Regions.Single().Next;

        await RefusedAsync(composition, $$"""{"next":"{{one}},{{other}}"}""", "next must be of one run");
        await RefusedAsync(composition, $$"""{"next":"{{one}},{{one}}"}""", "each account and Region in it once");
        await RefusedAsync(composition, $$"""{"next":"{{one![..^3]}}"}""", "it must be what a sweep answered under next");
        account.Sandbox.Calls.Snapshot().ShouldAllBe(call => call.Service != "kms");
    }

    [Fact]
    public async Task Sweeps_of_many_accounts_can_be_one_run_which_one_rollback_takes_back()
    {
        await using var account = await TestAccount.StartAsync();
        using var composition = account.Compose(FunctionKind.Sweep);

        var first = await SweepAsync(composition, """{"regions":["us-east-1"],"run":"night-1"}""", TimeSpan.Zero);
        var second = await SweepAsync(composition, """{"regions":["eu-west-1"],"run":"night-1"}""", TimeSpan.FromMinutes(1));
        var third = await SweepAsync(composition, $$"""{"next":"{{first.Regions.Single().Next}}","run":"night-1"}""", TimeSpan.FromMinutes(1));

        new[] { first, second, third }.ShouldAllBe(report => report.RunId == "night-1");
        await RefusedAsync(composition, $$"""{"next":"{{first.Regions.Single().Next}}","run":"night-2"}""", "next is of another run");
        await RefusedAsync(composition, """{"run":"-; rm"}""", "run is '-; rm'; it must be");
    }

    private static async Task RefusedAsync(Composition composition, string input, string why) =>
        (await Should.ThrowAsync<InputException>(() => SweepAsync(composition, input, TimeSpan.FromMinutes(1)))).Message.ShouldContain(why);

    private static string Next(SweepReport report) =>
        $$"""{"next":"{{string.Join(SweepToken.Separator, report.Regions.Select(region => region.Next))}}"}""";

    private static Task<SweepReport> SweepAsync(Composition composition, string input, TimeSpan slice) =>
        new SweepFunction(composition).HandleAsync(JsonElement.Parse(input), new Context(slice));

    // Time enough to answer, and for the sweep itself what a test says: no clock decides how it ends.
    private sealed class Context(TimeSpan slice) : TestLambdaContext, ILambdaContext
    {
        private int asked;

        TimeSpan ILambdaContext.RemainingTime => asked++ == 0 ? TimeSpan.FromMinutes(1) : slice;
    }
}
