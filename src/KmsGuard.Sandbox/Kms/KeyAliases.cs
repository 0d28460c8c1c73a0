using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Friendly names of keys.</summary>
internal sealed partial class KeyAliases(KeyAccess access)
{
    private const int MostAliases = 50;

    public JsonObject? CreateAlias(KmsInvocation call)
    {
        var name = call.Input.RequiredText("AliasName");
        if (name.Length > 256 || !AliasName().IsMatch(name))
        {
            throw new AwsException("InvalidAliasNameException", $"'{KmsErrors.Short(name)}' is not alias/ and a name.");
        }

        if (name.StartsWith(AwsManagedKeys.AliasPrefix, StringComparison.Ordinal))
        {
            throw new AwsException(
                "NotAuthorizedException", $"Names that begin with {AwsManagedKeys.AliasPrefix} are reserved for AWS.");
        }

        var key = access.Open(call, "TargetKeyId");
        if (call.Partition.Aliases.Contains(name))
        {
            throw new AwsException("AlreadyExistsException", $"An alias with the name {call.Partition.Arn(name)} already exists");
        }

        if (key.Aliases.Count >= MostAliases)
        {
            throw KmsErrors.LimitExceeded($"A key has at most {MostAliases} aliases.");
        }

        call.Partition.Add(new KmsAlias(name, key, call.Now));
        return null;
    }

    public static JsonObject? DeleteAlias(KmsInvocation call)
    {
        var name = call.Input.RequiredText("AliasName");
        if (!call.Partition.Aliases.TryGet(name, out var alias) || alias.Key is null)
        {
            throw new AwsException("NotFoundException", $"Alias {call.Partition.Arn(name)} is not found.");
        }

        var key = KeyAccess.Open(call, alias.Key);
        key.Aliases.Remove(name);
        call.Partition.Aliases.Remove(name);
        return null;
    }

    /// <summary>All of the Region, or those of one key.</summary>
    public JsonObject? ListAliases(KmsInvocation call) =>
        Paging.Page(call, "Aliases", Paging.Aliases, Scope(call), (name, alias) => Show(call.Partition, name, alias));

    // ListAliases is an IAM permission, not one of key policies, so the key is only looked up.
    private OrderedTable<KmsAlias> Scope(KmsInvocation call)
    {
        if (call.Input.Text("KeyId") is not { } text)
        {
            return call.Partition.Aliases;
        }

        call.Key = access.Find(call, text);
        return call.Key.Partition == call.Partition ? call.Key.Aliases : throw KmsErrors.NotFound(call.Key.Arn);
    }

    private static JsonObject Show(KmsPartition partition, string name, KmsAlias alias)
    {
        var entry = new JsonObject { ["AliasName"] = name, ["AliasArn"] = partition.Arn(name) };
        if (alias.Key is { } key)
        {
            entry["TargetKeyId"] = key.Set.Id;
            entry["CreationDate"] = alias.CreatedAt.Epoch();
            entry["LastUpdatedDate"] = alias.CreatedAt.Epoch();
        }

        return entry;
    }

    [GeneratedRegex(@"^alias/[a-zA-Z0-9:/_-]+\z")]
    private static partial Regex AliasName();
}
