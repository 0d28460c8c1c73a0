using KmsGuard.Sandbox.Events;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Trail;

/// <summary>Tells the event bus what happened in KMS, as a trail that logs all management events does.</summary>
internal sealed class CloudTrail(EventBridge bus, TimeProvider time)
{
    /// <summary>
    /// Records a call in the caller's account and, if the key is another's and access was not denied, in the owner's as well.
    /// </summary>
    public void Record(KmsCall call)
    {
        if (call.Error is null && ApiCallEvent.IsReadOnly(call.Request.Operation) && !bus.TakesSuccessfulReads)
        {
            return;
        }

        var at = time.GetUtcNow();
        var caller = call.Request.Caller.Account;
        if (call.Owner == caller || call.Error?.Code == "AccessDeniedException")
        {
            bus.Emit(ApiCallEvent.Build(call, caller, at, call.EventId, sharedEventId: null));
            return;
        }

        var shared = Guid.NewGuid().ToString();
        bus.Emit(ApiCallEvent.Build(call, caller, at, call.EventId, shared));
        bus.Emit(ApiCallEvent.Build(call, call.Owner, at, Guid.NewGuid().ToString(), shared));
    }

    /// <summary>Records what KMS did by itself: CloudTrail's service event, and KMS's own event on the bus.</summary>
    public void Record(KmsServiceEvent happened)
    {
        bus.Emit(ServiceEvent.Build(happened));
        bus.Emit(NativeEvent.Build(happened));
    }
}
