using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace KmsGuard.Sandbox.Wire;

/// <summary>A service behind the endpoint.</summary>
/// <param name="Protocol">Its wire format.</param>
/// <param name="Invoke">Its operations; null is an empty result, an <see cref="AwsException"/> a refusal.</param>
internal sealed record AwsService(IAwsProtocol Protocol, Func<AwsRequest, JsonObject?> Invoke);

/// <summary>One address for every service: the scope of a request's signature says which one it is for.</summary>
internal sealed class AwsEndpoint(
    IReadOnlyDictionary<string, AwsService> services,
    IReadOnlyList<string> regions,
    CredentialStore credentials,
    CallLog calls)
{
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
                id, scope.Service, scope.Region, caller, operation, input, context.Request.Headers.UserAgent.ToString());
            await protocol.WriteAsync(context.Response, request, Invoke(service, request));
        }
        catch (AwsException error)
        {
            await protocol.WriteAsync(context.Response, id, protocol.Translate(error));
        }
    }

    private JsonObject? Invoke(AwsService service, AwsRequest request)
    {
        AwsException? error = null;
        try
        {
            return regions.Contains(request.Region) ? service.Invoke(request) : throw CredentialStore.Invalid();
        }
        catch (AwsException exception)
        {
            error = service.Protocol.Translate(exception);
            throw error;
        }
        catch (Exception exception)
        {
            // The sandbox's own fault: told to the client as AWS tells its own, with the cause for whoever mends it.
            error = service.Protocol.Translate(
                new("InternalFailure", exception.ToString(), HttpStatusCode.InternalServerError));
            throw error;
        }
        finally
        {
            calls.Add(request, error?.Code);
        }
    }

    /// <summary>For a request that is not signed, and so names no service.</summary>
    private IAwsProtocol ProtocolOf(HttpRequest request) =>
        services[request.Headers.ContainsKey("X-Amz-Target") ? "kms" : "sts"].Protocol;
}
