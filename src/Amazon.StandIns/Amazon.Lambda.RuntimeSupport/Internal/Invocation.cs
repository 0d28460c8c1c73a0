using System.Globalization;
using System.Net.Http.Headers;

namespace Amazon.Lambda.RuntimeSupport.Internal;

/// <summary>One answer of <c>/runtime/invocation/next</c>.</summary>
internal sealed class Invocation(HttpResponseMessage answer, Stream payload) : IDisposable
{
    private readonly HttpResponseHeaders _headers = answer.Headers;

    public Stream Payload => payload;

    public string RequestId => Header("Lambda-Runtime-Aws-Request-Id");

    /// <summary>One delivery of the invocation, to be named in its answer; null from an API that does not tell.</summary>
    public string InvocationId => Header("Lambda-Runtime-Invocation-Id");

    public string FunctionArn => Header("Lambda-Runtime-Invoked-Function-Arn");

    public string TraceId => Header("Lambda-Runtime-Trace-Id");

    public DateTimeOffset Deadline { get; } = DateTimeOffset.FromUnixTimeMilliseconds(
        long.Parse(answer.Headers.GetValues("Lambda-Runtime-Deadline-Ms").First(), CultureInfo.InvariantCulture));

    public void Dispose()
    {
        payload.Dispose();
        answer.Dispose();
    }

    private string Header(string name) => _headers.TryGetValues(name, out var values) ? values.First() : null;
}
