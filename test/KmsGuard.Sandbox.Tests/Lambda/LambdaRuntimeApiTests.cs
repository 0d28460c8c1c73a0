using System.Globalization;
using System.Net;
using System.Text;
using KmsGuard.Sandbox.Lambda;

namespace KmsGuard.Sandbox.Tests.Lambda;

[Trait("Proof", "sandbox")]
public sealed class LambdaRuntimeApiTests
{
    private static readonly HttpClient Http = new();
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_function_takes_an_event_and_answers()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("kmsguard-alert", "eu-west-1", "444455556666");

        var answer = api.InvokeAsync("""{"a":1}""", Minute);
        using var next = await NextAsync(api);
        var accepted = await PostAsync(api, $"invocation/{Header(next, "Aws-Request-Id")}/response", """{"b":2}""");

        (await next.Content.ReadAsStringAsync()).ShouldBe("""{"a":1}""");
        accepted.ShouldBe(HttpStatusCode.Accepted);
        (await answer).ShouldBe(new("""{"b":2}""", null));
    }

    [Fact]
    public async Task An_event_comes_with_the_headers_that_runtimes_read()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("kmsguard-alert", "eu-west-1", "444455556666");
        var before = TimeProvider.System.GetUtcNow();

        _ = api.InvokeAsync("{}", Minute);
        using var next = await NextAsync(api);

        Guid.TryParse(Header(next, "Aws-Request-Id"), out _).ShouldBeTrue();
        Guid.TryParse(Header(next, "Invocation-Id"), out _).ShouldBeTrue();
        Header(next, "Invoked-Function-Arn").ShouldBe("arn:aws:lambda:eu-west-1:444455556666:function:kmsguard-alert");
        Header(next, "Trace-Id").ShouldMatch("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$");
        var deadline = DateTimeOffset.FromUnixTimeMilliseconds(
            long.Parse(Header(next, "Deadline-Ms"), CultureInfo.InvariantCulture));
        deadline.ShouldBeGreaterThan(before + Minute - TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Events_are_handed_out_one_by_one_and_answered_in_any_order()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("f");

        var first = api.InvokeAsync("1", Minute);
        using var one = await NextAsync(api);
        var second = api.InvokeAsync("2", Minute);
        using var two = await NextAsync(api);
        await PostAsync(api, $"invocation/{Header(two, "Aws-Request-Id")}/response", "22");
        await PostAsync(api, $"invocation/{Header(one, "Aws-Request-Id")}/response", "11");

        (await first).Payload.ShouldBe("11");
        (await second).Payload.ShouldBe("22");
    }

    [Fact]
    public async Task A_function_waits_for_an_event_that_comes_later()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("f");

        var waiting = NextAsync(api);
        _ = api.InvokeAsync("later", Minute);
        using var next = await waiting;

        (await next.Content.ReadAsStringAsync()).ShouldBe("later");
    }

    [Theory]
    [InlineData("""{"errorMessage":"no","errorType":"X","stackTrace":["at A","at B"]}""", "X", "no", 2)]
    [InlineData("""{"errorMessage":"no"}""", "Runtime.Header", "no", 0)]
    [InlineData("not JSON", "Runtime.Header", "not JSON", 0)]
    public async Task A_function_reports_its_error(string body, string type, string message, int lines)
    {
        await using var api = await LambdaRuntimeApi.StartAsync("f");
        var answer = api.InvokeAsync("{}", Minute);
        using var next = await NextAsync(api);

        await PostAsync(
            api,
            $"invocation/{Header(next, "Aws-Request-Id")}/error",
            body,
            ("Lambda-Runtime-Function-Error-Type", "Runtime.Header"));

        var error = (await answer).Error!;
        (error.ErrorType, error.ErrorMessage, error.StackTrace.Count).ShouldBe((type, message, lines));
    }

    [Fact]
    public async Task An_answer_to_nothing_is_refused()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("f");
        var answer = api.InvokeAsync("{}", Minute);
        using var next = await NextAsync(api);
        var path = $"invocation/{Header(next, "Aws-Request-Id")}/response";

        (await PostAsync(api, $"invocation/{Guid.NewGuid()}/response", "{}")).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(api, path, "{}", ("Lambda-Runtime-Invocation-Id", "another"))).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(api, path, "1", ("Lambda-Runtime-Invocation-Id", Header(next, "Invocation-Id"))))
            .ShouldBe(HttpStatusCode.Accepted);
        (await PostAsync(api, path, "2")).ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(api, "nothing", "2")).ShouldBe(HttpStatusCode.NotFound);
        (await answer).Payload.ShouldBe("1");
    }

    [Fact]
    public async Task An_answer_over_6_MB_is_refused_and_fails_the_invocation()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("f");
        var answer = api.InvokeAsync("{}", Minute);
        using var next = await NextAsync(api);

        var status = await PostAsync(api, $"invocation/{Header(next, "Aws-Request-Id")}/response", new string('x', 6_291_557));

        status.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        (await answer).Error!.ErrorType.ShouldBe("Function.ResponseSizeTooLarge");
    }

    [Fact]
    public async Task A_function_that_cannot_start_fails_every_invocation()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("f");
        var before = api.InvokeAsync("{}", Minute);

        var accepted = await PostAsync(api, "init/error", """{"errorMessage":"bad settings","errorType":"Start"}""");

        accepted.ShouldBe(HttpStatusCode.Accepted);

        (await api.Failed).ErrorMessage.ShouldBe("bad settings");
        (await before).Error!.ErrorType.ShouldBe("Start");
        (await api.InvokeAsync("{}", Minute)).Error!.ErrorType.ShouldBe("Start");
    }

    [Fact]
    public async Task A_function_that_takes_too_long_has_timed_out()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("f");
        var answer = api.InvokeAsync("{}", TimeSpan.FromMilliseconds(20));
        using var next = await NextAsync(api);

        (await answer).Error!.ErrorType.ShouldBe("Sandbox.Timedout");
        (await PostAsync(api, $"invocation/{Header(next, "Aws-Request-Id")}/response", "late"))
            .ShouldBe(HttpStatusCode.BadRequest);
    }

    private static Task<HttpResponseMessage> NextAsync(LambdaRuntimeApi api) =>
        Http.GetAsync(new Uri($"http://{api.Address}/2018-06-01/runtime/invocation/next"));

    private static string Header(HttpResponseMessage next, string name) =>
        next.Headers.GetValues("Lambda-Runtime-" + name).Single();

    private static async Task<HttpStatusCode> PostAsync(
        LambdaRuntimeApi api, string path, string body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://{api.Address}/2018-06-01/runtime/{path}");
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var response = await Http.SendAsync(request);
        return response.StatusCode;
    }
}
