using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Lambda;

namespace KmsGuard.EndToEnd.Tests.Infra.Organization;

/// <summary>The published sweep as Lambda runs it for Step Functions: its processes, and their failures in Lambda's words.</summary>
internal sealed class SweepLambda : IAsyncDisposable
{
    private static readonly string[] Settings =
    [
        "KMSGUARD_ROTATION=enforce", "KMSGUARD_DELETION=enforce", "KMSGUARD_DISABLED_DAYS=0", "KMSGUARD_IDLE_DAYS=1",
        $"KMSGUARD_ROLE_NAME={OrganizationScene.MemberRole}", "KMSGUARD_NOTICE=always",
    ];

    private readonly PublishedFunction published;
    private readonly AwsSandbox sandbox;
    private readonly RunningFunction usual;
    private readonly RunningFunction slow;
    private readonly ConcurrentDictionary<string, bool> slowTokens = new();

    private SweepLambda(PublishedFunction published, AwsSandbox sandbox, RunningFunction usual, RunningFunction slow) =>
        (this.published, this.sandbox, this.usual, this.slow) = (published, sandbox, usual, slow);

    /// <summary>The account and Region whose sweep is killed while it runs; null for none.</summary>
    public (string Account, string Region)? Crashing { get; set; }

    /// <summary>The account and Region that gets 24 seconds an invocation, and one call of GetKeyLastUsage in two.</summary>
    public (string Account, string Region)? Slow { get; set; }

    public static async Task<SweepLambda> StartAsync(PublishedFunction published, AwsSandbox sandbox) => new(
        published,
        sandbox,
        await RunningFunction.StartAsync(published, sandbox, "sweep", [.. Settings, "KMSGUARD_QUOTA_SHARE=100"]),
        await RunningFunction.StartAsync(published, sandbox, "sweep", [.. Settings, "KMSGUARD_QUOTA_SHARE=10"]));

    /// <summary>Invokes it.</summary>
    /// <exception cref="StateException">The function failed.</exception>
    public async Task<JsonNode?> InvokeAsync(JsonObject payload)
    {
        var text = payload.ToJsonString();
        var isSlow = Is(payload, Slow) || slowTokens.ContainsKey((string?)payload["next"] ?? "");
        var result = Is(payload, Crashing) ? await CrashAsync(text)
            : await (isSlow ? slow : usual).Api.InvokeAsync(text, TimeSpan.FromSeconds(isSlow ? 24 : 300));
        if (result.Error is { } error)
        {
            throw new StateException(error.ErrorType, new JsonObject { ["errorMessage"] = error.ErrorMessage, ["errorType"] = error.ErrorType }.ToJsonString());
        }

        var answer = JsonNode.Parse(result.Payload!)!;
        foreach (var next in answer["regions"]!.AsArray().Select(region => (string?)region!["next"]).Where(next => isSlow && next is not null))
        {
            slowTokens[next!] = true;
        }

        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await usual.DisposeAsync();
        await slow.DisposeAsync();
    }

    // A process that dies of lack of memory, say: in the middle of its work.
    private async Task<LambdaResult> CrashAsync(string payload)
    {
        await using var doomed = await RunningFunction.StartAsync(published, sandbox, "sweep", Settings);
        var (account, region) = Crashing!.Value;
        var result = doomed.InvokeAsync(payload);
        while (!result.IsCompleted && !sandbox.Calls.Snapshot().Any(call => call.Service == "kms" && call.Account == account && call.Region == region))
        {
            await Task.Delay(10);
        }

        await doomed.Process.DisposeAsync();
        return await result;
    }

    private static bool Is(JsonObject payload, (string Account, string Region)? pair) =>
        pair is { } one && (string?)payload["accounts"]?[0] == one.Account
        && payload["regions"]!.AsArray().Any(region => (string?)region == one.Region);
}
