using System.Security.Cryptography;
using System.Text;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using KmsGuard.Aws.Http;
using KmsGuard.Detect;
using KmsGuard.Report;

namespace KmsGuard.Aws.Report;

/// <summary>Publishes notices to an SNS topic, in the topic's own Region.</summary>
public sealed class SnsNoticeSink : INoticeSink, IDisposable
{
    private readonly AmazonSimpleNotificationServiceClient sns;
    private readonly TopicArn topic;

    /// <param name="settings">How AWS is reached.</param>
    /// <param name="topicArn">The topic; its Region decides the client's. FIFO topics are taken too.</param>
    /// <exception cref="AwsSettingsException">The ARN is no topic's, or there are no credentials.</exception>
    public SnsNoticeSink(AwsSettings settings, string topicArn)
    {
        settings.Check();
        topic = TopicArn.Parse(topicArn);
        sns = new(settings.ResolveCredentials(), new AmazonSimpleNotificationServiceConfig().On(settings, topic.Region));
    }

    /// <summary>Looks whether a text can be a topic's ARN, without making a client.</summary>
    /// <exception cref="AwsSettingsException">It cannot.</exception>
    public static void Check(string topicArn) => TopicArn.Parse(topicArn);

    /// <inheritdoc/>
    /// <exception cref="FailureException">SNS did not take it.</exception>
    public async Task PublishAsync(Notice notice, CancellationToken cancellationToken)
    {
        try
        {
            await sns.PublishAsync(Request(notice), cancellationToken);
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw new FailureException(FailureMapping.From("Publish", e));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => sns.Dispose();

    private PublishRequest Request(Notice notice)
    {
        var request = new PublishRequest
        {
            TopicArn = topic.Text,
            // SNS refuses an empty subject, and does without.
            Subject = notice.Subject.Length > 0 ? notice.Subject : null,
            Message = notice.Body,
            MessageAttributes = notice.Attributes.ToDictionary(
                attribute => attribute.Key,
                attribute => new MessageAttributeValue { DataType = "String", StringValue = attribute.Value }),
        };
        if (topic.IsFifo)
        {
            request.MessageGroupId = "kmsguard";
            // By content, so that an invocation that Lambda repeats does not tell people twice.
            request.MessageDeduplicationId = Convert.ToHexStringLower(
                SHA256.HashData(Encoding.UTF8.GetBytes($"{notice.Subject}\n{notice.Body}")));
        }

        return request;
    }
}
