using System.Text.Json;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Events;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Trust.Tests.Load;

/// <summary>People who disable, schedule, cancel, enable and need keys, until there are so many events that alerts are due for.</summary>
internal sealed class EventFlood(AwsSandbox sandbox)
{
    private const string Region = "us-east-1";

    // What is done to a key, over and over; two uses of a doomed key by one caller are one notice and a count.
    private static readonly Func<AmazonKeyManagementServiceClient, string, Task>[] Cycle =
    [
        (person, key) => person.DisableKeyAsync(key),
        UseAsync,
        UseAsync,
        (person, key) => person.EnableKeyAsync(key),
        (person, key) => person.ScheduleKeyDeletionAsync(key, 7),
        UseAsync,
        (person, key) => person.CancelKeyDeletionAsync(key),
        (person, key) => person.EnableKeyAsync(key),
    ];

    /// <summary>The events that a rule took: each its id, its name and its key.</summary>
    public IReadOnlyList<(string Id, string Name, string Key)> Taken =>
    [
        .. sandbox.Events.Emitted.Where(one => one.Rules.Count > 0).Select(Read),
    ];

    /// <param name="count">How many events, at least.</param>
    /// <param name="keys">On how many keys.</param>
    public async Task RiseAsync(int count, int keys)
    {
        using var person = Person.In(sandbox);
        var arns = Enumerable.Range(0, keys).Select(_ => sandbox.Kms.Seed(RunningFunction.Account, Region, new KeySeed())).ToList();
        for (var done = 0; done < count; done++)
        {
            await Cycle[done / keys % Cycle.Length](person, arns[done % keys]);
        }
    }

    private static async Task UseAsync(AmazonKeyManagementServiceClient person, string key)
    {
        try
        {
            await person.GenerateDataKeyAsync(new GenerateDataKeyRequest { KeyId = key, KeySpec = "AES_256" });
        }
        catch (Exception e) when (e is DisabledException or KMSInvalidStateException)
        {
            return;
        }

        throw new InvalidOperationException($"{key} is not doomed.");
    }

    private static (string, string, string) Read(EmittedEvent emitted)
    {
        var detail = JsonElement.Parse(emitted.Json).GetProperty("detail");
        return (detail.GetProperty("eventID").GetString()!, detail.GetProperty("eventName").GetString()!,
            detail.GetProperty("resources")[0].GetProperty("ARN").GetString()!);
    }
}
