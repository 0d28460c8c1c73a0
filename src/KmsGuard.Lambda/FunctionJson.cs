using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.Serialization.SystemTextJson;
using KmsGuard.Lambda;
using KmsGuard.Report;
using KmsGuard.Restore;

[assembly: LambdaSerializer(typeof(FunctionSerializer))]

namespace KmsGuard.Lambda;

/// <summary>The JSON of the functions' events and answers, generated at build.</summary>
[JsonSourceGenerationOptions(PropertyNameCaseInsensitive = true)]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(CloudWatchEvent<JsonElement>))]
[JsonSerializable(typeof(SweepReport))]
[JsonSerializable(typeof(RollbackReport))]
public sealed partial class FunctionJson : JsonSerializerContext;

/// <summary>
/// Amazon's serializer on that context. Its own defaults, Pascal case and no nulls, would make another answer of what
/// the command line writes.
/// </summary>
public sealed class FunctionSerializer() : SourceGeneratorLambdaJsonSerializer<FunctionJson>(options =>
{
    options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
    options.DefaultIgnoreCondition = JsonIgnoreCondition.Never;
});
