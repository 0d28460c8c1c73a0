using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Sns;

/// <summary>SNS: topics of the standard kind, and what was published to them.</summary>
public sealed class SnsService
{
    private readonly ConcurrentDictionary<string, string> topics = new();
    private readonly ConcurrentQueue<SnsMessage> messages = new();
    private readonly Channel<SnsMessage> untaken = Channel.CreateUnbounded<SnsMessage>();
    private readonly TimeProvider time;

    internal SnsService(TimeProvider time) => this.time = time;

    /// <summary>Every message that was accepted, in order.</summary>
    public IReadOnlyList<SnsMessage> Messages => [.. messages];

    /// <summary>Makes a valid Publish fail with the error given; null, or an answer of null, lets it through.</summary>
    public Func<SnsMessage, AwsException?>? Refuse { get; set; }

    /// <summary>The next message that no earlier call of this has returned; waits for one to come.</summary>
    public async Task<SnsMessage> NextAsync(CancellationToken cancellationToken) =>
        await untaken.Reader.ReadAsync(cancellationToken);

    /// <summary>Creates a topic, or finds the one of that name, and gives its ARN.</summary>
    /// <exception cref="AwsException">InvalidParameter: the name breaks SNS's rule.</exception>
    public string CreateTopic(string account, string region, string name)
    {
        if (name is { Length: 0 or > 256 } || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
        {
            throw new AwsException("InvalidParameter", "Invalid parameter: Topic Name");
        }

        var arn = $"arn:aws:sns:{region}:{account}:{name}";
        topics[arn] = account;
        return arn;
    }

    internal JsonObject? Invoke(AwsRequest request) => request.Operation switch
    {
        "Publish" => Publish(request),
        "CreateTopic" => new()
        {
            ["TopicArn"] = CreateTopic(request.Caller.Account, request.Region, request.Input.Text("Name") ?? ""),
        },
        "ListTopics" => ListTopics(request),
        _ => throw new AwsException(
            "InvalidAction", $"Could not find operation {request.Operation} for version 2010-03-31"),
    };

    private JsonObject Publish(AwsRequest request)
    {
        var topic = FindTopic(request);
        var publish = SnsPublish.Read(request.Input);
        var message = new SnsMessage(
            Guid.NewGuid().ToString(),
            topic,
            publish.Subject,
            publish.Message,
            publish.Structure,
            publish.Attributes,
            request.Caller.Arn,
            time.GetUtcNow());
        if (Refuse?.Invoke(message) is { } refusal)
        {
            throw refusal;
        }

        messages.Enqueue(message);
        untaken.Writer.TryWrite(message);
        return new() { ["MessageId"] = message.Id };
    }

    private string FindTopic(AwsRequest request)
    {
        var arn = request.Input.Text("TopicArn") ?? request.Input.Text("TargetArn") ?? throw new AwsException(
            "InvalidParameter", "Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter");
        var parts = arn.Split(':');
        if (parts.Length < 6)
        {
            throw new AwsException(
                "InvalidParameter",
                $"Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not {parts.Length}");
        }

        if (parts is not ["arn", "aws", "sns", var region, _, _] || region != request.Region)
        {
            throw new AwsException("InvalidParameter", "Invalid parameter: TopicArn");
        }

        if (!topics.TryGetValue(arn, out var owner))
        {
            throw new AwsException("NotFound", "Topic does not exist", HttpStatusCode.NotFound);
        }

        return owner == request.Caller.Account
            ? arn
            : throw new AwsException(
                "AuthorizationError",
                $"User: {request.Caller.Arn} is not authorized to perform: SNS:Publish on resource: {arn} "
                + "because no resource-based policy allows the SNS:Publish action",
                HttpStatusCode.Forbidden);
    }

    private JsonObject ListTopics(AwsRequest request)
    {
        var prefix = $"arn:aws:sns:{request.Region}:{request.Caller.Account}:";
        var found = topics.Keys.Where(arn => arn.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        return new() { ["Topics"] = new JsonArray([.. found.Select(arn => new JsonObject { ["TopicArn"] = arn })]) };
    }
}
