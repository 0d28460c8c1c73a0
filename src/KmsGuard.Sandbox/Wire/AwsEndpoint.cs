using System.Net;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Faults;
using Microsoft.AspNetCore.Http;

namespace KmsGuard.Sandbox.Wire;

/// <summary>A service behind the endpoint.</summary>
/// <param name="Protocol">Its wire format.</param>
/// <param name="Invoke">Its operations; null is an empty result, an <see cref="AwsException"/> a refusal.</param>
internal sealed record AwsService(IAwsProtocol Protocol, Func<AwsRequest, JsonObject?> Invoke);

/// <summary>How a call ended: with a result, null being an empty one, or refused.</summary>
internal readonly record struct AwsAnswer(JsonObject? Result, AwsException? Error);

/// <summary>One address for every service: the scope of a request's signature says which one it is for.</summary>
internal sealed class AwsEndpoint(
    IReadOnlyDictionary<string, AwsService> services,
    IReadOnlyList<string> regions,
    CredentialStore credentials,
    CallLog calls)
{
    /// <summary>What goes wrong; may be replaced at any time.</summary>
    public FaultDraw Faults { get; set; } = new(FaultPlan.None);

    public async Task ServeAsync(HttpContext context)
    {
        var id = Guid.NewGuid().ToString();
        var protocol = ProtocolOf(context.Request);
        try
        {
            var scope = SignatureScope.Read(context.Request.Headers.Authorization);
            if (!services.TryGetValue(scope.Service, out var service))
            {
                throw new AwsException(
                    "UnknownOperationException",
                    $"The sandbox has no service '{scope.Service}', only {string.Join(", ", services.Keys)}.");
            }

            protocol = service.Protocol;
            var (operation, input) = await protocol.ReadAsync(context.Request);
            var caller = credentials.Find(scope.AccessKeyId, context.Request.Headers["X-Amz-Security-Token"]);
            var request = new AwsRequest(
                id, scope.Service, scope.Region, caller, operation, input, context.Request.Headers.UserAgent.ToString())
            {
                SignedAt = SkewedClock.ReadSignedAt(context.Request.Headers["X-Amz-Date"]),
            };
            await ServeAsync(context, service, request);
        }
        catch (AwsException error)
        {
            await protocol.WriteAsync(context.Response, id, protocol.Translate(error));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has given up.
        }
    }

    private async Task ServeAsync(HttpContext context, AwsService service, AwsRequest request)
    {
        var fault = Faults.Next(request);
        var failure = fault is null ? null : service.Protocol.Translate(FaultErrors.Of(fault, request));
        var ended = fault is { Done: false } ? new(null, failure) : Invoke(service, request);
        calls.Add(request, ended.Error?.Code, fault);
        var answer = fault is { Kind: FaultKind.InternalError } ? new(null, failure) : ended;
        await (fault is null ? WriteAsync() : FaultyAnswer.GiveAsync(fault, context, WriteAsync));

        Task WriteAsync() => answer.Error is { } error
            ? service.Protocol.WriteAsync(context.Response, request.Id, error)
            : service.Protocol.WriteAsync(context.Response, request, answer.Result);
    }

    private AwsAnswer Invoke(AwsService service, AwsRequest request)
    {
        try
        {
            return new(regions.Contains(request.Region) ? service.Invoke(request) : throw CredentialStore.Invalid(), null);
        }
        catch (AwsException exception)
        {
            return new(null, service.Protocol.Translate(exception));
        }
        catch (Exception exception)
        {
            // The sandbox's own fault: told to the client as AWS tells its own, with the cause for whoever mends it.
            return new(null, service.Protocol.Translate(
                new("InternalFailure", exception.ToString(), HttpStatusCode.InternalServerError)));
        }
    }

    /// <summary>For a request that is not signed, and so names no service.</summary>
    private IAwsProtocol ProtocolOf(HttpRequest request) =>
        services[request.Headers.ContainsKey("X-Amz-Target") ? "kms" : "sts"].Protocol;
}
