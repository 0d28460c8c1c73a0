using Amazon.Runtime;
using Amazon.SimpleNotificationService;
using Microsoft.AspNetCore.Http;

namespace Amazon.StandIns.Tests.Sns;

/// <summary>The far side of a publish: keeps every request and answers from a list, its last answer again and again.</summary>
internal sealed class FakeSns : IAsyncDisposable
{
    public const string AccessKey = "AKIDEXAMPLE";
    public const string SecretKey = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

    private readonly Queue<Answer> _answers;
    private LoopbackServer _server = null!;

    private FakeSns(IEnumerable<Answer> answers) => _answers = new(answers);

    public List<SignedForm> Requests { get; } = [];

    public static Answer Published { get; } = new(200,
        """
        <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
          <PublishResult><MessageId>94f20ce6-13c5-43a0-9a9e-ca52d816e90b</MessageId></PublishResult>
          <ResponseMetadata><RequestId>f187a3c1-376f-11df-8963-01868b7c937a</RequestId></ResponseMetadata>
        </PublishResponse>
        """);

    public static Answer Refused(int status, string code, string message) => new(status,
        $"""
        <ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
          <Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>
          <RequestId>9dd01905-5012-5f99-8663-4b3ecd0dfaef</RequestId>
        </ErrorResponse>
        """);

    public static async Task<FakeSns> StartAsync(params Answer[] answers)
    {
        var sns = new FakeSns(answers);
        sns._server = await LoopbackServer.StartAsync(sns.AnswerAsync);
        return sns;
    }

    public AmazonSimpleNotificationServiceClient Client() => new(
        new SessionAWSCredentials(AccessKey, SecretKey, "a-session-token"),
        new AmazonSimpleNotificationServiceConfig { ServiceURL = _server.Url.ToString(), AuthenticationRegion = "eu-central-1" });

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Requests.Add(await SignedForm.ReadAsync(context.Request));
        var answer = _answers.Count > 1 ? _answers.Dequeue() : _answers.Peek();
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = "text/xml";
        await context.Response.WriteAsync(answer.Xml);
    }

    internal sealed record Answer(int Status, string Xml);
}
