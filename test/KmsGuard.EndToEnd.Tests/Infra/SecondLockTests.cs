using KmsGuard.Detect;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What the roles let happen, whatever the code decides.</summary>
[Trait("Proof", "attacks")]
public sealed class SecondLockTests
{
    private const string Schedule = "kms:ScheduleKeyDeletion", Rotate = "kms:EnableKeyRotation", Tag = "kms:TagResource", Cancel = "kms:CancelKeyDeletion";
    private const string Key = $"arn:aws:kms:us-east-1:{Stack.Account}:key/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1";
    private const string ForeignKey = "arn:aws:kms:us-east-1:444455556666:key/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1";

    /// <summary>Parameters WindowDays and IdleDays; the request's window; the days that KMS counts; whether it passes.</summary>
    public static TheoryData<string, string, int, int, bool> Days => new()
    {
        { "30", "90", 30, 90, true },
        { "30", "90", 29, 90, false },
        { "30", "90", 7, 90, false },
        { "30", "90", 6, 90, false },
        { "30", "90", 30, 89, false },
        { "30", "90", 30, 0, false },
        { "7", "90", 7, 90, true },
        { "7", "90", 6, 90, false },
        { "7", "90", 29, 89, false },
        { "30", "0", 30, 0, true },
        { "30", "0", 29, 0, false },
    };

    [Theory]
    [MemberData(nameof(Days))]
    public void A_deletion_takes_the_window_and_the_idle_days_that_the_stack_was_given(string windowDays, string idleDays, int window, int idle, bool passes)
    {
        var stack = Stack.Home(("WindowDays", windowDays), ("IdleDays", idleDays));

        IamPolicy.Allows(stack.StatementsOf("SweepRole"), Schedule, Key, Request(window, idle)).ShouldBe(passes);
    }

    /// <summary>A tag of the key, its value (null: it is not there), and what passes: a deletion, rotation and a mark.</summary>
    public static TheoryData<string, string?, bool, bool> Tags => new()
    {
        { KeyTags.Hold, null, true, true },
        { KeyTags.Hold, "2026-11-01 by somebody: still needed", false, true },
        { KeyTags.Hold, "false", false, true },
        { KeyTags.Hold, "", false, true },
        { KeyTags.Exempt, null, true, true },
        { KeyTags.Exempt, "true", false, false },
        { KeyTags.Exempt, "yes", false, false },
        { KeyTags.Exempt, "", false, false },
        { KeyTags.Exempt, "false", true, true },
        { KeyTags.Exempt, "FALSE", true, true },
        { "environment", "true", true, true },
    };

    [Theory]
    [MemberData(nameof(Tags))]
    public void A_held_key_is_not_deleted_and_an_exempt_one_not_touched(string tag, string? value, bool deleted, bool changed)
    {
        var sweep = Stack.Home().StatementsOf("SweepRole");
        (string, string[])[] tags = value is null ? [] : [($"aws:ResourceTag/{tag}", [value])];

        IamPolicy.Allows(sweep, Schedule, Key, [.. Request(30, 90), .. tags]).ShouldBe(deleted);
        IamPolicy.Allows(sweep, Rotate, Key, tags).ShouldBe(changed);
        IamPolicy.Allows(sweep, Tag, Key, [("aws:TagKeys", [KeyTags.Run]), .. tags]).ShouldBe(changed);
    }

    /// <summary>A role, the tag keys of a request, and whether they may be written.</summary>
    public static TheoryData<string, string[], bool> TagKeys => new()
    {
        { "AlertRole", [KeyTags.DisabledSince], true },
        { "AlertRole", [KeyTags.Hold], false },
        { "AlertRole", [KeyTags.Run], false },
        { "AlertRole", [], false },
        { "SweepRole", [KeyTags.DisabledSince, KeyTags.Run], true },
        { "SweepRole", [KeyTags.Run, "team"], false },
        { "SweepRole", [KeyTags.Exempt], false },
        { "SweepRole", [KeyTags.Hold], false },
        { "SweepRole", [], false },
        { "RollbackRole", [KeyTags.Hold], true },
        { "RollbackRole", [KeyTags.Exempt], false },
        { "RollbackRole", [], false },
    };

    [Theory]
    [MemberData(nameof(TagKeys))]
    public void A_role_writes_its_own_tags_and_no_others(string role, string[] tags, bool written)
    {
        (string, string[])[] request = tags.Length > 0 ? [("aws:TagKeys", tags)] : [];

        IamPolicy.Allows(Stack.Home().StatementsOf(role), Tag, Key, request).ShouldBe(written);
    }

    [Theory]
    [InlineData("off", false)]
    [InlineData("on-use", true)]
    [InlineData("unapproved", true)]
    [InlineData("both", true)]
    public void The_alert_function_cancels_and_holds_where_it_is_to_rescue(string rescue, bool may)
    {
        var alert = Stack.Home(("Rescue", rescue)).StatementsOf("AlertRole");

        IamPolicy.Allows(alert, Cancel, Key).ShouldBe(may);
        IamPolicy.Allows(alert, Tag, Key, ("aws:TagKeys", [KeyTags.Hold])).ShouldBe(may);
        IamPolicy.Allows(alert, Schedule, Key, Request(30, 3650)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("SweepRole", Cancel)]
    [InlineData("SweepRole", "kms:DisableKey")]
    [InlineData("SweepRole", "kms:EnableKey")]
    [InlineData("SweepRole", "kms:PutKeyPolicy")]
    [InlineData("RollbackRole", "kms:DisableKey")]
    [InlineData("RollbackRole", Schedule)]
    [InlineData("AlertRole", "kms:DisableKey")]
    public void A_role_does_not_do_another_one_s_work(string role, string action)
    {
        var stack = Stack.Home(("Rescue", "both"), ("MemberRolePrefix", "guard"));

        IamPolicy.Allows(stack.StatementsOf(role), action, Key, Request(30, 3650)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("AlertRole", "kms:DescribeKey")]
    [InlineData("SweepRole", Rotate)]
    [InlineData("RollbackRole", Cancel)]
    public void Keys_of_other_accounts_are_reached_through_their_own_roles_alone(string role, string action)
    {
        var own = role[..^"Role".Length].ToLowerInvariant();
        var alone = Stack.Home().StatementsOf(role);
        var statements = Stack.Home(("MemberRolePrefix", "guard")).StatementsOf(role);

        IamPolicy.Allows(statements, action, Key).ShouldBeTrue();
        IamPolicy.Allows(statements, action, ForeignKey).ShouldBeFalse();
        foreach (var name in new[] { "alert", "sweep", "rollback", "admin" })
        {
            IamPolicy.Allows(statements, "sts:AssumeRole", $"arn:aws:iam::444455556666:role/guard-{name}").ShouldBe(name == own);
            IamPolicy.Allows(alone, "sts:AssumeRole", $"arn:aws:iam::444455556666:role/guard-{name}").ShouldBeFalse();
        }
    }

    private static (string, string[])[] Request(int window, int idle) =>
    [
        ("kms:ScheduleKeyDeletionPendingWindowInDays", [$"{window}"]),
        ("kms:TrailingDaysWithoutKeyUsage", [$"{idle}"]),
    ];
}
