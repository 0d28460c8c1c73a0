using System.Collections.Frozen;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>KMS, as strict as AWS's own about key states, permissions, pages and quotas. Safe to call from any thread.</summary>
public sealed class KmsService
{
    private readonly SandboxOptions options;
    private readonly KmsState state;
    private readonly RequestQuotas quotas;
    private readonly FrozenDictionary<string, Func<KmsInvocation, JsonObject?>> operations;

    // One lock for everything: multi-Region sets reach across Regions.
    private readonly Lock gate = new();

    /// <param name="options">Which accounts and Regions there are, and whether quotas hold.</param>
    /// <param name="clock">The sandbox's time, which makes keys disappear and rotate.</param>
    public KmsService(SandboxOptions options, SandboxClock clock)
    {
        this.options = options;
        quotas = new(TimeProvider.System, options.QuotaBurstSeconds);
        state = new KmsState(options, clock);
        operations = KmsOperations.Over(state).ToFrozenDictionary();
        clock.Moved += (_, _) => Settle();
    }

    /// <summary>Told of every call of an operation that KMS has, before anything is done. It may wait; an
    /// <see cref="AwsException"/> out of it is the answer, and KMS has done nothing.</summary>
    public Action<AwsRequest>? CallBegins { get; set; }

    /// <summary>The operations that it has.</summary>
    internal IReadOnlyCollection<string> Operations => operations.Keys;

    /// <summary>Told of every call of an operation that KMS has, well or not, after it ended.</summary>
    public Action<KmsCall>? CallEnded { get; set; }

    /// <summary>Told of what KMS does by itself when the time comes.</summary>
    public Action<KmsServiceEvent>? Happened { get; set; }

    /// <summary>Does a call.</summary>
    /// <returns>The operation's result; null for an empty one.</returns>
    /// <exception cref="AwsException">KMS refuses.</exception>
    public JsonObject? Invoke(AwsRequest request)
    {
        if (!state.Serves(request.Caller.Account, request.Region))
        {
            throw new AwsException("UnrecognizedClientException", "The security token included in the request is invalid.");
        }

        if (!operations.TryGetValue(request.Operation, out var operation))
        {
            throw new AwsException("UnknownOperationException", $"The sandbox's KMS has no operation {request.Operation}.");
        }

        CallBegins?.Invoke(request);
        Settle();
        KmsInvocation call;
        JsonObject? answer = null;
        AwsException? error = null;
        lock (gate)
        {
            call = new KmsInvocation(request, state.Partition(request.Caller.Account, request.Region), state.Now);
            try
            {
                if (options.Quotas)
                {
                    quotas.Take(request);
                }

                answer = operation(call);
            }
            catch (AwsException refusal)
            {
                error = refusal;
            }
        }

        var owner = call.Key?.Partition.Account ?? request.Caller.Account;
        CallEnded?.Invoke(new KmsCall(request, owner, call.Key?.Arn, answer, error, call.EventId));
        call.Happened.ForEach(one => Happened?.Invoke(one));
        return error is null ? answer : throw error;
    }

    /// <summary>Puts a key into the sandbox.</summary>
    /// <returns>Its ARN.</returns>
    /// <exception cref="ArgumentException">The account or Region does not exist here, or the seed contradicts itself.</exception>
    public string Seed(string account, string region, KeySeed seed)
    {
        lock (gate)
        {
            return KeySeeding.Plant(state, account, region, seed).Arn;
        }
    }

    private void Settle()
    {
        List<KmsServiceEvent> happened;
        lock (gate)
        {
            happened = [.. state.Timetable.Settle(state.Now)];
        }

        happened.ForEach(one => Happened?.Invoke(one));
    }
}
