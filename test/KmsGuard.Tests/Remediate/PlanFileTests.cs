using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

[Trait("Proof", "attacks")]
public sealed class PlanFileTests
{
    public static TheoryData<string> Rubbish => new()
    {
        "",
        "null",
        "[]",
        "{}",
        "\"plan\"",
        "{\"format\":1}",
        "{\"format\":1e999}",
        "{\"created\":\"tomorrow\"}",
        "{\"tool\":\"\\ud800\"}",
        new string('[', 10_000),
        string.Concat(Enumerable.Repeat("{\"keys\":", 10_000)),
    };

    // What to look for in a plan, and what to put there.
    public static TheoryData<string, string> Edits => new()
    {
        { "\"format\": 1,", "\"format\": 1, \"format\": 1," },
        { "\"format\": 1,", "\"format\": 1, // the first\n" },
        { "\"format\": 1,", "\"Format\": 1," },
        { "\"windowDays\": 30", "\"windowDays\": \"30\"" },
        { "\"windowDays\": 30", "\"windowDays\": 30.0" },
        { "\"windowDays\": 30", "\"windowDays\": 99999999999999999999" },
        { "arn:aws:kms:", "arn:aws:s3:" },
        { "ScheduleKeyDeletion", "DisableKey" },
    };

    [Fact]
    public void What_is_written_is_read_again() => Plans.ForEverySeed(random =>
    {
        var plan = Plans.Of(new(RandomKeys.Region(random)), RandomKeys.Options(random));

        var read = PlanFile.Read(PlanFile.Write(plan), out var problem).ShouldNotBeNull(problem);

        PlanFile.Write(read).ShouldBe(PlanFile.Write(plan));
        problem.ShouldBeEmpty();
    });

    [Fact]
    public void Any_change_that_means_something_is_refused()
    {
        var text = Text();
        Plans.ForEverySeed(random =>
        {
            var changed = MutatedPlan.Of(text, random);

            PlanFile.Read(Encoding.UTF8.GetBytes(changed), out var problem).ShouldBeNull(changed);
            problem.ShouldNotBeEmpty();
        });
    }

    [Fact]
    public void Bytes_that_were_changed_are_refused_or_mean_the_same()
    {
        var plan = Plans.OfThree();
        var bytes = PlanFile.Write(plan);
        Plans.ForEverySeed(random =>
        {
            var changed = bytes.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            var read = PlanFile.Read(changed.AsSpan(0, random.Next(4) == 0 ? random.Next(changed.Length) : changed.Length), out var problem);

            (read?.Digest ?? plan.Digest).ShouldBe(plan.Digest);
            (read is null).ShouldBe(problem.Length > 0);
        });
    }

    [Fact]
    public void White_space_line_ends_and_the_order_of_members_mean_nothing()
    {
        var plan = Plans.OfThree();
        var text = Encoding.UTF8.GetString(PlanFile.Write(plan));
        string[] same =
        [
            text.ReplaceLineEndings("\r\n"),
            "\uFEFF" + text,
            "\n\n" + text + "\t\n",
            JsonNode.Parse(text)!.ToJsonString(),
            Reversed(JsonNode.Parse(text)!)!.ToJsonString(new JsonSerializerOptions { WriteIndented = true, IndentSize = 8 }),
        ];

        foreach (var form in same)
        {
            PlanFile.Read(Encoding.UTF8.GetBytes(form), out var problem).ShouldNotBeNull(problem).Digest.ShouldBe(plan.Digest);
        }
    }

    [Theory]
    [MemberData(nameof(Rubbish))]
    public void What_is_no_plan_is_refused_in_one_line(string text) => ShouldBeRefused(text);

