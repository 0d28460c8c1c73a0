using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Tests.Kms;

/// <summary>A KMS on its own, called without HTTP.</summary>
internal sealed class KmsBench
{
    public const string Home = "111122223333";

    public const string Other = "444455556666";

    public const string Region = "us-east-1";

    public KmsBench(bool quotas = false)
    {
        var options = new SandboxOptions
        {
            Accounts = [Home, Other],
            Regions = [Region, "us-west-2", "eu-west-1", "cn-north-1"],
            Quotas = quotas,
        };
        Clock = new SandboxClock(new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero));
        Service = new KmsService(options, Clock) { CallEnded = Calls.Add, Happened = Events.Add };
    }

    public SandboxClock Clock { get; }

    public KmsService Service { get; }

    public List<KmsCall> Calls { get; } = [];

    public List<KmsServiceEvent> Events { get; } = [];

    public DateTimeOffset Now => Clock.GetUtcNow();

    public static AwsCaller Alice { get; } = User("Alice");

    public static AwsCaller Stranger { get; } = User("Mallory", Other);

    public static AwsCaller User(string name, string account = Home) =>
        new(account, $"arn:aws:iam::{account}:user/{name}", "AKIAEXAMPLE");

    /// <summary>Does a call.</summary>
    /// <param name="operation">Its name.</param>
    /// <param name="input">An anonymous object with the API's parameter names.</param>
    /// <param name="by">Alice when null.</param>
    /// <param name="region">Where it is sent.</param>
    public JsonObject Do(string operation, object? input = null, AwsCaller? by = null, string region = Region)
    {
        var body = JsonSerializer.SerializeToNode(input ?? new { })!.AsObject();
        return Service.Invoke(new AwsRequest(
            Guid.NewGuid().ToString(), "kms", region, by ?? Alice, operation, body, "test")) ?? [];
    }

    /// <summary>Does a call that must be refused.</summary>
    public AwsException Refused(string operation, object? input = null, AwsCaller? by = null, string region = Region) =>
        Should.Throw<AwsException>(() => Do(operation, input, by, region));

    /// <summary>Does a call that must be refused with an error code.</summary>
    public void Refuses(string code, string operation, object? input = null, AwsCaller? by = null, string region = Region) =>
        Refused(operation, input, by, region).Code.ShouldBe(code);

    public string Seed(KeySeed? seed = null, string region = Region, string account = Home) =>
        Service.Seed(account, region, seed ?? new KeySeed());

    public JsonObject Describe(string keyArn, string? region = null) =>
        Do("DescribeKey", new { KeyId = keyArn }, region: region ?? RegionOf(keyArn))["KeyMetadata"]!.AsObject();

    public string StateOf(string keyArn) => Describe(keyArn).Text("KeyState");

    public void PassDays(double days) => Clock.Advance(TimeSpan.FromDays(days));

    private static string RegionOf(string arn) => arn.Split(':')[3];
}

/// <summary>Reads answers.</summary>
internal static class Answers
{
    public static string Text(this JsonNode node, string name) => (string)node[name]!;

    public static DateTimeOffset Time(this JsonNode node, string name) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Round((double)node[name]! * 1000));

    public static string[] Texts(this JsonNode node, string list, string name) =>
        [.. node[list]!.AsArray().Select(item => (string)item![name]!)];
}
