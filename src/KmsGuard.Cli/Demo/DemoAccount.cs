namespace KmsGuard.Cli.Demo;

/// <summary>The account that the sandbox and the demo play in.</summary>
internal static class DemoAccount
{
    /// <summary>Its id.</summary>
    public const string Id = "111122223333";

    /// <summary>The home Region, where the topic is.</summary>
    public const string Home = "us-east-1";

    /// <summary>The topic's name.</summary>
    public const string Topic = "kmsguard-notices";

    /// <summary>The Regions.</summary>
    public static readonly IReadOnlyList<string> Regions = [Home, "us-west-2", "eu-west-1"];

    /// <summary>A role's ARN.</summary>
    public static string Role(string name) => $"arn:aws:iam::{Id}:role/{name}";
}
