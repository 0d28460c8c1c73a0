using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>What KmsGuard can do to a key, and what takes it back.</summary>
public sealed class KeyActionTests
{
    // The action, what takes it back, and what takes that back.
    public static TheoryData<KeyAction, KeyAction, KeyAction> Inverses => new()
    {
        { new KeyAction.EnableKeyRotation(365), new KeyAction.DisableKeyRotation(365), new KeyAction.EnableKeyRotation(365) },
        { new KeyAction.EnableKeyRotation(365, 500), new KeyAction.EnableKeyRotation(500, 365), new KeyAction.EnableKeyRotation(365, 500) },
        { new KeyAction.DisableKeyRotation(180), new KeyAction.EnableKeyRotation(180), new KeyAction.DisableKeyRotation(180) },
        { new KeyAction.ScheduleKeyDeletion(30), new KeyAction.CancelKeyDeletion(30), new KeyAction.ScheduleKeyDeletion(30) },
        { new KeyAction.CancelKeyDeletion(7), new KeyAction.ScheduleKeyDeletion(7), new KeyAction.CancelKeyDeletion(7) },
        { new KeyAction.EnableKey(), new KeyAction.DisableKey(), new KeyAction.EnableKey() },
        { new KeyAction.DisableKey(), new KeyAction.EnableKey(), new KeyAction.DisableKey() },
        { new KeyAction.TagResource("n", "v"), new KeyAction.UntagResource("n", "v"), new KeyAction.TagResource("n", "v") },
        { new KeyAction.TagResource("n", "v", "b"), new KeyAction.TagResource("n", "b", "v"), new KeyAction.TagResource("n", "v", "b") },
        { new KeyAction.UntagResource("n", "b"), new KeyAction.TagResource("n", "b"), new KeyAction.UntagResource("n", "b") },
    };

    [Theory]
    [MemberData(nameof(Inverses))]
    public void Every_action_is_taken_back_by_its_inverse(KeyAction action, KeyAction inverse, KeyAction again)
    {
        action.Inverse.ShouldBe(inverse);
        inverse.Inverse.ShouldBe(again);
    }

    [Fact]
    public void The_table_of_inverses_has_every_action() => Inverses
        .Select(row => row[0].GetType()).Distinct().ShouldBe(typeof(KeyAction).GetNestedTypes(), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Inverses))]
    public void An_action_goes_by_the_name_of_its_operation_and_needs_the_permission_of_that_name(KeyAction action, KeyAction inverse, KeyAction again)
    {
        foreach (var each in new[] { action, inverse, again })
        {
            each.Operation.ShouldBe(each.GetType().Name);
            $"{each}".ShouldBe(each.Operation);
            each.Permission.ShouldBe($"kms:{each.Operation}");
        }
    }
}
