using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Amazon.Lambda.Core;

namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>Serializes with a source-generated context: no reflection over the types, fit for trimming and ahead-of-time compiling.</summary>
/// <remarks>
/// The context is created with the options of this serializer: what its JsonSourceGenerationOptions attribute says of
/// names and nulls does not apply. Say it with JsonPropertyName, or to the constructor.
/// </remarks>
public class SourceGeneratorLambdaJsonSerializer<
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TSGContext>
    : AbstractLambdaJsonSerializer, ILambdaSerializer
    where TSGContext : JsonSerializerContext
{
    private readonly TSGContext _context;

    public SourceGeneratorLambdaJsonSerializer()
        : this((Action<JsonSerializerOptions>)null)
    {
    }

    /// <param name="customizer">Changes the default options before the context is created with them.</param>
    public SourceGeneratorLambdaJsonSerializer(Action<JsonSerializerOptions> customizer)
        : base(null)
    {
        SerializerOptions = CreateDefaultJsonSerializationOptions();
        customizer?.Invoke(SerializerOptions);
        _context = (TSGContext)Activator.CreateInstance(typeof(TSGContext), SerializerOptions);
    }

    protected JsonSerializerOptions SerializerOptions { get; }

    protected override T InternalDeserialize<T>(byte[] utf8Json) => JsonSerializer.Deserialize(utf8Json, TypeInfo<T>());

    protected override void InternalSerialize<T>(Utf8JsonWriter writer, T response) =>
        JsonSerializer.Serialize(writer, response, TypeInfo<T>());

    private JsonTypeInfo<T> TypeInfo<T>() =>
        _context.GetTypeInfo(typeof(T)) as JsonTypeInfo<T>
        ?? throw new JsonSerializerException(
            $"No JsonTypeInfo registered in {_context.GetType().FullName} for type {typeof(T).FullName}.");
}
