using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Aws.Report;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using Microsoft.Extensions.Logging.Abstractions;

namespace KmsGuard.Lambda;

/// <summary>
/// Gives an alert about nothing to nobody while the function starts, so that what an alert runs through is loaded and compiled
/// before there is an event: Lambda gives a start a whole processor, and an invocation a fraction of one.
/// </summary>
internal static class Rehearsal
{
    // Ten times what it takes. An event does not wait for it any longer.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>Begins it, beside everything else. Its task ends in time and never fails: a rehearsal is of use, and nothing more.</summary>
    /// <param name="environment">The function's environment variables.</param>
    public static Task Start(Func<string, string?> environment) =>
        // A native program has nothing left to compile.
        RuntimeFeature.IsDynamicCodeCompiled
            ? Task.Run(() => TryAsync(environment, new RehearsalAnswers()))
            : Task.CompletedTask;

    /// <summary>
    /// Whether an invocation has less than a whole processor, so that what is left of a rehearsal would hold up the alert and is
    /// better waited for: below 1,769 MB (AWS: "Configure Lambda function memory").
    /// </summary>
    /// <param name="environment">The function's environment variables.</param>
    public static bool IsWorthWaitingFor(Func<string, string?> environment) =>
        !int.TryParse(environment("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"), CultureInfo.InvariantCulture, out var megabytes) || megabytes < 1769;

    /// <summary>As <see cref="PlayAsync"/>, for a second at most, and whatever goes wrong in it stays there.</summary>
    public static async Task TryAsync(Func<string, string?> environment, HttpMessageHandler answers)
    {
        using var stop = new CancellationTokenSource(Limit);
        try
        {
            await PlayAsync(environment, answers, stop.Token).WaitAsync(stop.Token);
        }
        catch (Exception)
        {
            // An alert goes out without a rehearsal too, only later.
        }
    }

    /// <summary>Alerts as the function would, but with credentials, a memory, metrics and a log that lead nowhere.</summary>
    /// <param name="environment">The function's environment variables.</param>
    /// <param name="answers">The far side of every call.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<AlertResult> PlayAsync(
        Func<string, string?> environment, HttpMessageHandler answers, CancellationToken cancellationToken)
    {
        var aws = new AwsSettings
        {
            Region = RehearsalAnswers.Region,
            Credentials = new BasicAWSCredentials("rehearsal", "rehearsal"),
            Handler = answers,
            Retries = 0,
        };
        using var kms = new KmsRegions(aws, quotaSharePercent: 100) { OwnAccount = RehearsalAnswers.Account };
        using var sns = new SnsNoticeSink(aws, RehearsalAnswers.Topic);
        var options = new AlertOptions
        {
            Format = KebabCase.Parse<MessageFormat>(environment("KMSGUARD_MESSAGE_FORMAT") ?? "") ?? MessageFormat.Text,
            OwnAccount = RehearsalAnswers.Account,
            Metrics = _ => { },
        };
        var time = TimeProvider.System;
        var alerting = new Alerting(kms, options, new AlertMemory(time), time, NullLogger.Instance);
        using var input = new MemoryStream(Encoding.UTF8.GetBytes(RehearsalAnswers.Event), writable: false);
        return await alerting.HandleAsync(new FunctionSerializer().Deserialize<JsonElement>(input), sns, cancellationToken);
    }
}
