using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Reading and replacing key policies. Both work in every key state.</summary>
internal sealed class KeyPolicies(KeyAccess access)
{
    public JsonObject? GetKeyPolicy(KmsInvocation call)
    {
        RequireDefaultName(call);
        return new JsonObject { ["Policy"] = access.Open(call).Policy.Text, ["PolicyName"] = "default" };
    }

    public JsonObject? PutKeyPolicy(KmsInvocation call)
    {
        RequireDefaultName(call);
        var policy = Read(call, call.Input.RequiredText("Policy"), "kms:PutKeyPolicy");
        access.Open(call).Policy = policy;
        return null;
    }

    /// <exception cref="AwsException">It is malformed, or locks out the caller, who did not say that this is wanted.</exception>
    public static KeyPolicy Read(KmsInvocation call, string text, string action)
    {
        var policy = KeyPolicy.Parse(text);
        return call.Input.Flag("BypassPolicyLockoutSafetyCheck") || policy.Judge(call.Caller, action) == PolicyVerdict.Allow
            ? policy
            : throw new AwsException(
                "MalformedPolicyDocumentException",
                "The new key policy will not allow you to update the key policy in the future.");
    }

    private static void RequireDefaultName(KmsInvocation call)
    {
        if (call.Input.Text("PolicyName") is { } name and not "default")
        {
            throw new AwsException("NotFoundException", $"No such policy exists: {KmsErrors.Short(name)}");
        }
    }
}
