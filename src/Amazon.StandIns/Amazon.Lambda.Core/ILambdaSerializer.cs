namespace Amazon.Lambda.Core;

/// <summary>Turns an invocation's payload into the handler's input, and its output into the response.</summary>
public interface ILambdaSerializer
{
    T Deserialize<T>(Stream requestStream);

    void Serialize<T>(T response, Stream responseStream);
}
