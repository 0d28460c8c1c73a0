using System.Text.Json;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KeyState = KmsGuard.Detect.KeyState;

namespace KmsGuard.Lambda.Tests;

/// <summary>Who schedules and uses keys in the tests of rescues, and what is looked at afterwards.</summary>
internal static class RescueScene
{
    public const string Admin = $"arn:aws:iam::{TestAccount.Id}:role/KeyAdmin", App = $"arn:aws:iam::{TestAccount.Id}:role/app";

    public static Composition Compose(TestAccount account, string mode) =>
        account.Compose(FunctionKind.Alert, $"RESCUE={mode}", $"APPROVED_PRINCIPALS={Admin}", $"OWN_ROLES={TestAccount.Role}");

    public static async Task<JsonElement> ScheduleAsync(TestAccount account, AmazonKeyManagementServiceClient caller, string arn)
    {
        await caller.ScheduleKeyDeletionAsync(arn, 7);
        return account.LastEvent;
    }

    public static async Task<JsonElement> UseAsync(TestAccount account, string arn)
    {
        using var app = account.As(App);
        await Should.ThrowAsync<KMSInvalidStateException>(() => app.EncryptAsync(new() { KeyId = arn, Plaintext = new MemoryStream([1]) }));
        return account.LastEvent;
    }

    public static async Task<KeyState> StateAsync(TestAccount account, string arn) =>
        (await account.Person.DescribeKeyAsync(arn)).KeyMetadata.KeyState.Value == "PendingDeletion" ? KeyState.PendingDeletion : KeyState.Disabled;

    public static async Task<string> HoldAsync(TestAccount account, string arn) =>
        (await account.Person.ListResourceTagsAsync(new() { KeyId = arn })).Tags?.SingleOrDefault(tag => tag.TagKey == Detect.KeyTags.Hold)?.TagValue ?? "";
}
