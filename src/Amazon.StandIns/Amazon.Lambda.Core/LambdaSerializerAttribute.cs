namespace Amazon.Lambda.Core;

/// <summary>Names the serializer of a class-library handler, for one method or for the whole assembly.</summary>
/// <param name="serializerType">A type with a public parameterless constructor that implements <see cref="ILambdaSerializer"/>.</param>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Assembly, AllowMultiple = false)]
public sealed class LambdaSerializerAttribute(Type serializerType) : Attribute
{
    public Type SerializerType { get; set; } = serializerType;
}
