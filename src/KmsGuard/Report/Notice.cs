namespace KmsGuard.Report;

/// <summary>A message as it goes to the topic.</summary>
/// <param name="Subject">ASCII, at most 99 characters, no control characters (SNS's rule for subjects).</param>
/// <param name="Body">At most 256 KB in UTF-8, attributes counted.</param>
/// <param name="Attributes">Message attributes for subscribers' filters; never an empty value.</param>
public sealed record Notice(string Subject, string Body, IReadOnlyDictionary<string, string> Attributes);

/// <summary>Where notices go.</summary>
public interface INoticeSink
{
    /// <summary>Delivers one notice.</summary>
    /// <exception cref="Exception">It was not delivered: the caller decides whether that ends the invocation.</exception>
    Task PublishAsync(Notice notice, CancellationToken cancellationToken);
}
