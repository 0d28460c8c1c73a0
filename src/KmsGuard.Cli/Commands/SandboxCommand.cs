using System.CommandLine;
using System.Globalization;
using KmsGuard.Cli.Demo;
using KmsGuard.Cli.Help;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;
using KmsGuard.Sandbox;
using Microsoft.Extensions.Logging;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard sandbox</c>: the embedded AWS, for trying things by hand.</summary>
internal static class SandboxCommand
{
    private const string DefaultPort = "8123";

    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var port = ValueOption.Once("--port", "N", $"The port on 127.0.0.1: {DefaultPort} by default, 0 for any free one.");
        var empty = new Option<bool>("--empty") { Description = "Start without keys and without a topic." };
        var command = new Command("sandbox", "Run the embedded AWS (KMS, SNS, STS, EventBridge) until Ctrl+C.") { port, empty };
        command.SetAction((parsed, stop) =>
        {
            List<string> problems = [];
            var text = parsed.Given(port, problems) ?? DefaultPort;
            if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                problems.Add($"--port is '{text}'; it must be a whole number from 0 to 65535.");
            }

            BadInputException.ThrowIfAny(problems);
            return RunAsync(number, parsed.GetValue(empty), host, stop);
        });
        return command.WithExamples(
            ("With keys of every kind, on port 8123", "kmsguard sandbox"),
            ("Empty, on another port", "kmsguard sandbox --empty --port 4566"));
    }

    private static async Task<int> RunAsync(int port, bool empty, CliHost host, CancellationToken stop)
    {
        host.Isolate();
        await using var sandbox = await StartAsync(port, stop);
        using var alerts = empty ? null : Furnish(sandbox, host);
        host.Answer(Invitation(sandbox.Endpoint));
        try
        {
            await Task.Delay(Timeout.Infinite, stop);
        }
        catch (OperationCanceledException)
        {
            host.Tell("Stopped.");
        }

        return ExitCode.Well;
    }

    private static async Task<AwsSandbox> StartAsync(int port, CancellationToken stop)
    {
        try
        {
            return await AwsSandbox.StartAsync(new() { Port = port }, stop);
        }
        catch (IOException e)
        {
            throw new BadInputException($"The sandbox cannot have port {port}: {e.Message} --port 0 takes any free one.");
        }
    }

    private static string Invitation(Uri endpoint) =>
        $"""
        # The sandbox serves KMS, SNS and STS on {endpoint}; Ctrl+C ends it.
        export AWS_ENDPOINT_URL={endpoint.AbsoluteUri.TrimEnd('/')}
        export AWS_ACCESS_KEY_ID=sandbox
        export AWS_SECRET_ACCESS_KEY=sandbox
        export AWS_DEFAULT_REGION={DemoAccount.Home}
        export AWS_REGION={DemoAccount.Home}
        """;

    private static SandboxAlerts Furnish(AwsSandbox sandbox, CliHost host)
    {
        var keys = DemoKeys.Plant(sandbox);
        var topic = sandbox.Sns.CreateTopic(DemoAccount.Id, DemoAccount.Home, DemoAccount.Topic);
        host.Answer($"# {keys.Count} keys in {string.Join(", ", DemoAccount.Regions)}; notices go to {topic} and are shown here.");
        return new SandboxAlerts(sandbox, topic, new StandardErrorLogger(host.Error, LogLevel.Warning))
        {
            Published = notice => host.Tell($"\nSubject: {notice.Subject}\n\n{notice.Body}"),
        };
    }
}
