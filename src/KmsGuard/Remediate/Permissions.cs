using KmsGuard.Detect;

namespace KmsGuard.Remediate;

/// <summary>The IAM actions that each function needs, and nothing beyond them; the deployed roles are held to these.</summary>
public static class Permissions
{
    /// <summary>The alert function: reads one key, and keeps its tag <see cref="KeyTags.DisabledSince"/>.</summary>
    public static IReadOnlyCollection<string> Alert { get; } =
    [
        ToRead(nameof(IKeyReader.DescribeKeyAsync)),
        ToRead(nameof(IKeyReader.GetKeyLastUsageAsync)),
        ToRead(nameof(IKeyReader.GetKeyRotationStatusAsync)),
        ToRead(nameof(IKeyReader.ListAliasesAsync)),
        ToRead(nameof(IKeyReader.ListGrantsAsync)),
        ToRead(nameof(IKeyReader.ListResourceTagsAsync)),
        To<KeyAction.TagResource>(),
        To<KeyAction.UntagResource>(),
    ];

    /// <summary>The alert function where it rescues: cancels deletions too, and holds the keys.</summary>
    public static IReadOnlyCollection<string> AlertWithRescue { get; } = [.. Alert, To<KeyAction.CancelKeyDeletion>()];

    /// <summary>The sweep: reads every key, enables rotation, marks and schedules.</summary>
    public static IReadOnlyCollection<string> Sweep { get; } =
    [
        ToRead(nameof(IKeyReader.DescribeKeyAsync)),
        ToRead(nameof(IKeyReader.GetKeyLastUsageAsync)),
        ToRead(nameof(IKeyReader.GetKeyRotationStatusAsync)),
        ToRead(nameof(IKeyReader.ListAliasesAsync)),
        ToRead(nameof(IKeyReader.ListGrantsAsync)),
        ToRead(nameof(IKeyReader.ListKeysAsync)),
        ToRead(nameof(IKeyReader.ListResourceTagsAsync)),
        To<KeyAction.EnableKeyRotation>(),
        To<KeyAction.ScheduleKeyDeletion>(),
        To<KeyAction.TagResource>(),
    ];

    /// <summary>The rollback: finds keys, cancels, holds, re-enables and looks whether they rotate. Lifting a hold is left to people.</summary>
    public static IReadOnlyCollection<string> Rollback { get; } =
    [
        ToRead(nameof(IKeyReader.DescribeKeyAsync)),
        ToRead(nameof(IKeyReader.GetKeyRotationStatusAsync)),
        ToRead(nameof(IKeyReader.ListKeysAsync)),
        ToRead(nameof(IKeyReader.ListResourceTagsAsync)),
        To<KeyAction.CancelKeyDeletion>(),
        To<KeyAction.EnableKey>(),
        To<KeyAction.TagResource>(),
    ];

    /// <summary>Publishing to an encrypted topic (Amazon SNS developer guide, "Key management"); every function tells.</summary>
    public static IReadOnlyCollection<string> Tell { get; } = ["sns:Publish", "kms:Decrypt", "kms:GenerateDataKey"];

    private static string To<T>()
        where T : KeyAction => KeyAction.PermissionFor(typeof(T));

    // Each reading method is named for the API operation that it calls.
    private static string ToRead(string method) => $"kms:{method[..^"Async".Length]}";
}
