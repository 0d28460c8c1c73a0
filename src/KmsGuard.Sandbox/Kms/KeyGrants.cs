using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Grants: permissions that live beside the key policy.</summary>
internal sealed class KeyGrants(KeyAccess access)
{
    private const int MostGrants = 50_000;

    private static readonly FrozenSet<string> GrantOperations =
    [
        "Decrypt", "Encrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "ReEncryptFrom", "ReEncryptTo", "Sign",
        "Verify", "GetPublicKey", "CreateGrant", "RetireGrant", "DescribeKey", "GenerateDataKeyPair",
        "GenerateDataKeyPairWithoutPlaintext", "GenerateMac", "VerifyMac", "DeriveSharedSecret", "Encapsulate", "Decapsulate",
    ];

    public JsonObject? CreateGrant(KmsInvocation call)
    {
        var grantee = call.Input.RequiredText("GranteePrincipal");
        var operations = call.Input.Texts("Operations");
        if (operations.Count == 0)
        {
            throw KmsErrors.Missing("Operations");
        }

        if (operations.FirstOrDefault(one => !GrantOperations.Contains(one)) is { } unknown)
        {
            throw KmsErrors.Constraint($"'{unknown}'", "Operations", "Member must satisfy enum value set");
        }

        var key = access.Open(call);
        var grant = Add(
            key,
            new KeyGrant(
                NewId(),
                call.Input.Text("Name"),
                grantee,
                call.Input.Text("RetiringPrincipal"),
                call.Caller.Account,
                operations,
                call.Input.Structure("Constraints")?.DeepClone(),
                call.Now));
        return new JsonObject { ["GrantId"] = grant.Id, ["GrantToken"] = NewId() };
    }

    public JsonObject? RevokeGrant(KmsInvocation call)
    {
        var id = call.Input.RequiredText("GrantId");
        if (!access.Open(call).Grants.Remove(id))
        {
            throw new AwsException("NotFoundException", $"Grant ID {id} not found");
        }

        return null;
    }

    public JsonObject? ListGrants(KmsInvocation call)
    {
        var id = call.Input.Text("GrantId");
        var grantee = call.Input.Text("GranteePrincipal");
        var key = access.Open(call);
        return Paging.Page(call, "Grants", Paging.Grants, key.Grants, (_, grant) =>
            (id ?? grant.Id) == grant.Id && (grantee ?? grant.GranteePrincipal) == grant.GranteePrincipal
                ? Show(key, grant)
                : null);
    }

    /// <summary>A grant of use, as a service makes it for its own.</summary>
    public static void Seed(KmsKey key, string grantee, DateTimeOffset now) => Add(
        key,
        new KeyGrant(NewId(), null, grantee, null, key.Partition.Account, ["Decrypt", "GenerateDataKey"], null, now));

    private static KeyGrant Add(KmsKey key, KeyGrant grant)
    {
        if (key.Grants.Count >= MostGrants)
        {
            throw KmsErrors.LimitExceeded($"A key has at most {MostGrants} grants.");
        }

        key.Grants[grant.Id] = grant;
        return grant;
    }

    private static string NewId() => RandomNumberGenerator.GetHexString(64, lowercase: true);

    private static JsonObject Show(KmsKey key, KeyGrant grant)
    {
        var entry = new JsonObject
        {
            ["KeyId"] = key.Arn,
            ["GrantId"] = grant.Id,
            ["Name"] = grant.Name ?? "",
            ["CreationDate"] = grant.CreatedAt.Epoch(),
            ["GranteePrincipal"] = grant.GranteePrincipal,
            ["IssuingAccount"] = grant.IssuingAccount,
            ["Operations"] = new JsonArray([.. grant.Operations.Select(name => JsonValue.Create(name))]),
        };
        if (grant.RetiringPrincipal is { } retiring)
        {
            entry["RetiringPrincipal"] = retiring;
        }

        if (grant.Constraints is { } constraints)
        {
            entry["Constraints"] = constraints.DeepClone();
        }

        return entry;
    }
}
