using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Lambda;
using KmsGuard.Lambda.Tests;
using KmsGuard.Sandbox;

namespace KmsGuard.Trust.Tests.Attacks;

/// <summary>What the attacks share: an account of ours, one that is somebody else's, and true events to forge others from.</summary>
internal static class AttackScene
{
    public const string Foreign = "444455556666", MemberRole = "kmsguard-member";

    public static Task<TestAccount> StartAsync() => TestAccount.StartAsync(new SandboxOptions { Accounts = [TestAccount.Id, Foreign], Quotas = false });

    /// <summary>An event with some of its members changed: paths with dots, values as JSON.</summary>
    public static JsonElement Forge(JsonElement happened, params IEnumerable<(string Path, string Json)> changes)
    {
        var root = JsonNode.Parse(happened.GetRawText())!;
        foreach (var (path, json) in changes)
        {
            var names = path.Split('.');
            var parent = names[..^1].Aggregate(root, (node, name) => node[name] is JsonObject known ? known : node[name] = new JsonObject());
            parent[names[^1]] = JsonNode.Parse(json);
        }

        return JsonElement.Parse(root.ToJsonString());
    }

    /// <summary>Hands an event to the alert function, and gives its log.</summary>
    public static async Task<string> AlertAsync(Composition composition, JsonElement happened)
    {
        var context = TestAccount.Context();
        await new AlertFunction(composition).HandleAsync(happened, context);
        return TestAccount.LogOf(context);
    }

    /// <summary>A true DisableKey of a key that is enabled again since.</summary>
    public static async Task<JsonElement> DisableAndEnableAsync(TestAccount account, string arn)
    {
        await account.Person.DisableKeyAsync(arn);
        var happened = account.LastEvent;
        await account.Person.EnableKeyAsync(arn);
        return happened;
    }
}
