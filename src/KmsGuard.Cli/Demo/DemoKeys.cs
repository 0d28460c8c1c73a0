using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Cli.Demo;

/// <summary>A key that was planted.</summary>
/// <param name="Name">What the story calls it.</param>
/// <param name="Region">Where it is.</param>
/// <param name="Arn">Its ARN.</param>
internal sealed record DemoKey(string Name, string Region, string Arn);

/// <summary>Keys of every kind there is, in three Regions.</summary>
internal static class DemoKeys
{
    /// <summary>Plants them. Their pasts reach back from the sandbox's present.</summary>
    public static IReadOnlyList<DemoKey> Plant(AwsSandbox sandbox)
    {
        var now = sandbox.Clock.GetUtcNow();
        List<DemoKey> keys = [];
        Add("us-east-1", "aws/s3", new() { KeyManager = "AWS" });
        Add("us-east-1", "aws/ebs", new() { KeyManager = "AWS" });
        Add("us-east-1", "orders-db", new() { Description = "Orders database, production", LastUsedAt = now.AddMinutes(-3) });
        Add("us-east-1", "invoices-archive", new() { Description = "Ten years of invoices", RotationPeriodInDays = 365, LastUsedAt = now.AddDays(-2) });
        Add("us-east-1", "payments", new() { RotationPeriodInDays = 365, LastUsedAt = now.AddMinutes(-1) });
        Add("us-east-1", "audit-log", new() { RotationPeriodInDays = 730, LastUsedAt = now.AddHours(-1) });
        Add("us-east-1", "web-sessions", new() { LastUsedAt = now.AddHours(-2) });
        Add("us-east-1", "code-signing", new() { KeySpec = "RSA_4096", KeyUsage = "SIGN_VERIFY", LastUsedAt = now.AddDays(-9), LastUsedBy = "Sign" });
        Add("us-east-1", "api-tokens", new() { KeySpec = "HMAC_256", LastUsedAt = now.AddHours(-4), LastUsedBy = "VerifyMac" });
        var config = Add("us-east-1", "global-config", new() { MultiRegion = true, LastUsedAt = now.AddHours(-5) });
        Add("us-east-1", "vault", new() { Description = "Its policy keeps the sweep out", Policy = KeepsOut("kmsguard-sweep") });
        Add("us-east-1", "old-reports", new() { KeyState = "Disabled", CreatedAt = now.AddDays(-250) });
        Add("us-east-1", "old-staging-db", new() { KeyState = "Disabled", LastUsedAt = now.AddDays(-180) });
        Add("us-east-1", "old-etl", new() { KeyState = "Disabled", GranteePrincipals = [DemoAccount.Role("etl")] });
        Add("us-east-1", "hr-records", new() { KeyState = "Disabled", Tags = Tag(KeyTags.Exempt, "legal") });
        Add("us-east-1", "retired-crm", new() { KeyState = "PendingDeletion", PendingWindowInDays = 12 });

        Add("us-west-2", "aws/dynamodb", new() { KeyManager = "AWS" });
        Add("us-west-2", "backups", new() { RotationPeriodInDays = 365, LastUsedAt = now.AddHours(-20) });
        Add("us-west-2", "tf-state-prod", new() { LastUsedAt = now.AddHours(-7) });
        Add("us-west-2", "ledger-signing", new() { KeySpec = "ECC_NIST_P256", KeyUsage = "SIGN_VERIFY" });
        Add("us-west-2", "byok-documents", new() { Origin = "EXTERNAL", MaterialValidTo = now.AddDays(20) });
        Add("us-west-2", "byok-next-year", new() { Origin = "EXTERNAL", KeyState = "PendingImport" });
        Add("us-west-2", "hsm-customers", new() { Origin = "AWS_CLOUDHSM" });
        Add("us-west-2", "old-sessions", new() { KeyState = "Disabled", LastUsedAt = now.AddDays(-20) });
        Add("us-west-2", "old-cache", new() { KeyState = "Disabled", CreatedAt = now.AddDays(-140) });
        Add("us-west-2", "old-trial", new() { KeyState = "Disabled", CreatedAt = now.AddDays(-50) });
        var carts = Add("us-west-2", "old-carts", new() { KeyState = "Disabled", MultiRegion = true });

        Add("eu-west-1", "aws/rds", new() { KeyManager = "AWS" });
        Add("eu-west-1", "global-config", new() { ReplicaOf = config });
        Add("eu-west-1", "old-carts", new() { KeyState = "Disabled", ReplicaOf = carts });
        Add("eu-west-1", "customers-eu", new() { LastUsedAt = now.AddMinutes(-10) });
        Add("eu-west-1", "newsletter", new() { RotationPeriodInDays = 180 });
        Add("eu-west-1", "partner-store", new() { Origin = "EXTERNAL_KEY_STORE", KeyState = "Unavailable" });
        Add("eu-west-1", "firmware", new() { KeySpec = "ML_DSA_65" });
        Add("eu-west-1", "old-test-data", new() { KeyState = "Disabled", Tags = Tag(KeyTags.DisabledSince, DisabledSince.ToTag(now.AddDays(-45))) });
        return keys;

        string Add(string region, string name, KeySeed seed)
        {
            seed = seed with { Aliases = ["alias/" + name], CreatedAt = seed.CreatedAt ?? now.AddDays(-600) };
            var arn = sandbox.Kms.Seed(DemoAccount.Id, region, seed);
            keys.Add(new(name, region, arn));
            return arn;
        }
    }

    private static Dictionary<string, string> Tag(string name, string value) => new() { [name] = value };

    private static string KeepsOut(string role) =>
        $$"""
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::{{DemoAccount.Id}}:root"},"Action":"kms:*","Resource":"*"},
          {"Effect":"Deny","Principal":{"AWS":"{{DemoAccount.Role(role)}}"},"Action":"kms:*","Resource":"*"}]}
        """;
}