    [Theory]
    [MemberData(nameof(Edits))]
    public void What_no_version_of_kmsguard_writes_is_refused_in_one_line(string old, string edited)
    {
        Text().ShouldContain(old);

        ShouldBeRefused(Text().Replace(old, edited, StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_whose_ARN_is_none_is_told_as_that() => ShouldBeRefused(Text().Replace("arn:aws:kms:", "arn:aws:s3:", StringComparison.Ordinal))
        .ShouldStartWith("It is not a plan as this version of kmsguard writes it: It is not the ARN of a KMS key.");

    [Fact]
    public void Two_plans_in_a_file_are_refused() => ShouldBeRefused(Text() + Text());

    // A plan outlives an upgrade of kmsguard between the review and the apply.
    [Fact]
    public void The_digest_is_that_of_the_plan_with_an_empty_digest()
    {
        var plan = Plans.OfThree();
        var content = JsonSerializer.SerializeToUtf8Bytes(plan with { Digest = "" }, PlanJson.Default.Plan);

        plan.Digest.ShouldBe("sha256:" + Convert.ToHexStringLower(SHA256.HashData(content)));
    }

    [Fact]
    public void A_person_can_read_what_is_to_be_done_and_why()
    {
        var plan = JsonNode.Parse(Text())!;

        plan["created"]!.GetValue<string>().ShouldBe("2026-11-22T03:00:00+00:00");
        plan["expires"]!.GetValue<string>().ShouldBe("2026-11-23T03:00:00+00:00");
        plan["keys"]!.AsArray().Select(key => $"{key!["action"]!.ToJsonString()} {key["reasons"]!.ToJsonString()}").ShouldBe(
        [
            """{"operation":"TagResource","tag":"kmsguard:disabled-since"} ["not-marked"]""",
            """{"operation":"EnableKeyRotation","rotationPeriodDays":365} ["rotation-off"]""",
            """{"operation":"ScheduleKeyDeletion","windowDays":30} []""",
        ]);
        plan["keys"]!.AsArray().Select(key => key!["names"]!.ToJsonString()).ShouldBe(["[]", """["alias/orders"]""", """["alias/old","alias/older"]"""]);
        plan["keys"]![2]!["detail"]!.GetValue<string>().ShouldContain("no use since tracking began on 2026-05-06T03:00:00Z: 200 days");
        plan["regions"]![0]!["outcomes"]!.ToJsonString().ShouldBe("""{"held":1,"planned":2}""");
    }

    [Fact]
    public void A_hostile_alias_is_inert_in_the_file()
    {
        var kms = new FakeKms([Keys.Unrotated() with { Aliases = Keys.Aliases("alias/\e[2J\u202e<script>\n\u0007=cmd") }]);

        var text = Encoding.UTF8.GetString(PlanFile.Write(Plans.Of(kms, Keys.Enforcing)));

        text.ShouldContain("<script>");
        text.Where(letter => char.IsControl(letter) && letter != '\n').ShouldBeEmpty();
        text.ShouldNotContain('\u202e');
    }

    [Fact]
    public void A_plan_of_more_deletions_than_allowed_has_none_and_says_so()
    {
        var plan = Plans.Of(new(RandomKeys.Region(new Random(3), 200)), Keys.Enforcing with { DisabledDays = 0, IdleDays = 0, MaxDeletions = 1 });

        plan.Keys.ShouldNotContain(key => key.Action.Operation == nameof(KeyAction.ScheduleKeyDeletion));
        plan.Warnings.ShouldContain(warning => warning.Contains("More than 1 deletions are due"));
    }

    [Fact]
    public void A_rule_that_is_off_plans_nothing()
    {
        var plan = Plans.Of(Plans.Three(), Keys.Enforcing with { Deletion = RuleMode.Off });

        plan.Keys.ShouldHaveSingleItem().Rule.ShouldBe("rotation");
        plan.Settings.Deletion.ShouldBe(RuleMode.Off);
    }

    private static string ShouldBeRefused(string text)
    {
        PlanFile.Read(Encoding.UTF8.GetBytes(text), out var problem).ShouldBeNull();

        problem.ShouldNotBeEmpty();
        problem.ShouldNotContain("\n");
        return problem;
    }

    private static string Text() => Encoding.UTF8.GetString(PlanFile.Write(Plans.OfThree()));

    // But for the counts by outcome, whose order is their own.
    private static JsonNode? Reversed(JsonNode? node, string name = "") => node switch
    {
        null => null,
        JsonObject members when name != "outcomes" =>
            new JsonObject(members.Reverse().Select(member => KeyValuePair.Create(member.Key, Reversed(member.Value, member.Key)))),
        JsonArray list => new JsonArray([.. list.Select(item => Reversed(item))]),
        _ => node.DeepClone(),
    };
}
