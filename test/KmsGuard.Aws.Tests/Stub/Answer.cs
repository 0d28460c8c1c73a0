using Microsoft.AspNetCore.Http;

namespace KmsGuard.Aws.Tests.Stub;

/// <summary>What a server that misbehaves sends back.</summary>
internal delegate Task Answer(HttpContext context);

/// <summary>Answers for the stub to give.</summary>
internal static class Answers
{
    public static Answer Json(string body, int status = 200) => context =>
    {
        context.Response.Headers["x-amzn-RequestId"] = "stub";
        return Body(body, "application/x-amz-json-1.1", status)(context);
    };

    public static Answer Error(string code, string message = "no") =>
        Json($$"""{"__type":"{{code}}","message":{{System.Text.Json.JsonSerializer.Serialize(message)}}}""", 400);

    public static Answer Html(int status) =>
        Body("<!doctype html>\r\n<html><h1>Internal Server Error</h1></html>", "text/html", status);

    /// <summary>The connection stays open, and nothing comes.</summary>
    public static Answer Silence { get; } = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

    /// <summary>Headers and half a body, then nothing.</summary>
    public static Answer HalfThenSilence { get; } = async context =>
    {
        context.Response.ContentLength = 500;
        await context.Response.WriteAsync("""{"Keys":[""");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    };

    /// <summary>Headers and half a body, then a reset.</summary>
    public static Answer HalfThenReset { get; } = async context =>
    {
        context.Response.ContentLength = 500;
        await context.Response.WriteAsync("""{"Keys":[""");
        await context.Response.Body.FlushAsync();
        context.Abort();
    };

    /// <summary>The connection is reset without a word.</summary>
    public static Answer Reset { get; } = context =>
    {
        context.Abort();
        return Task.CompletedTask;
    };

    private static Answer Body(string body, string type, int status) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return context.Response.WriteAsync(body);
    };
}
