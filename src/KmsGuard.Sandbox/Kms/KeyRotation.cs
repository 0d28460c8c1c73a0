using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Automatic and on-demand rotation of key material.</summary>
internal sealed class KeyRotation(KmsState state, KeyAccess access)
{
    private const int MostOnDemand = 25;

    /// <summary>On a key that rotates already, this sets the period anew and starts the schedule again from now.</summary>
    public JsonObject? EnableKeyRotation(KmsInvocation call)
    {
        var days = call.Input.Number("RotationPeriodInDays", 90, 2560, 365);
        var set = Rotatable(access.Open(call)).Set;
        set.RotationPeriodInDays = days;
        state.Timetable.RotateAt(set, call.Now.AddDays(days));
        return null;
    }

    public JsonObject? DisableKeyRotation(KmsInvocation call)
    {
        var set = Rotatable(access.Open(call)).Set;
        set.RotationPeriodInDays = null;
        set.NextRotation = null;
        return null;
    }

    public JsonObject? GetKeyRotationStatus(KmsInvocation call)
    {
        var key = WithRotations(access.Open(call));

        // "While a KMS key is pending deletion, its key rotation status is false"; cancelling brings it back.
        var answer = new JsonObject { ["KeyId"] = key.Arn, ["KeyRotationEnabled"] = false };
        if (!key.IsPendingDeletion && key.Set is { RotationPeriodInDays: { } days, NextRotation: { } next })
        {
            answer["KeyRotationEnabled"] = true;
            answer["RotationPeriodInDays"] = days;
            answer["NextRotationDate"] = next.Epoch();
        }

        return answer;
    }

    /// <summary>Happens at once here; the schedule of automatic rotation stays as it is.</summary>
    public JsonObject? RotateKeyOnDemand(KmsInvocation call)
    {
        var key = Rotatable(access.Open(call));
        if (key.Set.Rotations.Count(rotation => rotation.Type == "ON_DEMAND") >= MostOnDemand)
        {
            throw KmsErrors.LimitExceeded($"{key.Arn} has been rotated on demand {MostOnDemand} times, the most allowed.");
        }

        key.Set.Rotations.Add(new KeyRotationRecord(call.Now, "ON_DEMAND"));
        call.Happened.Add(new KmsServiceEvent(KmsServiceEventKind.KeyRotated, key.Arn, call.Now));
        return new JsonObject { ["KeyId"] = key.Arn };
    }

    public JsonObject? ListKeyRotations(KmsInvocation call)
    {
        var key = WithRotations(access.Open(call));
        var rotations = new OrderedTable<KeyRotationRecord>();
        foreach (var (number, rotation) in key.Set.Rotations.Index())
        {
            rotations[$"{number:d6}"] = rotation;
        }

        return Paging.Page(call, "Rotations", Paging.Rotations, rotations, (_, rotation) => new JsonObject
        {
            ["KeyId"] = key.Arn,
            ["RotationDate"] = rotation.At.Epoch(),
            ["RotationType"] = rotation.Type,
        });
    }

    /// <exception cref="AwsException">The key is not symmetric, or its material lies in a custom key store.</exception>
    private static KmsKey WithRotations(KmsKey key)
    {
        RequireSymmetric(key);
        return key.Set.InCustomKeyStore ? throw KmsErrors.WrongOrigin(key) : key;
    }

    /// <exception cref="AwsException">The material is not KMS's own to rotate, or is rotated through the primary.</exception>
    private static KmsKey Rotatable(KmsKey key)
    {
        RequireSymmetric(key);
        if (key.Set.Origin != "AWS_KMS")
        {
            throw KmsErrors.WrongOrigin(key);
        }

        // AWS documents no error for a replica; of those that the operations' models offer, this one fits.
        return key.IsReplica
            ? throw KmsErrors.Unsupported($"{key.Arn} is a multi-Region replica key. Rotation is set on its primary key.")
            : key;
    }

    // AWS's message here is empty.
    private static void RequireSymmetric(KmsKey key)
    {
        if (key.Set.KeySpec != KeyCatalog.Symmetric)
        {
            throw KmsErrors.Unsupported("");
        }
    }
}
