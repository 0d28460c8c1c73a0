namespace Amazon.Lambda.Serialization.SystemTextJson;

/// <summary>A payload that does not fit the handler's input, or an output that cannot be written as JSON.</summary>
public class JsonSerializerException : Exception
{
    public JsonSerializerException(string message)
        : base(message)
    {
    }

    public JsonSerializerException(string message, Exception exception)
        : base(message, exception)
    {
    }
}
