using System.Collections.Frozen;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Finds the key a call names, and says whether the caller, and the key's state, allow the call.</summary>
internal sealed class KeyAccess(KmsState state)
{
    private static readonly FrozenSet<string> AliasAccepted =
        ["DescribeKey", "Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"];

    private static readonly FrozenSet<string> CrossAccount =
    [
        .. AliasAccepted, "GetKeyRotationStatus", "ListGrants", "CreateGrant", "RevokeGrant",
    ];

    private static readonly FrozenSet<string> DryRun =
        ["CreateGrant", "RevokeGrant", "Encrypt", "Decrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext"];

    /// <exception cref="AwsException">There is no such key, the caller may not, or the key's state forbids it.</exception>
    public KmsKey Open(KmsInvocation call, string parameter = "KeyId") =>
        Open(call, Find(call, call.Input.RequiredText(parameter)));

    /// <exception cref="AwsException">The caller may not, or the key's state forbids it.</exception>
    public static KmsKey Open(KmsInvocation call, KmsKey key)
    {
        call.Key = key;
        Authorize(call, key);
        KeyStates.Demand(call.Operation, key);
        return DryRun.Contains(call.Operation) && call.Input.Flag("DryRun")
            ? throw new AwsException(
                "DryRunOperationException", "The request would have succeeded, but the DryRun option is set.")
            : key;
    }

    private static void Authorize(KmsInvocation call, KmsKey key)
    {
        var verdict = key.Policy.Judge(call.Caller, $"kms:{call.Operation}");
        if (verdict == PolicyVerdict.Deny)
        {
            throw KmsErrors.Denied(call.Caller, call.Operation, key.Arn, "with an explicit deny in a resource-based policy");
        }

        var foreign = key.Partition.Account != call.Caller.Account;
        if ((foreign && !CrossAccount.Contains(call.Operation)) || (verdict != PolicyVerdict.Allow && !Granted(call, key)))
        {
            throw KmsErrors.DeniedByNoPolicy(call.Caller, call.Operation, key.Arn);
        }
    }

    private static bool Granted(KmsInvocation call, KmsKey key) => key.Grants.After("").Any(grant =>
        (grant.Value.GranteePrincipal == call.Caller.Arn || grant.Value.GranteePrincipal == call.Caller.RoleArn)
        && grant.Value.Operations.Contains(call.Operation));

    /// <exception cref="AwsException">There is no such key.</exception>
    public KmsKey Find(KmsInvocation call, string text)
    {
        if (text.Length > 2048)
        {
            throw KmsErrors.TooLong("KeyId", 2048);
        }

        if (!text.StartsWith("arn:", StringComparison.Ordinal))
        {
            return Find(call, call.Partition, text);
        }

        if (text.Split(':', 6) is not ["arn", _, "kms", var region, { Length: 12 } account, var resource]
            || !account.All(char.IsAsciiDigit)
            || resource.Split('/')[0] is not ("key" or "alias")
            || !resource.Contains('/', StringComparison.Ordinal))
        {
            throw KmsErrors.InvalidArn(text);
        }

        if (region != call.Request.Region)
        {
            throw new AwsException("NotFoundException", $"Invalid arn {region}");
        }

        var isAlias = resource.StartsWith("alias/", StringComparison.Ordinal);
        if (isAlias && !AliasAccepted.Contains(call.Operation))
        {
            throw KmsErrors.InvalidArn(text);
        }

        return state.Serves(account, region)
            ? Find(call, state.Partition(account, region), isAlias ? resource : resource["key/".Length..])
            : throw KmsErrors.DeniedByNoPolicy(call.Caller, call.Operation, text);
    }

    private KmsKey Find(KmsInvocation call, KmsPartition partition, string name)
    {
        var isAlias = name.StartsWith("alias/", StringComparison.Ordinal);
        if (isAlias && AliasAccepted.Contains(call.Operation))
        {
            if (partition.Aliases.TryGet(name, out var alias))
            {
                if (alias.Key is { } target)
                {
                    return target;
                }

                if (call.Operation == "DescribeKey" && partition == call.Partition)
                {
                    return AwsManagedKeys.Create(state, partition, name);
                }
            }

            throw Absent(call, partition, name, $"Alias {partition.Arn(name)} is not found.");
        }

        if (partition.Keys.TryGet(name, out var key))
        {
            return key;
        }

        var wellFormed = Guid.TryParseExact(name, "d", out _) || name.StartsWith("mrk-", StringComparison.Ordinal);
        throw Absent(
            call,
            partition,
            $"key/{name}",
            wellFormed ? KmsErrors.NotFound(partition.Arn($"key/{name}")).Message : $"Invalid keyId '{name}'");
    }

    // What does not exist in another account is not told from what may not be seen there.
    private static AwsException Absent(KmsInvocation call, KmsPartition partition, string resource, string message) =>
        partition == call.Partition
            ? new AwsException("NotFoundException", message)
            : KmsErrors.DeniedByNoPolicy(call.Caller, call.Operation, partition.Arn(resource));
}
