using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Fuzz.Targets;

/// <summary>A Region in memory: three keys that are due, and one for each check that holds. It finds a key by its id in any letter
/// case, which makes it the more forgiving of the two that AWS could be.</summary>
internal sealed class KeptRegion : IKmsRegion, IKmsRegions
{
    public const string OfAccount = "111122223333", OfRegion = "eu-west-1";

    /// <summary>How many of the keys are due; the others come after these.</summary>
    public const int Due = 3;

    private static readonly DateTimeOffset Now = Samples.Now;

    private readonly ConcurrentDictionary<string, KeySnapshot> keys = new(Keys().ToDictionary(key => key.Arn.KeyId), StringComparer.OrdinalIgnoreCase);

    /// <summary>What was scheduled for deletion, as it was named.</summary>
    public ConcurrentQueue<KeyArn> Scheduled { get; } = new();

    public string Account => OfAccount;

    public string Region => OfRegion;

    public IReadOnlyDictionary<string, int> Calls => new Dictionary<string, int>();

    public int Throttled => 0;

    public static KeyArn ArnOf(int number) => new("aws", OfRegion, OfAccount, $"{number:x8}-abcd-34cd-56ef-1234567890ab");

    public async IAsyncEnumerable<KeyPage> ListKeysAsync(string? marker, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        yield return marker is null or "1"
            ? new KeyPage([.. keys.Values.Select(key => key.Arn).OrderBy(arn => arn.KeyId, StringComparer.Ordinal)], marker, null)
            : throw new FailureException(new(FailureKind.Service, "ListKeys", "InvalidMarkerException", "no such marker"));
    }

    public Task<Reading<ILookup<string, string>>> ListAliasesAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Reading.Of(keys.Values.SelectMany(key => key.Aliases!.Value!.Select(alias => (key.Arn.KeyId, alias))).ToLookup(pair => pair.KeyId, pair => pair.alias)));

    public Task<Reading<IReadOnlyList<string>>> ListAliasesAsync(string keyId, CancellationToken cancellationToken) => Of(keyId, key => key.Aliases);

    public Task<Reading<KeyDescription>> DescribeKeyAsync(string keyId, CancellationToken cancellationToken) => Of(keyId, key => key.Description);

    public Task<Reading<RotationStatus>> GetKeyRotationStatusAsync(KeyArn key, CancellationToken cancellationToken) => Of(key.KeyId, known => known.Rotation);

    public Task<Reading<IReadOnlyDictionary<string, string>>> ListResourceTagsAsync(KeyArn key, CancellationToken cancellationToken) => Of(key.KeyId, known => known.Tags);

    public Task<Reading<IReadOnlyList<KeyGrant>>> ListGrantsAsync(KeyArn key, CancellationToken cancellationToken) => Of(key.KeyId, known => known.Grants);

    public Task<Reading<LastUsage>> GetKeyLastUsageAsync(KeyArn key, CancellationToken cancellationToken) => Of(key.KeyId, known => known.LastUsage);

    public Task<Failure?> ApplyAsync(KeyArn key, KeyAction action, CancellationToken cancellationToken)
    {
        if (!keys.TryGetValue(key.KeyId, out var known))
        {
            return Task.FromResult<Failure?>(Unknown);
        }

        if (action is KeyAction.ScheduleKeyDeletion)
        {
            Scheduled.Enqueue(key);
            keys[key.KeyId] = known with { Description = Reading.Of(known.Description!.Value! with { State = KeyState.PendingDeletion }) };
        }

        return Task.FromResult<Failure?>(null);
    }

    public Task<string> EnterAsync(string? account, string region, Run run, CancellationToken cancellationToken) => Task.FromResult(account ?? OfAccount);

    public Task<IKmsRegion> OpenAsync(string? account, string region, Run run, CancellationToken cancellationToken) => Task.FromResult<IKmsRegion>(this);

    public Task<string?> WhoAmIAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    private static Failure Unknown => new(FailureKind.NotFound, "DescribeKey", "NotFoundException", "no such key");

    private Task<Reading<T>> Of<T>(string keyId, Func<KeySnapshot, Reading<T>?> fact)
        where T : class => Task.FromResult(keys.TryGetValue(keyId, out var key) && fact(key) is { } known ? known : Reading.Failed<T>(Unknown));

    private static IEnumerable<KeySnapshot> Keys()
    {
        for (var number = 0; number < Due; number++)
        {
            yield return Idle(number);
        }

        yield return Idle(Due) with { Aliases = Reading.Of<IReadOnlyList<string>>(["alias/prod-orders"]) };
        yield return Tagged(Due + 1, KeyTags.Exempt, "yes");
        yield return Tagged(Due + 2, KeyTags.Hold, "no");
        yield return Tagged(Due + 3, KeyTags.DisabledSince, DisabledSince.ToTag(Now.AddDays(-1)));
        yield return Tagged(Due + 4, KeyTags.DisabledSince, "for long");
        yield return Idle(Due + 5) with { Grants = Reading.Of<IReadOnlyList<KeyGrant>>([new("id", "somebody")]) };
        yield return Idle(Due + 6) with { LastUsage = Reading.Of(new LastUsage(Now.AddDays(-3), TrackingStart: Now.AddDays(-200), CreatedAt: Now.AddDays(-400))) };
        yield return Idle(Due + 7) with { Tags = Reading.Failed<IReadOnlyDictionary<string, string>>(new(FailureKind.AccessDenied, "ListResourceTags", "AccessDeniedException", "no")) };
    }

    private static KeySnapshot Tagged(int number, string name, string value)
    {
        var key = Idle(number);
        return key with { Tags = Reading.Of<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>(key.Tags!.Value!) { [name] = value }) };
    }

    private static KeySnapshot Idle(int number) => new(ArnOf(number))
    {
        Aliases = Reading.Of<IReadOnlyList<string>>([]),
        Description = Reading.Of(new KeyDescription
        {
            Arn = ArnOf(number),
            Manager = KeyManager.Customer,
            State = KeyState.Disabled,
            Spec = "SYMMETRIC_DEFAULT",
            Usage = "ENCRYPT_DECRYPT",
            Origin = "AWS_KMS",
            CreatedAt = Now.AddDays(-400),
        }),
        Tags = Reading.Of<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { [KeyTags.DisabledSince] = DisabledSince.ToTag(Now.AddDays(-100)) }),
        Grants = Reading.Of<IReadOnlyList<KeyGrant>>([]),
        LastUsage = Reading.Of(new LastUsage(null, TrackingStart: Now.AddDays(-200), CreatedAt: Now.AddDays(-400))),
    };
}
