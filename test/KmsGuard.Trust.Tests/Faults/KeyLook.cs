using System.Text.Json.Nodes;
using KmsGuard.Detect;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>What a key really is: seen past the wire and what goes wrong there, by somebody whom no policy shuts out.</summary>
/// <param name="State">Its state.</param>
/// <param name="Tags">Its tags, in order.</param>
/// <param name="PeriodDays">How often it rotates; null for not.</param>
internal sealed record KeyLook(string State, string Tags, int? PeriodDays)
{
    public bool IsPending => State is "PendingDeletion" or "PendingReplicaDeletion";

    public string? Tag(string name) =>
        Tags.Split('\n').FirstOrDefault(tag => tag.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    public static KeyLook Of(AwsSandbox aws, string arn)
    {
        var tags = Look("ListResourceTags")[nameof(Tags)]!.AsArray().Select(tag => $"{tag!["TagKey"]}={tag["TagValue"]}");
        var key = Look("DescribeKey")["KeyMetadata"]!;
        var rotates = (string?)key["KeySpec"] == "SYMMETRIC_DEFAULT" && (string?)key["KeyManager"] == "CUSTOMER" && (string?)key["Origin"] == "AWS_KMS";
        return new(
            (string)key["KeyState"]!,
            string.Join('\n', tags.Order(StringComparer.Ordinal)),
            rotates ? (int?)Look("GetKeyRotationStatus")["RotationPeriodInDays"] : null);

        JsonObject Look(string operation) => aws.Kms.Invoke(new AwsRequest(
            "look", "kms", KeyArn.Parse(arn).Region, new(KeyArn.Parse(arn).Account, KeyMix.Owner, "AKIAOWNER"), operation, new() { ["KeyId"] = arn }, "test"))!;
    }
}
