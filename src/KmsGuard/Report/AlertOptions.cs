using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>How alerts are made.</summary>
public sealed record AlertOptions
{
    /// <summary>How notices are written.</summary>
    public MessageFormat Format { get; init; } = MessageFormat.Text;

    /// <summary>Globs over role ARNs that are KmsGuard's own, whose doings are told apart from people's.</summary>
    public IReadOnlyList<Glob> OwnRoles { get; init; } = [];

    /// <summary>The account that the function runs in; null when unknown. Keys of other accounts are read through the member role.</summary>
    public string? OwnAccount { get; init; }

    /// <summary>How long reading the key may take before the alert goes out without what is missing, and marking it afterwards.</summary>
    public TimeSpan EnrichmentBudget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When a deletion is taken back at once; never by default.</summary>
    public RescueOptions Rescue { get; init; } = new();

    /// <summary>How long a rescue may take before the alert goes out with its failure.</summary>
    public TimeSpan RescueBudget { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long to go on trying to publish; the invocation's own end comes first if it is nearer.</summary>
    public TimeSpan DeliveryBudget { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Takes metrics, a line of CloudWatch's embedded metric format each; null for nowhere.</summary>
    public Action<string>? Metrics { get; init; }
}
