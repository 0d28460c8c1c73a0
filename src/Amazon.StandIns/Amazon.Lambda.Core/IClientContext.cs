namespace Amazon.Lambda.Core;

/// <summary>What a caller that used the AWS Mobile SDK said of itself.</summary>
public interface IClientContext
{
    IDictionary<string, string> Environment { get; }

    IClientApplication Client { get; }

    IDictionary<string, string> Custom { get; }
}
