using KmsGuard.Detect;
using Microsoft.Extensions.Logging;

namespace KmsGuard.Report;

/// <summary>Delivers a notice, trying again with growing pauses for as long as there is time.</summary>
public sealed partial class Delivery(INoticeSink sink, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200), LongestPause = TimeSpan.FromSeconds(5);

    // SNS: the topic's own KMS key cannot be used. The alert about a key is then silenced by that very key.
    private static readonly HashSet<string> TopicKeyCodes = new(StringComparer.Ordinal)
    {
        "KMSDisabled", "KMSDisabledException", "KMSInvalidState", "KMSInvalidStateException", "KMSNotFound", "KMSNotFoundException",
        "KMSAccessDenied", "KMSAccessDeniedException", "KMSOptInRequired",
    };

    // Another try within the minute changes nothing about these; Lambda's next one, and the dead-letter queue, come later.
    private static readonly HashSet<string> LastingCodes = new(TopicKeyCodes, StringComparer.Ordinal)
    {
        "NotFound", "NotFoundException", "InvalidParameter", "InvalidParameterException", "AuthorizationError", "AuthorizationErrorException",
        "InvalidSecurity", "ParameterValueInvalid",
    };

    /// <summary>How often it was tried again.</summary>
    public int Retries { get; private set; }

    /// <summary>Whether the topic could not be used because of its own key.</summary>
    public bool TopicKeyUnusable { get; private set; }

    /// <summary>Delivers.</summary>
    /// <param name="notice">The notice.</param>
    /// <param name="budget">How long to go on trying.</param>
    /// <param name="cancellationToken">The time left to the invocation.</param>
    /// <exception cref="FailureException">It was not delivered: what the last try ended in.</exception>
    public async Task PublishAsync(Notice notice, TimeSpan budget, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(budget, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var failure = await FirstAsync(notice, budget, stop.Token, cancellationToken);
        for (var pause = FirstPause; failure is not null; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            LogAgain(pause.TotalSeconds, SafeText.OneLine(failure.Message, 512));
            await PauseAsync(pause, failure, stop.Token);
            Retries++;
            failure = await TryAsync(notice, failure, stop.Token);
        }
    }

    // Before there is a failure to tell of, running out of time is one.
    private async Task<FailureException?> FirstAsync(Notice notice, TimeSpan budget, CancellationToken stop, CancellationToken invocation)
    {
        try
        {
            return await TryAsync(notice, null, stop);
        }
        catch (OperationCanceledException) when (!invocation.IsCancellationRequested)
        {
            throw new FailureException(new(FailureKind.Service, "Publish", "Timeout", $"no answer within {budget.TotalSeconds:0.#} seconds"));
        }
    }

    // Null when it was delivered; a failure that may pass; or thrown, one that lasts or the last one before time was up.
    private async Task<FailureException?> TryAsync(Notice notice, FailureException? last, CancellationToken stop)
    {
        try
        {
            await sink.PublishAsync(notice, stop);
            return null;
        }
        catch (FailureException e) when (!LastingCodes.Contains(e.Failure.Code))
        {
            return e;
        }
        catch (FailureException e)
        {
            TopicKeyUnusable = TopicKeyCodes.Contains(e.Failure.Code);
            if (TopicKeyUnusable)
            {
                LogTopicKey(SafeText.OneLine(e.Message, 512));
            }

            throw;
        }
        catch (OperationCanceledException) when (last is not null)
        {
            throw last;
        }
    }

    private async Task PauseAsync(TimeSpan pause, FailureException last, CancellationToken stop)
    {
        try
        {
            await Task.Delay(pause, time, stop);
        }
        catch (OperationCanceledException)
        {
            throw last;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The notice was not published and is tried again in {Seconds} seconds: {Reason}")]
    private partial void LogAgain(double seconds, string reason);

    [LoggerMessage(Level = LogLevel.Critical, Message = "NOBODY IS TOLD: the key that encrypts the topic cannot be used. Enable it, cancel its deletion, or give the topic another key. {Reason}")]
    private partial void LogTopicKey(string reason);
}
