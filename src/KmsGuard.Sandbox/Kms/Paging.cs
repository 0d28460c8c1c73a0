using System.Text;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>How many items a list operation gives: at most, and when it is not told.</summary>
internal sealed record PageLimit(int Most, int Default);

/// <summary>Cuts lists into pages. A marker names the last item given, so it outlives that item.</summary>
internal static class Paging
{
    public static readonly PageLimit Keys = new(1000, 100);

    public static readonly PageLimit Aliases = new(100, 50);

    public static readonly PageLimit Grants = new(100, 50);

    public static readonly PageLimit Tags = new(50, 50);

    public static readonly PageLimit Rotations = new(1000, 100);

    /// <exception cref="AwsException">Limit out of range, or a marker that this list never gave.</exception>
    public static JsonObject Page<T>(
        KmsInvocation call, string list, PageLimit limit, OrderedTable<T> table, Func<string, T, JsonNode?> show)
    {
        var take = call.Input.Number("Limit", 1, limit.Most, limit.Default);
        var page = new JsonArray();
        var last = "";
        foreach (var (name, value) in table.After(Unseal(call)))
        {
            if (show(name, value) is not { } item)
            {
                continue;
            }

            if (page.Count == take)
            {
                return new JsonObject { [list] = page, ["Truncated"] = true, ["NextMarker"] = Seal(call, last) };
            }

            page.Add(item);
            last = name;
        }

        return new JsonObject { [list] = page, ["Truncated"] = false };
    }

    private static string Scope(KmsInvocation call) =>
        $"{call.Operation} {call.Key?.Arn ?? call.Partition.Arn("*")}\n";

    private static string Seal(KmsInvocation call, string last) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(Scope(call) + last));

    private static string Unseal(KmsInvocation call)
    {
        if (call.Input.Text("Marker") is not { } marker)
        {
            return "";
        }

        var bytes = new byte[marker.Length];
        return Convert.TryFromBase64String(marker, bytes, out var length)
            && Encoding.UTF8.GetString(bytes, 0, length) is var text
            && text.StartsWith(Scope(call), StringComparison.Ordinal)
                ? text[Scope(call).Length..]
                : throw new AwsException("InvalidMarkerException", "Could not deserialize marker");
    }
}
