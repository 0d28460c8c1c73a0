using System.CommandLine;
using System.Text.Json;
using KmsGuard.Cli.Help;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;
using KmsGuard.Detect;
using KmsGuard.Report;
using Microsoft.Extensions.Logging;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard alert</c>: what people are told about an event.</summary>
internal static class AlertCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var path = new Argument<string>("EVENT.json") { Description = "An EventBridge event; - for standard input." }.WithoutOptions();
        var settings = new SettingOptions(SettingOptions.Topic);
        var output = new OutputOption();
        var aws = new AwsOptions();
        var command = new Command("alert", "Write the alert for an event; without a topic, print it and publish nothing.") { path };
        settings.AddTo(command);
        output.AddTo(command);
        aws.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            List<string> problems = [];
            var guard = settings.Read(parsed, problems);
            var reached = aws.Read(parsed, host, null, problems);
            var format = output.Read(parsed, problems);
            BadInputException.ThrowIfAny(problems);
            using var json = await EventFile.ReadAsync(parsed.GetRequiredValue(path), host, stop);
            using var parts = new Composition(reached, guard);
            return await RunAsync(json.RootElement, parts, format, host, stop);
        });
        return command.WithExamples(
            ("See the notice for an event", "kmsguard alert \"$EVENT\""),
            ("The same as the JSON message", "kmsguard alert \"$EVENT\" --output json"),
            ("Publish it", "kmsguard alert \"$EVENT\" --topic-arn \"$TOPIC\""));
    }

    private static async Task<int> RunAsync(
        JsonElement root, Composition parts, OutputFormat format, CliHost host, CancellationToken stop)
    {
        var reading = EventParser.Parse(root);
        if (reading.Event is not { } happened)
        {
            throw new BadInputException($"This event is none of KmsGuard's: {reading.Refusal}.");
        }

        var options = new AlertOptions { OwnAccount = await OwnAccountAsync(happened, parts, stop) };
        var logger = new StandardErrorLogger(host.Error, LogLevel.Information);
        var result = await new Alerting(parts.Regions, options, new(host.Time), host.Time, logger).HandleAsync(root, parts.Topic, stop);
        if (result is not { Alert: { } alert, Notice: { } notice })
        {
            host.Tell($"No alert: {SafeText.OneLine(result.Refusal)}.");
            return ExitCode.Well;
        }

        host.Answer(format == OutputFormat.Json
            ? JsonAnswer.Of(AlertNotice.Write(alert, MessageFormat.Json))
            : $"Subject: {notice.Subject}\n\n{notice.Body}");
        return alert.Key?.Description?.Failure is { Kind: not FailureKind.NotFound } ? ExitCode.Trouble : ExitCode.Well;
    }

    // An alert fails open: who is calling only decides how the key is read.
    private static async Task<string?> OwnAccountAsync(KeyEvent happened, Composition parts, CancellationToken stop)
    {
        try
        {
            return happened.Key is { } key ? await parts.IdentifyAsync(key.Region, stop) : null;
        }
        catch (BadInputException)
        {
            return null;
        }
    }
}
