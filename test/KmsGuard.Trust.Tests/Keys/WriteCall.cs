using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Trust.Tests.Keys;

/// <summary>A call that changes a key, by what it changes: the same in every run, whatever order the calls come in.</summary>
/// <param name="Operation">The API operation.</param>
/// <param name="Key">The key's id.</param>
/// <param name="Tag">The tag that it is about; empty for none.</param>
internal sealed record WriteCall(string Operation, string Key, string Tag)
{
    /// <summary>The write that a request asks for; null for one that only reads, and for the observer's.</summary>
    public static WriteCall? Of(AwsRequest request) =>
        request.Service != "kms" || Observer.Made(request)
        || request.Operation.StartsWith("List", StringComparison.Ordinal)
        || request.Operation.StartsWith("Get", StringComparison.Ordinal)
        || request.Operation.StartsWith("Describe", StringComparison.Ordinal)
            ? null
            : new(request.Operation, (request.KeyId ?? "").Split('/')[^1], string.Join(',', Tags(request.Input)));

    private static IEnumerable<string> Tags(JsonObject input) =>
        (input["Tags"]?.AsArray().Select(tag => (string)tag!["TagKey"]!) ?? [])
        .Concat(input["TagKeys"]?.AsArray().Select(name => (string)name!) ?? []);
}
