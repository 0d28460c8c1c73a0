using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>A call while it is worked on.</summary>
internal sealed class KmsInvocation(AwsRequest request, KmsPartition partition, DateTimeOffset now)
{
    public AwsRequest Request { get; } = request;

    public string Operation => Request.Operation;

    public JsonObject Input => Request.Input;

    public AwsCaller Caller => Request.Caller;

    /// <summary>The caller's own account, in the Region that was called.</summary>
    public KmsPartition Partition { get; } = partition;

    public DateTimeOffset Now { get; } = now;

    /// <summary>The id that CloudTrail gives to this call.</summary>
    public string EventId { get; } = Guid.NewGuid().ToString();

    /// <summary>The key it is about, as soon as that is known.</summary>
    public KmsKey? Key { get; set; }

    /// <summary>What KMS did by itself because of this call.</summary>
    public List<KmsServiceEvent> Happened { get; } = [];
}
