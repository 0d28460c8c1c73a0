using System.Text.Json.Nodes;
using KmsGuard.Aws.Tests.Sweeping;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>
/// Somebody who needs a doomed key after all, and tags it to be held just after a sweep has read the last that it reads of it.
/// </summary>
internal sealed class Claimant
{
    private readonly AwsSandbox aws;
    private readonly PlantedKey key;
    private int acted;

    public Claimant(AwsSandbox aws, PlantedKey key)
    {
        this.aws = aws;
        this.key = key;
        var others = aws.Kms.CallEnded;
        aws.Kms.CallEnded = call =>
        {
            others?.Invoke(call);
            if (call.Request.Operation == "GetKeyLastUsage" && call.KeyArn == key.Arn && Interlocked.Exchange(ref acted, 1) == 0)
            {
                Hold();
            }
        };
    }

    /// <summary>Whether it is held.</summary>
    public bool Holds(PlantedKey one) => one == key && Volatile.Read(ref acted) == 1;

    private void Hold() => aws.Kms.Invoke(new AwsRequest(
        "claim", "kms", key.Region, new(SandboxRun.Account, KeyMix.Owner, "AKIAOWNER"), "TagResource",
        new() { ["KeyId"] = key.Arn, ["Tags"] = new JsonArray(new JsonObject { ["TagKey"] = KeyTags.Hold, ["TagValue"] = "payroll needs it" }) }, "test"));
}
