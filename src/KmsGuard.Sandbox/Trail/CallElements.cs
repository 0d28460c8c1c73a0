using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Trail;

/// <summary>A call's parameters and result as CloudTrail writes them: camel case, dates in words, nothing secret.</summary>
internal static class CallElements
{
    // Plaintext, ciphertext, key material and tokens never reach a trail.
    private static readonly HashSet<string> Secrets =
    [
        "AttestationDocument", "CiphertextBlob", "CiphertextForRecipient", "EncryptedKeyMaterial", "GrantToken", "GrantTokens",
        "ImportToken", "Mac", "Message", "Plaintext", "PrivateKeyCiphertextBlob", "PrivateKeyPlaintext", "PublicKey", "Recipient",
        "SharedSecret", "Signature",
    ];

    // Whose result names the key although the API's own is empty (AWS KMS Developer Guide: since December 2022).
    private static readonly HashSet<string> NamesKey =
    [
        "CreateAlias", "CreateGrant", "DeleteAlias", "DisableKey", "EnableKey", "EnableKeyRotation", "ImportKeyMaterial",
        "SynchronizeMultiRegionKey", "TagResource", "UntagResource", "UpdateAlias", "UpdatePrimaryRegion",
    ];

    /// <summary>Null for a call without parameters.</summary>
    public static JsonObject? Request(JsonObject input) => input.Count == 0 ? null : Convert(input);

    /// <summary>Null for a failure and for operations that answer with nothing.</summary>
    public static JsonObject? Response(KmsCall call)
    {
        if (call.Error is not null)
        {
            return null;
        }

        var elements = call.Answer is { } answer ? Convert(answer) : [];
        if (call.KeyArn is { } arn && (elements.ContainsKey("keyId") || NamesKey.Contains(call.Request.Operation)))
        {
            elements["keyId"] = arn;
        }

        return elements.Count == 0 ? null : elements;
    }

    private static JsonObject Convert(JsonObject source)
    {
        var converted = new JsonObject();
        foreach (var (name, value) in source)
        {
            if (!Secrets.Contains(name))
            {
                converted[Name(name)] = Convert(name, value);
            }
        }

        return converted;
    }

    private static JsonNode? Convert(string name, JsonNode? value) => value switch
    {
        // Names in a map are the caller's own.
        JsonObject map when name.StartsWith("EncryptionContext", StringComparison.Ordinal) => map.DeepClone(),
        JsonObject nested => Convert(nested),
        JsonArray list => new JsonArray([.. list.Select(item => Convert(name, item))]),
        JsonValue when IsDate(name) && value.GetValueKind() == JsonValueKind.Number =>
            Date(double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture)),
        null => null,
        _ => value.DeepClone(),
    };

    private static string Name(string name) => char.ToLowerInvariant(name[0]) + name[1..];

    private static bool IsDate(string name) => name.EndsWith("Date", StringComparison.Ordinal) || name == "ValidTo";

    /// <summary>As in the records of CloudTrail, <c>Nov 2, 2021, 11:25:25 PM</c> (UTC).</summary>
    private static string Date(double epochSeconds) => DateTimeOffset.UnixEpoch.AddSeconds(epochSeconds)
        .ToString("MMM d, yyyy, h:mm:ss tt", CultureInfo.InvariantCulture);
}
