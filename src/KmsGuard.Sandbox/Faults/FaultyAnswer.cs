using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;

namespace KmsGuard.Sandbox.Faults;

/// <summary>What comes over the wire when something goes wrong.</summary>
internal static class FaultyAnswer
{
    /// <param name="fault">What goes wrong.</param>
    /// <param name="context">The exchange.</param>
    /// <param name="write">Writes the answer, or the error document, that there is.</param>
    public static Task GiveAsync(Fault fault, HttpContext context, Func<Task> write) => fault.Kind switch
    {
        FaultKind.Hang => Task.Delay(Timeout.Infinite, context.RequestAborted),
        FaultKind.Slow => DelayAsync(fault.Delay, context, write),
        FaultKind.LoadBalancerError => WritePageAsync(context.Response),
        FaultKind.Reset => ResetAsync(context),
        FaultKind.Truncated => TruncateAsync(context, write),
        FaultKind.Garbled => GarbleAsync(context.Response, write),
        FaultKind.ClockSkew => DateAsync(fault.ServiceTime, context.Response, write),
        _ => write(),
    };

    private static Task DateAsync(DateTimeOffset? serviceTime, HttpResponse response, Func<Task> write)
    {
        response.Headers.Date = serviceTime?.ToString("R", CultureInfo.InvariantCulture);
        return write();
    }

    private static async Task DelayAsync(TimeSpan delay, HttpContext context, Func<Task> write)
    {
        await Task.Delay(delay, context.RequestAborted);
        await write();
    }

    private static Task ResetAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task WritePageAsync(HttpResponse response)
    {
        response.StatusCode = (int)HttpStatusCode.InternalServerError;
        response.ContentType = "text/html";
        return response.WriteAsync("<!doctype html><h1>Internal Server Error</h1>");
    }

    private static async Task TruncateAsync(HttpContext context, Func<Task> write)
    {
        // The length stays that of the whole.
        var body = await CaptureAsync(context.Response, write);
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static async Task GarbleAsync(HttpResponse response, Func<Task> write)
    {
        var body = await CaptureAsync(response, write);
        Array.Reverse(body);
        await response.Body.WriteAsync(body);
    }

    private static async Task<byte[]> CaptureAsync(HttpResponse response, Func<Task> write)
    {
        var wire = response.Body;
        using var captured = new MemoryStream();
        response.Body = captured;
        await write();
        response.Body = wire;
        return captured.ToArray();
    }
}
