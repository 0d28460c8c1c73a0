using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>Reads and writes whole payloads; how JSON becomes a type is the derived class's.</summary>
public abstract class AbstractLambdaJsonSerializer
{
    /// <param name="jsonWriterCustomizer">May be null.</param>
    protected AbstractLambdaJsonSerializer(Action<JsonWriterOptions> jsonWriterCustomizer)
    {
        // The reader of a response is a program, never a browser: nothing has to be escaped for HTML.
        WriterOptions = new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        jsonWriterCustomizer?.Invoke(WriterOptions);
    }

    protected JsonWriterOptions WriterOptions { get; }

    /// <summary>Reads the whole stream as one JSON document.</summary>
    /// <exception cref="JsonSerializerException">The payload is not JSON, or not a <typeparamref name="T"/>.</exception>
    public T Deserialize<T>(Stream requestStream)
    {
        try
        {
            using var payload = new MemoryStream();
            requestStream.CopyTo(payload);
            return InternalDeserialize<T>(payload.ToArray());
        }
        catch (Exception trouble)
        {
            throw new JsonSerializerException(
                $"Error converting the Lambda event JSON payload to type {typeof(T).FullName}: {trouble.Message}", trouble);
        }
    }

    /// <summary>Writes one JSON document and leaves the stream open.</summary>
    /// <exception cref="JsonSerializerException">The response cannot be written as JSON.</exception>
    public void Serialize<T>(T response, Stream responseStream)
    {
        try
        {
            using var writer = new Utf8JsonWriter(responseStream, WriterOptions);
            InternalSerialize(writer, response);
        }
        catch (Exception trouble)
        {
            throw new JsonSerializerException(
                $"Error converting the response object of type {typeof(T).FullName} from the Lambda function to JSON: {trouble.Message}",
                trouble);
        }
    }

    /// <summary>Amazon's defaults, which replace those of a source-generated context: no nulls, any case read, names as declared.</summary>
    protected virtual JsonSerializerOptions CreateDefaultJsonSerializationOptions() => new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        PropertyNameCaseInsensitive = true,
    };

    protected abstract T InternalDeserialize<T>(byte[] utf8Json);

    protected abstract void InternalSerialize<T>(Utf8JsonWriter writer, T response);
}
