using System.Collections.Concurrent;
using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

/// <summary>A Region in memory, for properties over thousands of runs; the wire has tests of its own against the sandbox.</summary>
internal sealed class FakeKms(IEnumerable<KeySnapshot> keys) : IKmsRegion
{
    private readonly ConcurrentDictionary<string, KeySnapshot> keys = new(keys.ToDictionary(key => key.Arn.KeyId));

    /// <summary>Decides which calls fail, and how; null lets a call through.</summary>
    public Func<string, KeyArn?, Failure?> Fault { get; init; } = (_, _) => null;

    /// <summary>Holds up the read of an operation; of a key, or, where that is null, of a list.</summary>
    public Func<string, KeyArn?, Task> Pause { get; init; } = (_, _) => Task.CompletedTask;

    /// <summary>Called before each write, as another actor between reading and acting.</summary>
    public Action<FakeKms> BeforeWrite { get; init; } = _ => { };

    /// <summary>What comes of an action that no sweep does.</summary>
    public Func<KeyAction, KeySnapshot, KeySnapshot> Otherwise { get; init; } =
        (action, _) => throw new InvalidOperationException($"A sweep must never do {action.Operation}.");

    /// <summary>How many keys a page of the list has.</summary>
    public int PageSize { get; init; } = 7;

    public ConcurrentQueue<(KeyArn Key, KeyAction Action)> Writes { get; } = new();

    /// <summary>Whether the last page of keys was read.</summary>
    public bool Listed { get; private set; }

    public IEnumerable<KeySnapshot> Keys => keys.Values;

    public string Account => "111122223333";

    public string Region => "eu-west-1";

    public IReadOnlyDictionary<string, int> Calls => new Dictionary<string, int>();

    public int Throttled => 0;

    public void Change(KeyArn key, Func<KeySnapshot, KeySnapshot> change) => keys[key.KeyId] = change(keys[key.KeyId]);

    public async IAsyncEnumerable<KeyPage> ListKeysAsync(
        string? marker, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = keys.Values.Select(key => key.Arn).OrderBy(arn => arn.KeyId, StringComparer.Ordinal).ToList();
        for (var next = marker; ;)
        {
            var from = next is null ? 0 : int.Parse(next, System.Globalization.CultureInfo.InvariantCulture);
            var page = new KeyPage([.. all.Skip(from).Take(PageSize)], next, from + PageSize < all.Count ? $"{from + PageSize}" : null);
            await Task.Yield();
            await Pause("ListKeys", null);
            if (Fault("ListKeys", null) is { } failure)
            {
                throw new FailureException(failure);
            }

            Listed |= page.Next is null;
            yield return page;
            next = page.Next;
            if (next is null)
            {
                yield break;
            }
        }
    }

    public async Task<Reading<ILookup<string, string>>> ListAliasesAsync(CancellationToken cancellationToken)
    {
        await Pause("ListAliases", null);
        return Fault("ListAliases", null) is { } failure
            ? Reading.Failed<ILookup<string, string>>(failure)
            : Reading.Of(keys.Values
                .SelectMany(key => key.Aliases!.Value!.Select(alias => (key.Arn.KeyId, alias)))
                .ToLookup(pair => pair.KeyId, pair => pair.alias));
    }

    public Task<Reading<IReadOnlyList<string>>> ListAliasesAsync(string keyId, CancellationToken cancellationToken) =>
        ReadAsync("ListAliases", keyId, key => key.Aliases);

    public Task<Reading<KeyDescription>> DescribeKeyAsync(string keyId, CancellationToken cancellationToken) =>
        ReadAsync("DescribeKey", keyId, key => key.Description);

    public Task<Reading<RotationStatus>> GetKeyRotationStatusAsync(KeyArn key, CancellationToken cancellationToken) =>
        ReadAsync("GetKeyRotationStatus", key.KeyId, known => known.Rotation);

    public Task<Reading<IReadOnlyDictionary<string, string>>> ListResourceTagsAsync(KeyArn key, CancellationToken cancellationToken) =>
        ReadAsync("ListResourceTags", key.KeyId, known => known.Tags);

    public Task<Reading<IReadOnlyList<KeyGrant>>> ListGrantsAsync(KeyArn key, CancellationToken cancellationToken) =>
        ReadAsync("ListGrants", key.KeyId, known => known.Grants);

    public Task<Reading<LastUsage>> GetKeyLastUsageAsync(KeyArn key, CancellationToken cancellationToken) =>
        ReadAsync("GetKeyLastUsage", key.KeyId, known => known.LastUsage);

    public Task<Failure?> ApplyAsync(KeyArn key, KeyAction action, CancellationToken cancellationToken)
    {
        BeforeWrite(this);
        if (Fault(action.Operation, key) is { } failure)
        {
            return Task.FromResult<Failure?>(failure);
        }

        var state = keys[key.KeyId].Description!.Value!.State;
        var allowed = action switch
        {
            KeyAction.EnableKeyRotation => state == KeyState.Enabled,
            KeyAction.CancelKeyDeletion => state.IsPendingDeletion(),
            _ => !state.IsPendingDeletion(),
        };
        if (!allowed)
        {
            return Task.FromResult<Failure?>(new(FailureKind.InvalidState, action.Operation, "KMSInvalidStateException", $"is {state}"));
        }

        Writes.Enqueue((key, action));
        Change(key, known => action switch
        {
            KeyAction.TagResource tag => known with
            {
                Tags = Reading.Of<IReadOnlyDictionary<string, string>>(
                    new Dictionary<string, string>(known.Tags!.Value!) { [tag.Name] = tag.Value }),
            },
            KeyAction.UntagResource tag => known with
            {
                Tags = Reading.Of<IReadOnlyDictionary<string, string>>(
                    known.Tags!.Value!.Where(pair => pair.Key != tag.Name).ToDictionary()),
            },
            KeyAction.EnableKeyRotation rotation => known with { Rotation = Reading.Of(new RotationStatus(true, rotation.PeriodDays)) },
            KeyAction.ScheduleKeyDeletion => known with
            {
                Description = Reading.Of(known.Description!.Value! with
                {
                    State = KeyState.PendingDeletion,
                    DeletionDate = Tests.Keys.Now.AddDays(30),
                }),
            },
            KeyAction.CancelKeyDeletion => known with
            {
                Description = Reading.Of(known.Description!.Value! with { State = KeyState.Disabled, DeletionDate = null }),
            },
            _ => Otherwise(action, known),
        });
        return Task.FromResult<Failure?>(null);
    }

    private async Task<Reading<T>> ReadAsync<T>(string operation, string keyId, Func<KeySnapshot, Reading<T>?> fact)
        where T : class
    {
        if (!keys.TryGetValue(keyId, out var known))
        {
            return Reading.Failed<T>(new(FailureKind.NotFound, operation, "NotFoundException", $"Key {keyId} does not exist"));
        }

        await Pause(operation, known.Arn);
        var key = keys[keyId];
        return Fault(operation, key.Arn) is { } failure ? Reading.Failed<T>(failure) : fact(key)!;
    }
}
