using KmsGuard.Remediate;

namespace KmsGuard.Fuzz.Targets;

/// <summary>Plan files: what is read is the plan that was made, whatever was done to the file; anything else is refused.</summary>
internal sealed class PlanTarget() : Target("plan")
{
    private static readonly Plan Empty = PlanFile.Seal(Samples.Plan with { Keys = [] });

    public override bool IsJson => true;

    public override int MaxLength => 16_384;

    public override IEnumerable<byte[]> Made => [PlanFile.Write(Samples.Plan), PlanFile.Write(Empty)];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var plan = PlanFile.Read(input, out var problem);
        Hold.That(plan is null == problem.Length > 0, "a plan is read or refused");
        if (plan is null)
        {
            Hold.Shown(problem, 500, "what is wrong with a plan");
            return;
        }

        Hold.That(plan.Digest == Samples.Plan.Digest || plan.Digest == Empty.Digest, "an altered plan is refused");
        Hold.SameList(PlanFile.Write(plan), PlanFile.Write(plan.Digest == Empty.Digest ? Empty : Samples.Plan), "an altered plan is refused");
        Hold.That(PlanFile.Read(PlanFile.Write(plan), out _)?.Digest == plan.Digest, "a plan that was read can be read again");
    }
}
