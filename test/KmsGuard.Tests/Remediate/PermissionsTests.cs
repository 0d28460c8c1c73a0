using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>What the functions may do, written out: a permission more is for a person to see, here.</summary>
public sealed class PermissionsTests
{
    private static readonly string[] Reading =
        ["kms:DescribeKey", "kms:GetKeyLastUsage", "kms:GetKeyRotationStatus", "kms:ListAliases", "kms:ListGrants", "kms:ListResourceTags"];

    public static TheoryData<IReadOnlyCollection<string>, string[]> Needed => new()
    {
        { Permissions.Alert, [.. Reading, "kms:TagResource", "kms:UntagResource"] },
        { Permissions.AlertWithRescue, [.. Reading, "kms:TagResource", "kms:UntagResource", "kms:CancelKeyDeletion"] },
        { Permissions.Sweep, [.. Reading, "kms:ListKeys", "kms:EnableKeyRotation", "kms:ScheduleKeyDeletion", "kms:TagResource"] },
        {
            Permissions.Rollback,
            [
                "kms:DescribeKey", "kms:GetKeyRotationStatus", "kms:ListKeys", "kms:ListResourceTags",
                "kms:CancelKeyDeletion", "kms:EnableKey", "kms:TagResource",
            ]
        },
        { Permissions.Tell, ["sns:Publish", "kms:Decrypt", "kms:GenerateDataKey"] },
    };

    [Theory]
    [MemberData(nameof(Needed))]
    public void A_function_needs_these_permissions_and_no_other(IReadOnlyCollection<string> permissions, string[] needed) =>
        permissions.ShouldBe(needed, ignoreOrder: true);
}
