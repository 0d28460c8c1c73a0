using System.Text.Json.Nodes;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Trust.Tests.Keys;

/// <summary>Looks at keys from inside the sandbox: without a wire, so at any moment, in the middle of somebody's call too.</summary>
internal sealed class Observer(AwsSandbox sandbox, string account = Observer.Account)
{
    public const string Account = "111122223333";

    private const string AccessKeyId = "AKIAOBSERVER";

    private readonly AwsCaller caller = new(account, $"arn:aws:iam::{account}:user/observer", AccessKeyId);

    /// <summary>Whether a call is the observer's own.</summary>
    public static bool Made(AwsRequest request) => request.Caller.AccessKeyId == AccessKeyId;

    /// <summary>What stands of a key.</summary>
    public KeyStatus Look(string arn)
    {
        var described = Call("DescribeKey", arn)["KeyMetadata"]!;
        return new(
            (string)described["KeyState"]!,
            (string)described["KeySpec"]! == "SYMMETRIC_DEFAULT" && (string)described["KeyState"]! == "Enabled"
                ? (int?)Call("GetKeyRotationStatus", arn)["RotationPeriodInDays"]
                : null,
            (int?)described["PendingDeletionWindowInDays"],
            Tags(arn));
    }

    /// <summary>Its state alone.</summary>
    public string State(string arn) => (string)Call("DescribeKey", arn)["KeyMetadata"]!["KeyState"]!;

    /// <summary>Its tags.</summary>
    public IReadOnlyDictionary<string, string> Tags(string arn) =>
        Call("ListResourceTags", arn)["Tags"]!.AsArray().ToDictionary(tag => (string)tag!["TagKey"]!, tag => (string)tag!["TagValue"]!);

    private JsonObject Call(string operation, string arn) => sandbox.Kms.Invoke(new(
        Guid.NewGuid().ToString(), "kms", arn.Split(':')[3], caller, operation, new() { ["KeyId"] = arn }, "observer"))!;
}
