using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>One page in a browser, and all that it complains of.</summary>
internal sealed class ChromiumPage
{
    private readonly ChromiumConnection connection;
    private readonly string session;
    private TaskCompletionSource loaded = new();

    private ChromiumPage(ChromiumConnection connection, string session)
    {
        (this.connection, this.session) = (connection, session);
        connection.Happened += (from, method, parameters) =>
        {
            if (from == session)
            {
                Take(method, parameters);
            }
        };
    }

    /// <summary>Errors, warnings and breaches of the page's policy.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Every address that it asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Opens an empty page.</summary>
    public static async Task<ChromiumPage> OpenAsync(ChromiumConnection connection)
    {
        var context = (await connection.SendAsync("Target.createBrowserContext")).GetProperty("browserContextId").GetString();
        var target = (await connection.SendAsync("Target.createTarget", new() { ["url"] = "about:blank", ["browserContextId"] = context })).GetProperty("targetId").GetString();
        var session = (await connection.SendAsync("Target.attachToTarget", new() { ["targetId"] = target, ["flatten"] = true })).GetProperty("sessionId").GetString()!;
        var page = new ChromiumPage(connection, session);
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network", "DOM" })
        {
            await page.SendAsync($"{domain}.enable");
        }

        await page.SizeAsync(1280, 900);
        return page;
    }

    /// <summary>Goes to a file and waits until it is loaded.</summary>
    public async Task GoAsync(string path)
    {
        loaded = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync("Page.navigate", new() { ["url"] = new Uri(path).AbsoluteUri });
        await loaded.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    /// <summary>Sends a command to the page.</summary>
    public Task<JsonElement> SendAsync(string method, JsonObject? parameters = null) => connection.SendAsync(method, parameters, session);

    /// <summary>Evaluates an expression of JavaScript, a promise to its end.</summary>
    public async Task<JsonElement> EvaluateAsync(string expression)
    {
        var answer = await SendAsync("Runtime.evaluate", new() { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        return answer.TryGetProperty("exceptionDetails", out var details)
            ? throw new InvalidOperationException(details.GetRawText())
            : answer.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Evaluates an expression that gives texts.</summary>
    public async Task<IReadOnlyList<string>> TextsAsync(string expression) =>
        [.. (await EvaluateAsync($"Array.from({expression})")).EnumerateArray().Select(text => text.GetString()!)];

    /// <summary>Gives the window a size, in CSS pixels.</summary>
    public Task SizeAsync(int width, int height) => SendAsync(
        "Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = height, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });

    /// <summary>Emulates a medium and a colour scheme.</summary>
    public Task MediaAsync(string medium, string scheme = "light") => SendAsync(
        "Emulation.setEmulatedMedia",
        new() { ["media"] = medium, ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = scheme }) });

    private void Take(string method, JsonElement parameters)
    {
        switch (method)
        {
            case "Page.loadEventFired":
                loaded.TrySetResult();
                break;
            case "Page.javascriptDialogOpening" or "Runtime.exceptionThrown" or "Runtime.consoleAPICalled" or "Log.entryAdded":
                Complaints.Enqueue($"{method}: {parameters.GetRawText()}");
                break;
            case "Network.requestWillBeSent":
                Requests.Enqueue(parameters.GetProperty("request").GetProperty("url").GetString()!);
                break;
            default:
                break;
        }
    }
}
