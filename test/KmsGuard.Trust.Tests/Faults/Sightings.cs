using System.Collections.Concurrent;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>What scenes met, over all seeds: a proof that met nothing would prove nothing.</summary>
internal sealed class Sightings
{
    private readonly ConcurrentDictionary<(string Operation, FaultKind Kind, bool Done), int> faults = new();
    private readonly ConcurrentDictionary<string, int> events = new();

    /// <summary>What came about, and how often.</summary>
    public IReadOnlyDictionary<string, int> Events => events;

    public void Saw(string what) => events.AddOrUpdate(what, 1, (_, before) => before + 1);

    public void Saw(IEnumerable<ServedCall> calls)
    {
        foreach (var call in calls)
        {
            if (call.Fault is { } fault)
            {
                faults.AddOrUpdate((call.Operation, fault.Kind, fault.Done), 1, (_, before) => before + 1);
            }
        }
    }

    /// <summary>Every kind went wrong, before and after the call was done where it can; and so did every operation.</summary>
    public void ShouldCover(params IEnumerable<string> operations)
    {
        Enum.GetValues<FaultKind>().Except(faults.Keys.Select(fault => fault.Kind)).ShouldBeEmpty("kinds that were not met");
        operations.Except(faults.Keys.Select(fault => fault.Operation)).ShouldBeEmpty("operations in which nothing went wrong");
        foreach (var kind in (FaultKind[])[FaultKind.InternalError, FaultKind.LoadBalancerError, FaultKind.Hang, FaultKind.Reset, FaultKind.ClockSkew])
        {
            faults.Keys.Where(fault => fault.Kind == kind).Select(fault => fault.Done).Distinct().Count().ShouldBe(2, $"{kind}, before and after");
        }
    }

    public void ShouldHaveSeen(params IEnumerable<string> expected) => expected.Except(Events.Keys).ShouldBeEmpty("what never came about");
}
