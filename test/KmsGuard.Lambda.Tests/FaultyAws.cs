using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KmsGuard.Lambda.Tests;

/// <summary>Stands before the sandbox: passes requests on, but for the operations that are to go wrong.</summary>
internal sealed class FaultyAws : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly HttpClient behind;
    private readonly Func<string, RequestDelegate?> fault;

    private FaultyAws(Uri aws, Func<string, RequestDelegate?> fault)
    {
        this.fault = fault;
        behind = new HttpClient { BaseAddress = aws };
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.Zero);
        app = builder.Build();
        app.Run(ServeAsync);
    }

    public Uri Endpoint => new(app.Urls.First());

    /// <param name="aws">Where requests are passed on to.</param>
    /// <param name="fault">What an operation, such as DescribeKey or Publish, does instead; null to pass it on.</param>
    public static async Task<FaultyAws> StartAsync(Uri aws, Func<string, RequestDelegate?> fault)
    {
        var faulty = new FaultyAws(aws, fault);
        await faulty.app.StartAsync();
        return faulty;
    }

    /// <summary>The connection stays open, and nothing comes.</summary>
    public static Task HangAsync(HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted);

    /// <summary>An error document as KMS has them.</summary>
    public static RequestDelegate Error(int status, string code) => context =>
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/x-amz-json-1.1";
        return context.Response.WriteAsync($$"""{"__type":"{{code}}","message":"not now"}""");
    };

    /// <summary>What a load balancer says of servers that are not there.</summary>
    public static Task BrokenAsync(HttpContext context)
    {
        context.Response.StatusCode = 500;
        context.Response.ContentType = "text/html";
        return context.Response.WriteAsync("<!doctype html><h1>Internal Server Error</h1>");
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        behind.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer);
        var body = buffer.ToArray();
        try
        {
            await (fault(OperationOf(context.Request, body)) ?? PassOn)(context);
        }
        catch (OperationCanceledException)
        {
            // The client has given up, as it should.
        }

        async Task PassOn(HttpContext _)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, context.Request.Path) { Content = new ByteArrayContent(body) };
            foreach (var (name, value) in context.Request.Headers.Where(header => header.Key != "Content-Length"))
            {
                if (!request.Headers.TryAddWithoutValidation(name, (string?)value))
                {
                    request.Content.Headers.TryAddWithoutValidation(name, (string?)value);
                }
            }

            using var answer = await behind.SendAsync(request, context.RequestAborted);
            context.Response.StatusCode = (int)answer.StatusCode;
            context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
            foreach (var (name, values) in answer.Headers.Where(header => header.Key.StartsWith("x-amz", StringComparison.OrdinalIgnoreCase)))
            {
                context.Response.Headers[name] = values.First();
            }

            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    // X-Amz-Target: TrentService.DescribeKey; or a form with Action=Publish.
    private static string OperationOf(HttpRequest request, byte[] body) =>
        request.Headers.TryGetValue("X-Amz-Target", out var target)
            ? target.ToString().Split('.')[^1]
            : QueryHelpers.ParseQuery(System.Text.Encoding.UTF8.GetString(body))["Action"].ToString();
}
