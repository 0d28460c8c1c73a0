namespace KmsGuard.Benchmarks;

/// <summary>One quantity of one subject, measured in several runs.</summary>
/// <param name="Benchmark">What was measured, such as cold-alert.</param>
/// <param name="Subject">Whose it is; the first subject of a benchmark is what the others are compared with.</param>
/// <param name="Name">The quantity.</param>
/// <param name="Unit">Its unit, such as ms.</param>
/// <param name="Values">A value for each run.</param>
internal sealed record Figure(string Benchmark, string Subject, string Name, string Unit, IReadOnlyList<double> Values)
{
    /// <summary>The middle one, or the mean of the two in the middle.</summary>
    public double Median
    {
        get
        {
            var sorted = Values.Order().ToList();
            return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
        }
    }

    /// <summary>The smallest.</summary>
    public double Minimum => Values.Min();

    /// <summary>The largest.</summary>
    public double Maximum => Values.Max();
}
