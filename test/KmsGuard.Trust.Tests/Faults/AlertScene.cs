using System.Text.Json;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Lambda.Tests;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>Something that happened to a key of its own.</summary>
/// <param name="Key">The key's ARN.</param>
/// <param name="Name">The API operation.</param>
/// <param name="Event">The event, as EventBridge delivers it.</param>
/// <param name="Rescues">Whether it calls for a rescue, where rescues are on.</param>
internal sealed record Happening(string Key, string Name, JsonElement Event, bool Rescues)
{
    /// <summary>CloudTrail's id, which notices carry.</summary>
    public string Id => Event.GetProperty("detail").GetProperty("eventID").GetString()!;
}

/// <summary>Brings about what people are to be told of, each by the calls that really lead to it.</summary>
internal sealed class AlertScene(TestAccount account, Dice dice) : IDisposable
{
    public const string Admin = $"arn:aws:iam::{TestAccount.Id}:role/KeyAdmin";

    private const string App = $"arn:aws:iam::{TestAccount.Id}:role/app";

    private readonly AmazonKeyManagementServiceClient admin = account.As(Admin, "ann");

    private readonly AmazonKeyManagementServiceClient app = account.As(App);

    public static IReadOnlyList<string> Names { get; } =
        ["disabled", "enabled", "rotation off", "scheduled by a stranger", "scheduled by an administrator", "cancelled", "used while doomed", "used while disabled", "locked while doomed"];

    public async Task<Happening> HappenAsync(string name)
    {
        var key = account.Sandbox.Kms.Seed(TestAccount.Id, TestAccount.Region, new KeySeed
        {
            Id = dice.Id(),
            Aliases = [$"alias/{dice.Id()}"],
            RotationPeriodInDays = 365,
            KeyState = name == "enabled" ? "Disabled" : "Enabled",
            Tags = name == "enabled" ? new() { [KeyTags.DisabledSince] = "2026-11-01T00:00:00Z" } : new Dictionary<string, string>(),
        });
        await BringAboutAsync(name, key);
        var happened = EventOf(key);
        return new(key, happened.GetProperty("detail").GetProperty("eventName").GetString()!, happened, name is "scheduled by a stranger" or "used while doomed");
    }

    public void Dispose()
    {
        admin.Dispose();
        app.Dispose();
    }

    // Not simply the last event: a call of the function's own that it gave up waiting for may still have come in between.
    private JsonElement EventOf(string key) => JsonElement.Parse(account.Sandbox.Events.Emitted.Last(one =>
        one.Json.Contains(key, StringComparison.Ordinal) && !one.Json.Contains(":assumed-role/kmsguard/", StringComparison.Ordinal)).Json);

    private async Task BringAboutAsync(string name, string key)
    {
        if (name is "cancelled" or "used while doomed" or "locked while doomed")
        {
            await admin.ScheduleKeyDeletionAsync(key, 7);
        }
        else if (name == "used while disabled")
        {
            await account.Person.DisableKeyAsync(key);
        }

        Task done = name switch
        {
            "disabled" => account.Person.DisableKeyAsync(key),
            "enabled" => account.Person.EnableKeyAsync(key),
            "rotation off" => account.Person.DisableKeyRotationAsync(key),
            "scheduled by a stranger" => account.Person.ScheduleKeyDeletionAsync(key, 7),
            "scheduled by an administrator" => admin.ScheduleKeyDeletionAsync(key, 7),
            "cancelled" => account.Person.CancelKeyDeletionAsync(key),
            "used while doomed" => Should.ThrowAsync<KMSInvalidStateException>(() => UseAsync(key)),
            "used while disabled" => Should.ThrowAsync<DisabledException>(() => UseAsync(key)),
            "locked while doomed" => account.Person.PutKeyPolicyAsync(new()
            {
                KeyId = key,
                PolicyName = "default",
                Policy = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"}]}""",
            }),
            _ => throw new ArgumentException($"Nobody knows how '{name}' comes about.", nameof(name)),
        };
        await done;
    }

    private Task<EncryptResponse> UseAsync(string key) => app.EncryptAsync(new() { KeyId = key, Plaintext = new MemoryStream([1]) });
}
