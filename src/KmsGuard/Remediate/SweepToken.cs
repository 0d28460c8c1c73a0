using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using KmsGuard.Detect;

namespace KmsGuard.Remediate;

/// <summary>A cursor as text: what stands under <c>next</c>. It is a hint from outside: every key in it is read and decided
/// on again. A forged one can make a run pass over keys, those that count for the breaker too, but not schedule one that a
/// check holds.</summary>
public static partial class SweepToken
{
    // A Region's list of unfinished keys is a page and what was under way; the rest is the breaker's.
    private const int MaxJson = 8_000_000;

    /// <summary>Between the tokens of several Regions.</summary>
    public const char Separator = ',';

    /// <summary>Writes.</summary>
    public static string Write(SweepCursor cursor)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            JsonSerializer.Serialize(deflate, cursor, CursorJson.Default.SweepCursor);
        }

        return Base64Url.EncodeToString(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    /// <summary>Reads; anything that <see cref="Write"/> does not make is refused.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out SweepCursor? cursor)
    {
        cursor = Read(text);
        return cursor is not null;
    }

    private static SweepCursor? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(Unpack(text), CursorJson.Default.SweepCursor) is { } cursor && IsSound(cursor) ? cursor : null;
        }
        catch (Exception e) when (e is FormatException or InvalidDataException or JsonException or NotSupportedException)
        {
            // No sweep wrote it.
        }

        return null;
    }

    private static bool IsSound(SweepCursor cursor) =>
        RunIds.IsValid(cursor.RunId)
        && (cursor.Account is null || AccountForm().IsMatch(cursor.Account))
        && cursor.Marker is null or { Length: <= 1024 }
        && cursor is { Region: not null, Open: not null, Due: not null }
        && cursor.Open.Concat(cursor.Due).All(key => key?.Region == cursor.Region && key.Account == cursor.Account);

    private static byte[] Unpack(string text)
    {
        using var packed = new MemoryStream(Base64Url.DecodeFromChars(text));
        using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
        using var json = new MemoryStream();
        // As it comes: a token of a few characters, of which there may be thousands, must not take room for the largest.
        var piece = new byte[16 * 1024];
        while (deflate.Read(piece) is > 0 and var length)
        {
            json.Write(piece.AsSpan(0, length));
            if (json.Length >= MaxJson)
            {
                throw new InvalidDataException();
            }
        }

        return json.ToArray();
    }

    [GeneratedRegex(@"^[0-9]{12}\z", RegexOptions.CultureInvariant)]
    private static partial Regex AccountForm();
}

/// <summary>The JSON of cursors, generated at build; keys are their ARNs.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters = [typeof(KeyArnConverter)])]
[JsonSerializable(typeof(SweepCursor))]
internal sealed partial class CursorJson : JsonSerializerContext;

/// <summary>A key's ARN as one text.</summary>
internal sealed class KeyArnConverter : JsonConverter<KeyArn>
{
    /// <inheritdoc/>
    public override KeyArn Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && KeyArn.TryParse(reader.GetString(), out var key)
            ? key
            : throw new JsonException("It is not the ARN of a KMS key.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, KeyArn value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
