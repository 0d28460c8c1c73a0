using System.Text.Json;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Evaluate;
using KmsGuard.Lambda;
using KmsGuard.Remediate;

namespace KmsGuard.Fuzz.Targets;

/// <summary>What several targets begin with.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);

    public static readonly SweepOptions Enforcing = new() { Rotation = RuleMode.Enforce, Deletion = RuleMode.Enforce, MaxDeletions = 2, ExemptAliases = [Glob.ForAlias("prod-*")] };

    public static readonly SweepCursor Cursor = new()
    {
        RunId = "20261122T020000Z-0123abcd",
        Account = KeptRegion.OfAccount,
        Region = KeptRegion.OfRegion,
        Rotation = RuleMode.Enforce,
        Deletion = RuleMode.Enforce,
        Listed = true,
        Open = [KeptRegion.ArnOf(0)],
        Due = [KeptRegion.ArnOf(1)],
    };

    public static Plan Plan { get; } = MakePlan();

    /// <summary>A function, set up as in an account of its own.</summary>
    public static Composition Function(FunctionKind kind) => Composition.Of(
        kind,
        name => name == "KMSGUARD_ROLE_NAME" ? "kmsguard-member" : null,
        new AwsSettings { Region = "eu-west-1", Credentials = new BasicAWSCredentials("AKIAEXAMPLE", "secret") });

    /// <summary>What a list names is what is done, neither more nor less: a list that came to nothing would stand for everything.</summary>
    public static void CheckLists(JsonElement root, string field, IReadOnlyList<string> read)
    {
        if (root.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0)
        {
            Hold.SameList(value.EnumerateArray().Select(item => item.GetString()!.Trim()).Distinct(), read, $"{field} are those that are given");
        }
    }

    private static Plan MakePlan()
    {
        var options = Enforcing with { Rotation = RuleMode.DryRun, Deletion = RuleMode.DryRun };
        var report = new Sweep(new KeptRegion(), new Standing(Now)).RunAsync(new([], [KeptRegion.OfRegion], Cursor.RunId), options with { MaxDeletions = 10 }, default, default).GetAwaiter().GetResult();
        return Plan.Of(report, options with { MaxDeletions = 10 }, KeptRegion.OfAccount, "arn:aws:iam::111122223333:user/operator");
    }

    /// <summary>A clock that stands still.</summary>
    internal sealed class Standing(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
