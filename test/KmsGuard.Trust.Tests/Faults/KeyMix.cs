using System.Security.Cryptography;
using System.Text;
using KmsGuard.Aws.Tests.Sweeping;
using KmsGuard.Evaluate;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>Plants one key of every kind, and several of the kinds that are acted on. The same seed plants the same ids.</summary>
internal sealed class KeyMix(AwsSandbox aws, int seed)
{
    public const string Owner = $"arn:aws:iam::{SandboxRun.Account}:role/owner";

    private const string Near = "us-east-1", Far = "eu-west-1";

    public static readonly string[] Regions = [Near, Far];

    private static readonly KeySeed Disabled = new() { KeyState = "Disabled" };

    private readonly List<PlantedKey> planted = [];

    public IReadOnlyList<PlantedKey> Plant()
    {
        Add(Near, Outcome.AwsManaged, new() { KeyManager = "AWS", Aliases = ["alias/aws/ebs"] });
        Add(Far, Outcome.AwsManaged, new() { KeyManager = "AWS", Aliases = ["alias/aws/s3"] });
        foreach (var region in Regions)
        {
            Add(region, Outcome.Changed, new());
            Add(region, Outcome.Changed, new() { RotationPeriodInDays = 1000 });
            Add(region, Outcome.Compliant, new() { RotationPeriodInDays = 90 });
            Add(region, Outcome.Changed, SandboxRun.Unused, doomed: true);
            Add(region, Outcome.Changed, SandboxRun.Unused with { LastUsedAt = SandboxRun.Start.AddDays(-110) }, doomed: true);
            Add(region, Outcome.Changed, SandboxRun.Unused with { Aliases = ["alias/old"] }, doomed: true);
            Add(region, Outcome.Held, SandboxRun.Unused with { GranteePrincipals = [Owner] });
            Add(region, Outcome.Held, Tagged(KeyTags.Hold, "still needed"));
        }

        Add(Near, Outcome.Ineligible, new() { KeySpec = "RSA_2048" });
        Add(Near, Outcome.Ineligible, new() { Origin = "EXTERNAL" });
        Add(Near, Outcome.Ineligible, new() { KeyState = "PendingDeletion" });
        Add(Near, Outcome.Exempt, new() { Tags = new Dictionary<string, string> { [KeyTags.Exempt] = "legal" } });
        Add(Near, Outcome.Exempt, SandboxRun.Unused with { Aliases = ["alias/first", "alias/prod-db"] });
        Add(Far, Outcome.Exempt, Tagged(KeyTags.Exempt, "true"));
        Add(Far, Outcome.Held, SandboxRun.Unused with { LastUsedAt = SandboxRun.Start.AddDays(-60) });
        Add(Far, Outcome.Held, Tagged(KeyTags.DisabledSince, DisabledSince.ToTag(SandboxRun.Start.AddDays(-35))) with { CreatedAt = SandboxRun.Start.AddDays(-40) });
        Add(Near, Outcome.Held, Tagged(KeyTags.DisabledSince, DisabledSince.ToTag(SandboxRun.Start.AddDays(-29))));
        Add(Near, Outcome.Held, Disabled);
        Add(Far, Outcome.Unreadable, SandboxRun.Unused with { Policy = Policy(Owner, "") });
        Add(Far, Outcome.Failed, SandboxRun.Unused with { Policy = Policy($"arn:aws:iam::{SandboxRun.Account}:root", "kms:ScheduleKeyDeletion") });
        var primary = Add(Near, Outcome.Changed, new() { MultiRegion = true });
        Add(Far, Outcome.Ineligible, new() { ReplicaOf = primary });
        primary = Add(Near, Outcome.Held, SandboxRun.Unused with { MultiRegion = true });
        Add(Far, Outcome.Ineligible, new() { ReplicaOf = primary });
        return planted;
    }

    private string Add(string region, Outcome right, KeySeed key, bool doomed = false)
    {
        var id = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{planted.Count}")).AsSpan(0, 16));
        var arn = aws.Kms.Seed(SandboxRun.Account, region, key with
        {
            Id = key.ReplicaOf is not null ? null : key.MultiRegion ? $"mrk-{id:n}" : id.ToString(),
            CreatedAt = key.CreatedAt ?? SandboxRun.Start.AddDays(-300),
        });
        planted.Add(new(arn, region, key.KeyState, right, doomed));
        return arn;
    }

    private static KeySeed Tagged(string name, string value) => SandboxRun.Unused with
    {
        Tags = new Dictionary<string, string>(SandboxRun.Unused.Tags) { [name] = value },
    };

    private static string Policy(string principal, string denied) => $$"""
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":"{{principal}}"},"Action":"kms:*","Resource":"*"},
          {"Effect":"Deny","Principal":{"AWS":"*"},"Action":"{{denied}}","Resource":"*"}]}
        """;
}
