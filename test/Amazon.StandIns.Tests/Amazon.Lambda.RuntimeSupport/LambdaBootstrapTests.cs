using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using Amazon.Lambda.Serialization.SystemTextJson;
using static Amazon.StandIns.Tests.Lambda.FakeRuntimeApi;

namespace Amazon.StandIns.Tests.Lambda;

public sealed partial class LambdaBootstrapTests
{
    private static readonly SourceGeneratorLambdaJsonSerializer<WordJson> Serializer = new();

    [Fact]
    public async Task Invocations_are_answered_one_after_the_other()
    {
        await using var api = new FakeRuntimeApi();
        await api.StartAsync(new("r-1", """{"Text":"a"}""", "attempt-7"), new("r-2", """{"Text":"b"}"""));

        await api.RunAsync(Shouting((word, _) => Task.FromResult(new Word(word.Text.ToUpperInvariant()))));

        api.Posts.ShouldBe(
        [
            new("invocation/r-1/response", """{"Text":"A"}""", null, "attempt-7"),
            new("invocation/r-2/response", """{"Text":"B"}""", null, null),
        ]);
        api.Asked.ShouldBe(3);
    }

    [Fact]
    public async Task A_handler_without_a_response_posts_an_empty_one()
    {
        await using var api = new FakeRuntimeApi();
        await api.StartAsync(new Given("r-1", """{"Text":"a"}"""));
        string? seen = null;

        await api.RunAsync(LambdaBootstrapBuilder.Create<Word>(
            (word, _) =>
            {
                seen = word.Text;
                return Task.CompletedTask;
            },
            Serializer).Build());

        seen.ShouldBe("a");
        api.Posts.ShouldBe([new("invocation/r-1/response", "", null, null)]);
    }

    [Fact]
    public async Task A_stream_handler_gets_and_gives_bytes()
    {
        await using var api = new FakeRuntimeApi();
        await api.StartAsync(new Given("r-1", "raw, not JSON"));

        await api.RunAsync(LambdaBootstrapBuilder.Create((payload, _) => Task.FromResult(payload)).Build());

        api.Posts.ShouldBe([new("invocation/r-1/response", "raw, not JSON", null, null)]);
    }

    [Fact]
    public async Task A_handler_is_told_its_invocation()
    {
        await using var api = new FakeRuntimeApi();
        await api.StartAsync(new Given("r-1", """{"Text":"a"}""", null, TimeProvider.System.GetUtcNow().AddHours(1)));
        ILambdaContext? told = null;
        string? trace = null;

        await api.RunAsync(Shouting((word, context) =>
        {
            (told, trace) = (context, Environment.GetEnvironmentVariable("_X_AMZN_TRACE_ID"));
            return Task.FromResult(word);
        }));

        told.ShouldNotBeNull();
        told.AwsRequestId.ShouldBe("r-1");
        told.InvokedFunctionArn.ShouldBe("arn:aws:lambda:us-east-1:111122223333:function:guard");
        told.RemainingTime.ShouldBeInRange(TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        trace.ShouldBe("Root=1-r-1");
    }

    [Fact]
    public async Task A_failure_is_reported_and_the_next_invocation_answered()
    {
        await using var api = new FakeRuntimeApi();
        await api.StartAsync(new("r-1", """{"Text":"bad"}""", "attempt-1"), new("r-2", "not json"), new("r-3", """{"Text":"good"}"""));

        await api.RunAsync(Shouting((word, _) => word.Text == "bad"
            ? throw new InvalidOperationException("No such key.", new ArgumentException("inner"))
            : Task.FromResult(word)));

        api.Posts.Select(post => (post.Path, post.ErrorType, post.InvocationId)).ShouldBe(
        [
            ("invocation/r-1/error", "InvalidOperationException", "attempt-1"),
            ("invocation/r-2/error", "JsonSerializerException", null),
            ("invocation/r-3/response", null, null),
        ]);
        var error = JsonDocument.Parse(api.Posts[0].Body).RootElement;
        error.GetProperty("errorType").GetString().ShouldBe("InvalidOperationException");
        error.GetProperty("errorMessage").GetString().ShouldBe("No such key.");
        error.GetProperty("stackTrace").EnumerateArray().First().GetString()!.ShouldContain(nameof(LambdaBootstrapTests));
        error.GetProperty("cause").GetProperty("errorMessage").GetString().ShouldBe("inner");
    }

    [Fact]
    public async Task A_failed_start_is_reported_and_ends_the_process()
    {
        await using var api = new FakeRuntimeApi();
        await api.StartAsync(new Given("r-1", "{}"));
        using var bootstrap = LambdaBootstrapBuilder.Create((payload, _) => Task.FromResult(payload))
            .UseBootstrapHandler(() => throw new InvalidOperationException("KMSGUARD_TOPIC_ARN is no ARN.")).Build();

        await Should.ThrowAsync<InvalidOperationException>(() => api.RunAsync(bootstrap));

        var post = api.Posts.ShouldHaveSingleItem();
        post.Path.ShouldBe("init/error");
        post.ErrorType.ShouldBe("InvalidOperationException");
        post.Body.ShouldContain("KMSGUARD_TOPIC_ARN is no ARN.");
        api.Asked.ShouldBe(0);
    }

    [Theory]
    [InlineData(400, 2)]
    [InlineData(413, 2)]
    [InlineData(500, 1)]
    public async Task Only_a_500_of_the_runtime_api_ends_the_process(int status, int answered)
    {
        await using var api = new FakeRuntimeApi { PostStatus = status };
        await api.StartAsync(new("r-1", """{"Text":"a"}"""), new("r-2", """{"Text":"b"}"""));
        var run = () => api.RunAsync(Shouting((word, _) => Task.FromResult(word)));

        if (status == 500)
            (await Should.ThrowAsync<HttpRequestException>(run)).Message.ShouldContain("500");
        else
            await run();

        api.Posts.Count.ShouldBe(answered);
    }

    [Fact]
    public void Outside_of_lambda_it_says_what_is_missing() =>
        Should.Throw<InvalidOperationException>(() => LambdaBootstrapBuilder.Create((payload, _) => Task.FromResult(payload)).Build())
            .Message.ShouldContain("AWS_LAMBDA_RUNTIME_API");

    private static LambdaBootstrap Shouting(Func<Word, ILambdaContext, Task<Word>> handler) =>
        LambdaBootstrapBuilder.Create(handler, Serializer).Build();

    internal sealed record Word(string Text);

    [JsonSerializable(typeof(Word))]
    internal sealed partial class WordJson : JsonSerializerContext;
}
