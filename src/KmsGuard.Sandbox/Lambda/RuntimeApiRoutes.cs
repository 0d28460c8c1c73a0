using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KmsGuard.Sandbox.Lambda;

/// <summary>The paths of the Runtime API.</summary>
internal sealed class RuntimeApiRoutes(LambdaRuntimeApi api)
{
    // Lambda's 6 MB for a synchronous answer, and the hundred bytes it leaves for its own wrapping.
    private const int MaximumBytes = (6 * 1024 * 1024) + 100;

    public Task ServeAsync(HttpContext context) =>
        (context.Request.Method, context.Request.Path.Value!.Trim('/').Split('/')) switch
        {
            ("GET", ["2018-06-01", "runtime", "invocation", "next"]) => NextAsync(context),
            ("POST", ["2018-06-01", "runtime", "invocation", var id, "response" or "error"]) => AnswerAsync(context, id),
            ("POST", ["2018-06-01", "runtime", "init", "error"]) => InitErrorAsync(context),
            _ => WriteAsync(context, StatusCodes.Status404NotFound, "NotFound", "The Runtime API has no such path."),
        };

    private async Task NextAsync(HttpContext context)
    {
        try
        {
            var (invocation, deadline) = await api.NextAsync(context.RequestAborted);
            var headers = context.Response.Headers;
            headers["Lambda-Runtime-Aws-Request-Id"] = invocation.RequestId;
            headers["Lambda-Runtime-Invocation-Id"] = invocation.InvocationId;
            headers["Lambda-Runtime-Deadline-Ms"] = deadline.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
            headers["Lambda-Runtime-Invoked-Function-Arn"] = api.FunctionArn;
            headers["Lambda-Runtime-Trace-Id"] = invocation.TraceId;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(invocation.Payload);
        }
        catch (OperationCanceledException)
        {
            // The function hung up, or the API stops: nobody is there to be told.
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, string requestId)
    {
        var invocation = api.Find(requestId);
        if (invocation is null)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, "InvalidRequestID", "Invalid request ID");
            return;
        }

        var attempt = context.Request.Headers["Lambda-Runtime-Invocation-Id"].ToString();
        if (attempt.Length > 0 && attempt != invocation.InvocationId)
        {
            await WriteAsync(context, StatusCodes.Status400BadRequest, "InvalidInvocationId", "Invalid invocation ID");
            return;
        }

        var body = await ReadAsync(context.Request);
        if (body is null)
        {
            var error = new LambdaError(
                "Function.ResponseSizeTooLarge",
                $"Response payload size exceeded maximum allowed payload size ({MaximumBytes} bytes).",
                []);
            api.End(invocation, new(null, error));
            await WriteAsync(context, StatusCodes.Status413PayloadTooLarge, error.ErrorType, error.ErrorMessage);
            return;
        }

        api.End(invocation, context.Request.Path.Value!.EndsWith("/response", StringComparison.Ordinal)
            ? new(body, null)
            : new(null, LambdaErrorReader.Read(body, ErrorType(context.Request))));
        await AcceptAsync(context);
    }

    private async Task InitErrorAsync(HttpContext context)
    {
        api.Fail(LambdaErrorReader.Read(await ReadAsync(context.Request) ?? "", ErrorType(context.Request)));
        await AcceptAsync(context);
    }

    private static string? ErrorType(HttpRequest request) =>
        request.Headers["Lambda-Runtime-Function-Error-Type"] is [{ Length: > 0 } type] ? type : null;

    /// <summary>Null for a body that is too large.</summary>
    private static async Task<string?> ReadAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, request.HttpContext.RequestAborted)) > 0)
        {
            if (body.Length + read > MaximumBytes)
            {
                return null;
            }

            await body.WriteAsync(buffer.AsMemory(0, read));
        }

        return Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
    }

    private static Task AcceptAsync(HttpContext context) =>
        WriteAsync(context, StatusCodes.Status202Accepted, new() { ["status"] = "OK" });

    private static Task WriteAsync(HttpContext context, int status, string errorType, string errorMessage) =>
        WriteAsync(context, status, new() { ["errorMessage"] = errorMessage, ["errorType"] = errorType });

    private static async Task WriteAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(body));
    }
}
