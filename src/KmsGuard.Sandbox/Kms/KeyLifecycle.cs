using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Switching keys off and on, and letting them go.</summary>
internal sealed class KeyLifecycle(KmsState state, KeyAccess access)
{
    private const int DefaultWindowInDays = 30;

    public JsonObject? DisableKey(KmsInvocation call)
    {
        Turn(access.Open(call), KeyState.Disabled);
        return null;
    }

    public JsonObject? EnableKey(KmsInvocation call)
    {
        var key = access.Open(call);
        Turn(key, KeyState.Enabled);
        RotateOverdue(call, key);
        return null;
    }

    public JsonObject? ScheduleKeyDeletion(KmsInvocation call)
    {
        // The model's shape allows 1 to 365, so it is the service that refuses.
        var days = call.Input.Number("PendingWindowInDays", 7, 30, DefaultWindowInDays);
        var key = access.Open(call);
        key.PendingWindowInDays = days;
        var answer = new JsonObject { ["KeyId"] = key.Arn };
        if (key.Set.Replicas.Count > 0 && !key.IsReplica)
        {
            key.State = KeyState.PendingReplicaDeletion;
        }
        else
        {
            state.Timetable.DeleteAt(key, call.Now.AddDays(days));
            answer["DeletionDate"] = key.DeletionDate!.Value.Epoch();
        }

        answer["KeyState"] = key.State.ToString();
        answer["PendingWindowInDays"] = days;
        return answer;
    }

    /// <summary>"When this operation succeeds, the key state of the KMS key is Disabled", whatever it was before.</summary>
    public JsonObject? CancelKeyDeletion(KmsInvocation call)
    {
        var key = access.Open(call);
        key.State = KeyState.Disabled;
        key.DeletionDate = null;
        key.PendingWindowInDays = null;

        // "If the key material is past its scheduled rotation date, AWS KMS rotates it immediately."
        RotateOverdue(call, key);
        return new JsonObject { ["KeyId"] = key.Arn };
    }

    public JsonObject? UpdateKeyDescription(KmsInvocation call)
    {
        var description = call.Input.Text("Description", maxLength: 8192) ?? throw KmsErrors.Missing("Description");
        access.Open(call).Description = description;
        return null;
    }

    public JsonObject? DeleteImportedKeyMaterial(KmsInvocation call)
    {
        var key = access.Open(call);
        if (key.Set.Origin != "EXTERNAL")
        {
            throw KmsErrors.WrongOrigin(key);
        }

        key.ValidTo = null;
        if (!key.IsPendingDeletion)
        {
            key.State = KeyState.PendingImport;
        }

        return new JsonObject { ["KeyId"] = key.Arn };
    }

    // A key whose custom key store cannot be reached stays Unavailable, though the call succeeds.
    private static void Turn(KmsKey key, KeyState to) => key.State = key.State == KeyState.Unavailable ? key.State : to;

    private void RotateOverdue(KmsInvocation call, KmsKey key)
    {
        if (!key.IsReplica && state.Timetable.RotateOverdue(key.Set, call.Now) is { } rotated)
        {
            call.Happened.Add(rotated);
        }
    }
}
