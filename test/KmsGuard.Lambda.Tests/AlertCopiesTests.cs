using System.Text.Json;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Lambda.Tests;

/// <summary>A call on another account's key is in both accounts' trails: two events with ids, and callers, of their own.</summary>
public class AlertCopiesTests
{
    private const string Other = "444455556666";

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(5, false)]
    [InlineData(5, true)]
    public async Task The_copies_that_both_accounts_get_of_a_call_are_told_once_in_either_order(int calls, bool ownersFirst)
    {
        await using var account = await StartAsync();
        var arn = Plant(account);
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);
        using var partner = account.As($"arn:aws:iam::{Other}:role/partner");

        for (var call = 0; call < calls; call++)
        {
            var copies = await FailAsync(account, partner, arn);
            copies.Select(copy => Detail(copy, "sharedEventID")).Distinct().ShouldHaveSingleItem().ShouldNotBeEmpty();
            copies.Select(copy => Detail(copy, "eventID")).ShouldBeUnique();
            foreach (var copy in ownersFirst ? Enumerable.Reverse(copies) : copies)
            {
                await new AlertFunction(composition).HandleAsync(copy, TestAccount.Context());
            }
        }

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Message.ShouldContain(Other);
        metrics.Sum("LeftOut").ShouldBe((2 * calls) - 1);
    }

    [Fact]
    public async Task An_owner_that_is_told_only_of_the_session_of_another_accounts_role_is_told_once_of_all_its_sessions()
    {
        await using var account = await StartAsync();
        var arn = Plant(account);
        using var composition = account.Compose(FunctionKind.Alert);

        foreach (var (role, session) in new[] { ("partner", "1"), ("partner", "2"), ("partner", "3"), ("auditor", "1") })
        {
            using var caller = account.As($"arn:aws:iam::{Other}:role/{role}", session);
            var owners = (await FailAsync(account, caller, arn)).Single(copy => copy.GetProperty("account").GetString() == TestAccount.Id);
            await new AlertFunction(composition).HandleAsync(owners, TestAccount.Context());
        }

        account.Sandbox.Sns.Messages.Count.ShouldBe(2);
    }

    private static Task<TestAccount> StartAsync() => TestAccount.StartAsync(new SandboxOptions { Accounts = [TestAccount.Id, Other] });

    private static string Plant(TestAccount account) => account.Plant(new KeySeed
    {
        KeyState = "Disabled",
        Policy = $$"""
            { "Statement": { "Effect": "Allow", "Principal": { "AWS": ["arn:aws:iam::{{TestAccount.Id}}:root", "arn:aws:iam::{{Other}}:root"] }, "Action": "kms:*" } }
            """,
    });

    // The caller's copy, and the owner's.
    private static async Task<List<JsonElement>> FailAsync(TestAccount account, AmazonKeyManagementServiceClient caller, string arn)
    {
        await Should.ThrowAsync<DisabledException>(
            () => caller.EncryptAsync(new EncryptRequest { KeyId = arn, Plaintext = new MemoryStream([1]) }));
        return [.. account.Sandbox.Events.Emitted.TakeLast(2).Select(emitted => JsonElement.Parse(emitted.Json))];
    }

    private static string Detail(JsonElement json, string name) => json.GetProperty("detail").GetProperty(name).GetString()!;
}
