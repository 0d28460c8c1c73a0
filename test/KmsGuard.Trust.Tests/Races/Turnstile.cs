using System.Collections.Concurrent;
using System.Globalization;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Trust.Tests.Races;

/// <summary>Where every call comes by: it can hold one party before one of its calls until it is let go.</summary>
internal sealed class Turnstile
{
    private readonly ConcurrentDictionary<string, int> counts = new();
    private readonly ConcurrentDictionary<string, Gate> gates = new();
    private readonly ConcurrentQueue<(string Party, string Call)> calls = new();

    /// <summary>The calls of one party, in their order: DescribeKey#2 is its second DescribeKey.</summary>
    public IReadOnlyList<string> Of(string party) => [.. calls.Where(call => call.Party == party).Select(call => call.Call)];

    /// <summary>Holds a party before a call, when it comes to it.</summary>
    public Gate Hold(string party, string call) => gates[party] = new(call);

    /// <summary>Holds all of them at each of their calls until all are there; null lets them go.</summary>
    public Lockstep? Lockstep { get; set; }

    /// <summary>A call comes by.</summary>
    public void Pass(AwsRequest request)
    {
        var party = request.Caller.Arn.Split('/')[^1];
        var count = counts.AddOrUpdate($"{party} {request.Operation}", 1, (_, n) => n + 1);
        var call = $"{request.Operation}#{count.ToString(CultureInfo.InvariantCulture)}";
        calls.Enqueue((party, call));
        if (gates.TryGetValue(party, out var gate))
        {
            gate.Pass(call);
        }

        Lockstep?.Step(party);
    }

    /// <summary>Before one call of one party.</summary>
    internal sealed class Gate(string at)
    {
        private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>Until the party stands before it, or has ended without coming by.</summary>
        public Task ReachedAsync(Task party) => Task.WhenAny(reached.Task, party);

        /// <summary>Lets go.</summary>
        public void Open() => opened.TrySetResult();

        /// <summary>Waits, if it is that call.</summary>
        public void Pass(string call)
        {
            if (call == at)
            {
                reached.TrySetResult();
                opened.Task.Wait(TimeSpan.FromMinutes(2)).ShouldBeTrue("nobody lets go");
            }
        }
    }
}
