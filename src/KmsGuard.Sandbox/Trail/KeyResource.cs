using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Trail;

/// <summary>A key in a CloudTrail record.</summary>
internal sealed record KeyResource(string Arn)
{
    private readonly string[] parts = Arn.Split(':', 6);

    public string Region => parts[3];

    public string Account => parts[4];

    /// <summary>The id without <c>key/</c>.</summary>
    public string KeyId => parts[5][(parts[5].IndexOf('/', StringComparison.Ordinal) + 1)..];

    /// <summary>As an entry of the record's <c>resources</c>.</summary>
    public JsonArray ToJson() =>
        [new JsonObject { ["accountId"] = Account, ["type"] = "AWS::KMS::Key", ["ARN"] = Arn }];
}
