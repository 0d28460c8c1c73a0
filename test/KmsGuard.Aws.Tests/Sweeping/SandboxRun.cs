using Amazon.Runtime;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Restore;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Aws.Tests.Sweeping;

/// <summary>A sandbox, and the real thing going over it: SDK, HTTP, quotas and all.</summary>
internal sealed class SandboxRun : IAsyncDisposable
{
    public const string Account = "111122223333";
    public const string Member = "444455556666";

    /// <summary>A year after KMS began to keep track of use, so that idleness can be proven.</summary>
    public static readonly DateTimeOffset Start = new(2027, 6, 1, 2, 0, 0, TimeSpan.Zero);

    public static readonly string[] Regions = ["us-east-1", "us-west-2", "eu-west-1"];

    public static readonly SweepOptions Enforcing = new() { Rotation = RuleMode.Enforce, Deletion = RuleMode.Enforce };

    private readonly KmsRegions regions;

    private SandboxRun(AwsSandbox aws, Func<AwsSettings, AwsSettings> change)
    {
        Aws = aws;
        regions = new(
            change(new AwsSettings
            {
                EndpointUrl = aws.Endpoint.ToString(),
                Region = Regions[0],
                Credentials = new BasicAWSCredentials("test", "test"),
                RoleName = "kmsguard-member",
                // An attempt that is given up because the machine is busy would be one call more.
                AttemptTimeout = TimeSpan.FromMinutes(5),
            }),
            100);
    }

    public AwsSandbox Aws { get; }

    public static async Task<SandboxRun> StartAsync(Func<AwsSettings, AwsSettings>? change = null, double quotaBurstSeconds = 1) => new(
        await AwsSandbox.StartAsync(new SandboxOptions
        {
            Start = Start,
            Accounts = [Account, Member],
            Regions = Regions,
            QuotaBurstSeconds = quotaBurstSeconds,
        }),
        change ?? (settings => settings));

    public KeyArn Seed(string region, KeySeed seed, string account = Account) =>
        KeyArn.Parse(Aws.Kms.Seed(account, region, seed with { CreatedAt = seed.CreatedAt ?? Start.AddDays(-300) }));

    /// <summary>A disabled key that nothing holds.</summary>
    public static KeySeed Unused => new()
    {
        KeyState = "Disabled",
        Tags = new Dictionary<string, string> { [KeyTags.DisabledSince] = DisabledSince.ToTag(Start.AddDays(-100)) },
    };

    public Task<SweepReport> SweepAsync(SweepOptions options, IReadOnlyList<string>? where = null, params string[] accounts) =>
        SweepAsync(options, where ?? Regions, CancellationToken.None, accounts);

    public async Task<SweepReport> SweepAsync(
        SweepOptions options, IReadOnlyList<string> where, CancellationToken stop, params string[] accounts) =>
        Checked(await new Sweep(regions, Aws.Clock).RunAsync(new(accounts, where), options, stop, default));

    /// <summary>A sweep, and something that happens as soon as the first key has its outcome.</summary>
    public async Task<SweepReport> SweepAsync(SweepOptions options, string region, Action onKey) =>
        Checked(await new Sweep(regions, Aws.Clock, (_, _, _, _) => onKey()).RunAsync(new([], [region]), options, default, default));

    public async Task<SweepReport> ContinueAsync(IReadOnlyList<SweepCursor> start, SweepOptions options) =>
        Checked(await new Sweep(regions, Aws.Clock).ContinueAsync(start, options, CancellationToken.None, default));

    /// <summary>A run whose time is up, again and again, as soon as some keys have their outcome.</summary>
    public async Task<IReadOnlyList<SweepReport>> SweepInSlicesAsync(SweepOptions options, string region, int entries)
    {
        List<SweepReport> slices = [];
        for (var next = SweepCursor.Start("slices", null, region, options); next is not null;)
        {
            using var stop = new CancellationTokenSource();
            var left = entries;
            var sweep = new Sweep(regions, Aws.Clock, (_, _, _, _) =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    stop.Cancel();
                }
            });
            slices.Add(Checked(await sweep.ContinueAsync([next], options, stop.Token, default)));
            slices.Count.ShouldBeLessThan(200, "it must come to an end");
            next = slices[^1].Regions.Single().Next is { } token && SweepToken.TryRead(token, out var cursor) ? cursor : null;
        }

        return slices;
    }

    private static SweepReport Checked(SweepReport report)
    {
        // Whatever a test is about: every key listed stands in one outcome, and the sums agree.
        report.Regions.Sum(region => region.Listed).ShouldBe(report.Keys.Count);
        report.Regions.ShouldAllBe(region => region.Outcomes.Values.Sum() == region.Listed);
        report.Totals.Outcomes.Values.Sum().ShouldBe(report.Totals.Listed);
        report.Keys.Select(key => key.Arn).ShouldBeUnique();
        return report;
    }

    public Task<RollbackReport> RollbackAsync(RollbackRequest request) => new Rollback(regions, Aws.Clock).RunAsync(request, default);

    public Task<ReleaseReport> ReleaseAsync(IEnumerable<KeyArn> keys) =>
        new Release(regions).RunAsync([.. keys.Select(key => new KeyReference(key.KeyId, key))], new([], Regions), "test", default);

    /// <summary>The calls that could have changed something.</summary>
    public IReadOnlyList<string> Writes() =>
    [
        .. Aws.Calls.Snapshot().Select(call => call.Operation)
            .Where(operation => !operation.StartsWith("List", StringComparison.Ordinal) && !operation.StartsWith("Get", StringComparison.Ordinal)
                && operation is not ("DescribeKey" or "AssumeRole")),
    ];

    public async Task<string> StateAsync(KeyArn key)
    {
        var kms = await regions.OpenAsync(key.Account, key.Region, new Run("test"), default);
        return (await kms.DescribeKeyAsync(key.KeyId, default)).Value?.State.ToString() ?? "gone";
    }

    public async Task<bool> RotatesAsync(KeyArn key)
    {
        var kms = await regions.OpenAsync(key.Account, key.Region, new Run("test"), default);
        return (await kms.GetKeyRotationStatusAsync(key, default)).Value.ShouldNotBeNull().Enabled;
    }

    public async Task<IReadOnlyDictionary<string, string>> TagsAsync(KeyArn key)
    {
        var kms = await regions.OpenAsync(key.Account, key.Region, new Run("test"), default);
        return (await kms.ListResourceTagsAsync(key, default)).Value.ShouldNotBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        regions.Dispose();
        await Aws.DisposeAsync();
    }
}
