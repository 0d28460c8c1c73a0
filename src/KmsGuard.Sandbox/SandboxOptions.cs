using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Sandbox;

/// <summary>How an embedded AWS is to start.</summary>
public sealed record SandboxOptions
{
    /// <summary>The loopback port to serve on; 0 for any free one.</summary>
    public int Port { get; init; }

    /// <summary>The accounts that exist; the first is home, whose credentials unknown access keys are taken for.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = ["111122223333"];

    /// <summary>The Regions that are enabled, in every account; any other answers as AWS does where it is not.</summary>
    public IReadOnlyList<string> Regions { get; init; } = ["us-east-1", "us-west-2", "eu-west-1"];

    /// <summary>Where the clock begins (UTC); null for the present.</summary>
    public DateTimeOffset? Start { get; init; }

    /// <summary>Whether KMS's request quotas are enforced (in real time, whatever the sandbox's clock does).</summary>
    public bool Quotas { get; init; } = true;

    /// <summary>How many seconds' worth of calls the quotas let through at once; more where a busy machine makes calls arrive in a heap.</summary>
    public double QuotaBurstSeconds { get; init; } = 1;

    /// <summary>What goes wrong from the start.</summary>
    public FaultPlan Faults { get; init; } = FaultPlan.None;
}
