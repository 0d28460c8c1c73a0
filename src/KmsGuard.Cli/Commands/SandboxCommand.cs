using System.CommandLine;
using System.Globalization;
using KmsGuard.Cli.Demo;
using KmsGuard.Cli.Help;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Faults;
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
        var faults = ValueOption.Once("--faults", "FILE", "What is to go wrong, and how often: JSON, as docs/faults.md explains; - for standard input.");
        var command = new Command("sandbox", "Run the embedded AWS (KMS, SNS, STS, EventBridge) until Ctrl+C.") { port, empty, faults };
        command.SetAction(async (parsed, stop) =>
        {
            List<string> problems = [];
            var text = parsed.Given(port, problems) ?? DefaultPort;
            if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                problems.Add($"--port is '{text}'; it must be a whole number from 0 to 65535.");
            }

            var file = parsed.Given(faults, problems);
            BadInputException.ThrowIfAny(problems);
            var plan = file is null ? FaultPlan.None : await ReadAsync(file, host, stop);
            return await RunAsync(new() { Port = number, Faults = plan }, parsed.GetValue(empty), host, stop);
        });
        return command.WithExamples(
            ("With keys of every kind, on port 8123", "kmsguard sandbox"),
            ("Empty, on another port", "kmsguard sandbox --empty --port 4566"),
            ("Where AWS fails now and then, as a file says", "kmsguard sandbox --faults faults.json"));
    }

    private static async Task<FaultPlan> ReadAsync(string file, CliHost host, CancellationToken stop)
    {
        var json = await InputFile.ReadAsync(file, host, FaultPlanFile.MaxBytes, "plan of faults", stop);
        try
        {
            return FaultPlanFile.Read(json, DemoAccount.Regions);
        }
        catch (FormatException e)
        {
            throw new BadInputException($"{InputFile.NameOf(file)} is no plan of faults: {e.Message}");
        }
    }

    private static async Task<int> RunAsync(SandboxOptions options, bool empty, CliHost host, CancellationToken stop)
    {
        host.Isolate();
        await using var sandbox = await StartAsync(options, stop);
        using var alerts = empty ? null : Furnish(sandbox, host);
        if (options.Faults.Rules is { Count: > 0 } rules)
        {
            host.Answer($"# {rules.Count} rule{(rules.Count == 1 ? "" : "s")} of what goes wrong, drawn with seed {options.Faults.Seed}.");
        }

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

    private static async Task<AwsSandbox> StartAsync(SandboxOptions options, CancellationToken stop)
    {
        try
        {
            return await AwsSandbox.StartAsync(options, stop);
        }
        catch (IOException e)
        {
            throw new BadInputException($"The sandbox cannot have port {options.Port}: {e.Message} --port 0 takes any free one.");
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
