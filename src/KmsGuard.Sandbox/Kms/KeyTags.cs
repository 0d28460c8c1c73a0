using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Tags on keys.</summary>
internal sealed partial class KeyTags(KeyAccess access)
{
    public const int MostTags = 50;

    public JsonObject? TagResource(KmsInvocation call)
    {
        var tags = Read(call.Input, required: true);
        Put(access.Open(call), tags);
        return null;
    }

    public JsonObject? UntagResource(KmsInvocation call)
    {
        if (call.Input.Items("TagKeys").Count == 0)
        {
            throw KmsErrors.Missing("TagKeys");
        }

        var names = call.Input.Texts("TagKeys");
        var key = access.Open(call);
        foreach (var name in names)
        {
            key.Tags.Remove(name);
        }

        return null;
    }

    public JsonObject? ListResourceTags(KmsInvocation call) =>
        Paging.Page(call, "Tags", Paging.Tags, access.Open(call).Tags, Show);

    /// <summary>All tags at once, as ReplicateKey answers with.</summary>
    public static JsonArray Of(KmsKey key) => new([.. key.Tags.After("").Select(tag => Show(tag.Key, tag.Value))]);

    /// <exception cref="AwsException">A tag is not one, or stands twice.</exception>
    public static IReadOnlyDictionary<string, string> Read(JsonObject input, bool required)
    {
        var items = input.Items("Tags");
        if (required && items.Count == 0)
        {
            throw KmsErrors.Missing("Tags");
        }

        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            var tag = item as JsonObject ?? throw KmsErrors.Missing("Tags");
            var name = tag.Text("TagKey", maxLength: 128) ?? "";
            if (!TagKey().IsMatch(name) || name.StartsWith("aws:", StringComparison.OrdinalIgnoreCase))
            {
                throw new AwsException("TagException", $"'{name}' is not a valid tag key, or is reserved for AWS.");
            }

            if (!tags.TryAdd(name, tag.Text("TagValue", maxLength: 256) ?? ""))
            {
                throw new AwsException("TagException", $"The tag key '{name}' is given more than once.");
            }
        }

        return tags;
    }

    /// <exception cref="AwsException">More than 50 tags would be on the key.</exception>
    public static void Put(KmsKey key, IReadOnlyDictionary<string, string> tags)
    {
        if (key.Tags.Count + tags.Keys.Count(name => !key.Tags.Contains(name)) > MostTags)
        {
            throw KmsErrors.LimitExceeded($"A key has at most {MostTags} tags.");
        }

        foreach (var (name, value) in tags)
        {
            key.Tags[name] = value;
        }
    }

    private static JsonObject Show(string name, string value) => new() { ["TagKey"] = name, ["TagValue"] = value };

    [GeneratedRegex(@"^[\p{L}\p{Z}\p{N}_.:/=+\-@]+\z")]
    private static partial Regex TagKey();
}
