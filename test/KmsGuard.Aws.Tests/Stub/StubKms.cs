using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using KmsGuard.Remediate;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace KmsGuard.Aws.Tests.Stub;

/// <summary>A KMS that gives the answers it is told, for what no sane KMS does: in order, and the last one for ever.</summary>
internal sealed class StubKms : IAsyncDisposable
{
    private const string Identity = """
        <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
        <Arn>arn:aws:iam::111122223333:user/stub</Arn><UserId>A</UserId><Account>111122223333</Account>
        </GetCallerIdentityResult></GetCallerIdentityResponse>
        """;

    private readonly IHost host;
    private readonly Answer[] answers;
    private int asked;

    private StubKms(Answer[] answers)
    {
        this.answers = answers;
        host = new HostBuilder()
            .ConfigureWebHost(web => web
                .UseKestrel()
                .UseUrls("http://127.0.0.1:0")
                .Configure(app => app.Run(ServeAsync)))
            .Build();
    }

    /// <summary>The bodies of the KMS requests, in order of coming.</summary>
    public ConcurrentQueue<JsonNode> Requests { get; } = new();

    /// <summary>When each of them says that it was signed, to the second.</summary>
    public ConcurrentQueue<DateTimeOffset> SignedAt { get; } = new();

    /// <summary>The access key that each of them was signed with.</summary>
    public ConcurrentQueue<string> SignedBy { get; } = new();

    public Uri Endpoint => new(host.Services.GetRequiredService<IServer>()
        .Features.Get<IServerAddressesFeature>()!.Addresses.Single());

    /// <summary>No retries, and the patience of a busy machine.</summary>
    public AwsSettings Settings => new()
    {
        EndpointUrl = Endpoint.ToString(),
        Region = "eu-west-1",
        Credentials = new BasicAWSCredentials("stub", "stub"),
        AttemptTimeout = TimeSpan.FromMinutes(5),
        Retries = 0,
    };

    public static async Task<StubKms> StartAsync(params Answer[] answers)
    {
        var stub = new StubKms(answers);
        await stub.host.StartAsync();
        return stub;
    }

    /// <summary>The adapter under test, on this server.</summary>
    /// <param name="settings">Null for the server's own.</param>
    /// <param name="share">The percentage of quotas to take.</param>
    /// <param name="stop">Ends the run.</param>
    public async Task<IKmsRegion> OpenAsync(AwsSettings? settings = null, int share = 100, CancellationToken stop = default) =>
        await new KmsRegions(settings ?? Settings, share).OpenAsync(null, "eu-west-1", new Run("run-1", stop), default);

    public async ValueTask DisposeAsync()
    {
        // At once: connections that hang are part of the test.
        using var now = new CancellationTokenSource(0);
        await host.StopAsync(now.Token);
        host.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (!context.Request.Headers.ContainsKey("X-Amz-Target"))
        {
            context.Response.ContentType = "text/xml";
            await context.Response.WriteAsync(Identity);
            return;
        }

        SignedAt.Enqueue(DateTimeOffset.ParseExact(
            context.Request.Headers["X-Amz-Date"].ToString(),
            "yyyyMMdd'T'HHmmss'Z'",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal));
        SignedBy.Enqueue(context.Request.Headers.Authorization.ToString().Split("Credential=")[1].Split('/')[0]);
        Requests.Enqueue((await JsonNode.ParseAsync(context.Request.Body))!);
        try
        {
            await answers[Math.Min(Interlocked.Increment(ref asked), answers.Length) - 1](context);
        }
        catch (OperationCanceledException)
        {
            // The client has given up, as it should.
        }
    }
}
