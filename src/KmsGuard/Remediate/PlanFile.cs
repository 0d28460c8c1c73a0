using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using KmsGuard.Evaluate;

namespace KmsGuard.Remediate;

/// <summary>A plan as a file: JSON for people to read. What is read is written by anybody.</summary>
public static class PlanFile
{
    /// <summary>The largest file that is read: a hundred thousand planned keys.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    // Signs and letters as they are, because people read it; no text in a plan has others than those to be shown.
    private static readonly PlanJson Readable = new(new JsonSerializerOptions(PlanJson.Default.Options)
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Writes: UTF-8.</summary>
    public static byte[] Write(Plan plan) => JsonSerializer.SerializeToUtf8Bytes(plan, Readable.Plan);

    /// <summary>Reads. That it is what was written says the digest; whether it may be applied, <see cref="PlanCheck"/>.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="problem">Why it is refused; empty when it is not.</param>
    /// <returns>Null when it is refused.</returns>
    public static Plan? Read(ReadOnlySpan<byte> json, out string problem)
    {
        Plan? plan;
        try
        {
            // Editors put a byte order mark in front.
            plan = JsonSerializer.Deserialize(json.StartsWith("\uFEFF"u8) ? json[3..] : json, PlanJson.Default.Plan);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException)
        {
            problem = $"It is not a plan as this version of kmsguard writes it: {Quote.Of(e.Message, 300)}";
            return null;
        }

        if (plan is null || !plan.Digest.Equals(DigestOf(plan), StringComparison.Ordinal))
        {
            problem = "The plan was altered after it was made: its digest is not that of its content. Make a new one.";
            return null;
        }

        problem = "";
        return plan;
    }

    /// <summary>The plan with its digest.</summary>
    internal static Plan Seal(Plan plan) => plan with { Digest = DigestOf(plan) };

    // Over the content as this code writes it, not over the file: white space, line ends and the order of members mean nothing
    // and change nothing. A member that is unknown, or there twice, is refused before, so that nothing escapes it.
    private static string DigestOf(Plan plan) =>
        "sha256:" + Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(plan with { Digest = "" }, PlanJson.Default.Plan)));
}

/// <summary>The JSON of plans, generated at build. Strict: nothing unknown, nothing twice, nothing left out.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Strict,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    MaxDepth = 8,
    Converters = [typeof(KeyArnConverter)])]
[JsonSerializable(typeof(Plan))]
internal sealed partial class PlanJson : JsonSerializerContext;
