using System.Collections.Concurrent;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Tests.Remediate;

namespace KmsGuard.Tests.Restore;

/// <summary>Accounts and Regions in memory, each with the keys that are there.</summary>
internal sealed class Fleet : IKmsRegions
{
    public const string Own = "111122223333", Other = "444455556666", Operator = "arn:aws:iam::111122223333:user/operator";

    private readonly Dictionary<(string Account, string Region), FakeKms> regions = [];
    private readonly ILookup<(string Account, string Region), KeySnapshot> keys;
    private readonly Lock gate = new();

    public Fleet(params KeySnapshot[] keys) => this.keys = keys.ToLookup(key => (key.Arn.Account, key.Arn.Region));

    /// <summary>Accounts that cannot be entered, Regions that cannot be opened, and why.</summary>
    public Dictionary<string, FailureKind> Closed { get; init; } = [];

    /// <summary>Which calls fail, by Region, operation and key.</summary>
    public Func<string, string, KeyArn?, Failure?> Fault { get; init; } = (_, _, _) => null;

    /// <summary>The runs on whose behalf accounts were entered.</summary>
    public ConcurrentDictionary<string, bool> Runs { get; } = [];

    /// <summary>What was written in a Region of the caller's own account, in its order.</summary>
    public IEnumerable<KeyAction> Writes(string region = "eu-west-1") => In(Own, region).Writes.Select(write => write.Action);

    public FakeKms In(string account, string region)
    {
        lock (gate)
        {
            return regions.TryGetValue((account, region), out var open) ? open : regions[(account, region)] = new(keys[(account, region)])
            {
                Fault = (operation, key) => Fault(region, operation, key),
                Otherwise = Restored,
            };
        }
    }

    public Task<string> EnterAsync(string? account, string region, Run run, CancellationToken cancellationToken)
    {
        Runs[run.Id] = true;
        return Closed.TryGetValue(account ?? Own, out var kind) ? throw new FailureException(Trouble(kind)) : Task.FromResult(account ?? Own);
    }

    public async Task<IKmsRegion> OpenAsync(string? account, string region, Run run, CancellationToken cancellationToken)
    {
        await EnterAsync(account, region, run, cancellationToken);
        return Closed.TryGetValue(region, out var kind) ? throw new FailureException(Trouble(kind)) : In(account ?? Own, region);
    }

    public Task<string?> WhoAmIAsync(CancellationToken cancellationToken) => Task.FromResult<string?>(Operator);

    public static Failure Trouble(FailureKind kind, string operation = "Some") => new(kind, operation, $"{kind}Exception", "it did not work");

    /// <summary>The ARN of one of several keys in one Region.</summary>
    public static KeyArn Arn(int number, string region = "eu-west-1", string account = Own) =>
        new("aws", region, account, $"{number:x8}-12ab-34cd-56ef-1234567890ab");

    /// <summary>A customer key in that state, without tags.</summary>
    public static KeySnapshot Key(KeyArn arn, KeyState state = KeyState.PendingDeletion, params (string Name, string Value)[] tags) => Keys.Unused() with
    {
        Arn = arn,
        Description = Reading.Of(Keys.Description(state) with { Arn = arn }),
        Rotation = Reading.Of(new RotationStatus(true, 365)),
        Tags = Keys.Tags(tags),
    };

    private static KeySnapshot Restored(KeyAction action, KeySnapshot key) => key with
    {
        Description = Reading.Of(key.Description!.Value! with
        {
            State = action switch
            {
                KeyAction.CancelKeyDeletion => KeyState.Disabled,
                KeyAction.EnableKey => KeyState.Enabled,
                _ => throw new InvalidOperationException($"A rollback must never do {action.Operation}."),
            },
        }),
    };
}
