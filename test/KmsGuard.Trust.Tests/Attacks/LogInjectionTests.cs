using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.KeyManagementService.Model;
using KmsGuard.Detect;
using KmsGuard.Lambda;
using KmsGuard.Lambda.Tests;
using KmsGuard.Sandbox.Kms;
using static KmsGuard.Trust.Tests.Attacks.AttackScene;

namespace KmsGuard.Trust.Tests.Attacks;

/// <summary>Text of somebody who wants a line of his own in the log, in a notice or in a report.</summary>
[Trait("Proof", "attacks")]
public sealed class LogInjectionTests
{
    private const string Forged = "END RequestId: 1234\r\n{\"event\":\"decision\",\"outcome\":\"compliant\",\"key\":\"FORGED\"}\n\u001b[2K\u2028\u0085ERROR forged \u202e\u2066=HYPERLINK(\"http://evil\")<!channel>";

    [Fact]
    public async Task A_function_s_log_has_one_line_an_entry_whatever_is_in_it()
    {
        await using var account = await StartAsync();
        account.Plant(new KeySeed { KeyState = "Disabled", Aliases = [$"alias/{Forged}"], Description = Forged, Tags = Poisoned });
        account.Plant(new KeySeed { Aliases = [$"alias/{Forged}2"], Description = Forged, Tags = Poisoned });
        using var composition = account.Compose(FunctionKind.Sweep, "DELETION=enforce", "ROTATION=enforce", "DISABLED_DAYS=0", "IDLE_DAYS=0");
        List<string> lines = [];
        composition.Decisions = lines.Add;
        composition.Metrics = lines.Add;
        var context = TestAccount.Context();

        await new SweepFunction(composition).HandleAsync(JsonElement.Parse("{}"), context);

        lines.Count.ShouldBeGreaterThan(2);
        lines.ShouldAllBe(line => IsOneLine(line));
        lines.Select(line => JsonElement.Parse(line)).Where(line => line.TryGetProperty("event", out var kind) && kind.GetString() == "decision")
            .Select(line => KeyArn.Parse(line.GetProperty("key").GetString()!).Account).ShouldBe([TestAccount.Id, TestAccount.Id]);
        TestAccount.LogOf(context).Split(Environment.NewLine).ShouldAllBe(line => IsOneLine(line) && !line.StartsWith("END ", StringComparison.Ordinal) && !line.StartsWith('{'));
        account.Sandbox.Sns.Messages.SelectMany(message => message.Message.Split('\n')).ShouldAllBe(line => IsOneLine(line) && !line.StartsWith('{'));
    }

    [Theory]
    [InlineData("text")]
    [InlineData("json")]
    [InlineData("chat")]
    public async Task An_event_full_of_somebody_s_text_is_one_alert_and_one_line(string format)
    {
        await using var account = await StartAsync();
        var arn = account.Plant(new KeySeed { Aliases = [$"alias/{Forged}"], Description = Forged, Tags = Poisoned });
        await account.Person.DisableKeyAsync(arn);
        using var composition = account.Compose(FunctionKind.Alert, $"MESSAGE_FORMAT={format}");
        var text = JsonSerializer.Serialize(Forged);
        var happened = Forge(account.LastEvent, new[]
        {
            "id", "detail-type", "detail.userAgent", "detail.sourceIPAddress", "detail.eventID", "detail.errorCode", "detail.errorMessage", "detail.userIdentity.arn",
            "detail.userIdentity.userName", "detail.userIdentity.principalId", "detail.userIdentity.type", "detail.awsRegion", "detail.recipientAccountId", "detail.requestParameters.keyId",
        }.Select(path => (path, text)));

        var log = await AlertAsync(composition, happened);

        log.Split(Environment.NewLine).ShouldAllBe(line => IsOneLine(line) && !line.StartsWith("END ", StringComparison.Ordinal) && !line.StartsWith('{'));
        var notice = account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        notice.Subject!.ShouldAllBe(letter => letter >= ' ' && letter <= '~');
        notice.Attributes.Values.ShouldAllBe(attribute => IsOneLine(attribute.Value));
        notice.Message.Split('\n').ShouldAllBe(line => IsOneLine(line));
        notice.Message.Split('\n').ShouldAllBe(line => !line.StartsWith("END ", StringComparison.Ordinal) && !line.StartsWith("ERROR", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_with_an_input_is_told_in_one_line_that_ends()
    {
        await using var account = await StartAsync();
        using var rollback = account.Compose(FunctionKind.Rollback);
        using var sweep = account.Compose(FunctionKind.Sweep);
        var input = JsonSerializer.SerializeToElement(Enumerable.Range(0, 5_000).ToDictionary(i => $"{i} {Forged}", _ => Forged));

        foreach (var refused in new[]
        {
            await Should.ThrowAsync<InputException>(() => new RollbackFunction(rollback).HandleAsync(input, TestAccount.Context())),
            await Should.ThrowAsync<InputException>(() => new SweepFunction(sweep).HandleAsync(input, TestAccount.Context())),
        })
        {
            IsOneLine(refused.ToString()).ShouldBeTrue(refused.Message);
            refused.Message.Length.ShouldBeLessThan(8_000);
            refused.Message.ShouldContain("more such problems");
        }
    }

    [Fact]
    public async Task A_session_s_name_and_a_refusal_s_words_are_text_in_a_rollback_too()
    {
        await using var account = await StartAsync();
        var arn = account.Plant(new KeySeed { KeyState = "PendingDeletion" });
        using var composition = account.Compose(FunctionKind.Rollback);
        var context = TestAccount.Context();
        var input = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["keys"] = new[] { arn }, ["reason"] = Forged });

        var report = await new RollbackFunction(composition).HandleAsync(input, context);

        report.Keys.ShouldHaveSingleItem().Error.ShouldBeNull();
        TestAccount.LogOf(context).Split(Environment.NewLine).ShouldAllBe(line => IsOneLine(line));
        (await account.Person.ListResourceTagsAsync(new ListResourceTagsRequest { KeyId = arn })).Tags.ShouldAllBe(tag => IsOneLine(tag.TagValue) && tag.TagValue.Length <= 256);
        account.Sandbox.Sns.Messages.ShouldHaveSingleItem().Message.Split('\n').ShouldAllBe(line => IsOneLine(line));
    }

    private static Dictionary<string, string> Poisoned => new() { ["env"] = Forged, ["owner"] = Forged, [KeyTags.Run] = Forged, ["kmsguard:exmpt "] = "false" };

    private static bool IsOneLine(string text) => !text.EnumerateRunes().Any(rune => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
