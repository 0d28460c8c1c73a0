using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Making replicas of multi-Region primary keys.</summary>
internal sealed class KeyReplication(KmsState state, KeyAccess access)
{
    public JsonObject? ReplicateKey(KmsInvocation call)
    {
        var input = call.Input;
        var region = input.RequiredText("ReplicaRegion");
        var policy = input.Text("Policy") is { } text ? KeyPolicies.Read(call, text, "kms:PutKeyPolicy") : null;
        var description = input.Text("Description", maxLength: 8192) ?? "";
        var tags = KeyTags.Read(input, required: false);
        var primary = access.Open(call);
        if (!primary.Set.MultiRegion || primary.IsReplica)
        {
            throw KmsErrors.Unsupported($"{primary.Arn} is not a multi-Region primary key.");
        }

        if (!state.Serves(primary.Partition.Account, region))
        {
            throw KmsErrors.Validation($"ReplicaRegion {region} is not a Region that is enabled for this account.");
        }

        var partition = state.Partition(primary.Partition.Account, region);
        if (partition.Keys.Contains(primary.Set.Id))
        {
            throw new AwsException("AlreadyExistsException", $"{partition.Arn($"key/{primary.Set.Id}")} already exists.");
        }

        KeyCreation.RequireRoom(partition);
        var replica = partition.Add(primary.Set, call.Now, policy ?? partition.DefaultPolicy);
        replica.Description = description;
        KeyTags.Put(replica, tags);
        return Answer(replica);
    }

    private static JsonObject Answer(KmsKey replica)
    {
        // The answer shows the transient state; here it is over by the time anybody can look.
        replica.State = KeyState.Creating;
        var answer = new JsonObject
        {
            ["ReplicaKeyMetadata"] = KeyMetadata.Of(replica),
            ["ReplicaPolicy"] = replica.Policy.Text,
            ["ReplicaTags"] = KeyTags.Of(replica),
        };
        replica.State = replica.Set.Origin == "EXTERNAL" ? KeyState.PendingImport : KeyState.Enabled;
        return answer;
    }
}
