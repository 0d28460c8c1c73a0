using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Lambda;

namespace KmsGuard.Testing;

/// <summary>The published program in a process of its own, against a Runtime API, with a role of the sandbox.</summary>
internal sealed class RunningFunction : IAsyncDisposable
{
    public const string Account = "111122223333";
    public const string Role = $"arn:aws:iam::{Account}:role/kmsguard";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    private RunningFunction(LambdaRuntimeApi api, LambdaProcess process)
    {
        Api = api;
        Process = process;
    }

    public LambdaRuntimeApi Api { get; }

    public LambdaProcess Process { get; }

    /// <param name="published">The program.</param>
    /// <param name="sandbox">Its AWS.</param>
    /// <param name="function">alert, sweep or rollback.</param>
    /// <param name="variables">Further variables, as <c>NAME=value</c>.</param>
    public static async Task<RunningFunction> StartAsync(
        PublishedFunction published, AwsSandbox sandbox, string function, params string[] variables)
    {
        var api = await LambdaRuntimeApi.StartAsync($"kmsguard-{function}");
        string[] all = [$"KMSGUARD_FUNCTION={function}", $"KMSGUARD_TOPIC_ARN={Topic(sandbox)}", .. variables];
        return new(api, LambdaProcess.Start(api, new LambdaFunction
        {
            Program = published.Program,
            Handler = "KmsGuard.Lambda",
            AwsEndpoint = sandbox.Endpoint,
            Credentials = sandbox.Sts.CreateSession(Role, api.FunctionName),
            Environment = all.Select(text => text.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]),
        }));
    }

    /// <summary>The topic of the notices, created when it is not there yet.</summary>
    public static string Topic(AwsSandbox sandbox) => sandbox.Sns.CreateTopic(Account, "us-east-1", "alerts");

    public Task<LambdaResult> InvokeAsync(string payload) => Api.InvokeAsync(payload, Timeout);

    /// <summary>The lines of its log that contain a text, once there are so many: what it has written arrives a moment after its answer.</summary>
    public async Task<IReadOnlyList<string>> LinesAsync(string text, int count)
    {
        using var patience = new CancellationTokenSource(Timeout);
        while (true)
        {
            var lines = Process.Output.Where(line => line.Contains(text, StringComparison.Ordinal)).ToList();
            if (lines.Count >= count)
            {
                return lines;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }
    }

    /// <summary>Has EventBridge's rules of the template invoke it.</summary>
    /// <param name="sandbox">Where the events come from.</param>
    /// <param name="from">What has to end before it gets the first one; null for nothing.</param>
    public void ListenTo(AwsSandbox sandbox, Task? from = null) => sandbox.Events.Register("AlertFunction", async (json, stop) =>
    {
        await (from ?? Task.CompletedTask).WaitAsync(stop);
        if ((await Api.InvokeAsync(json, Timeout, stop)).Error is { } error)
        {
            throw new InvalidOperationException(error.ErrorMessage);
        }
    });

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Api.DisposeAsync();
    }
}
