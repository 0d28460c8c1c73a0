using System.Diagnostics;

namespace KmsGuard.Fuzz;

/// <summary>Tries a target with one input after the other. An input that takes a way through the code that none took before is
/// kept, and is what later ones are made of.</summary>
internal sealed class Hunt(Target target, int seed, Coverage? coverage)
{
    private readonly Random random = new(seed);
    private readonly List<byte[]> corpus = [];
    private readonly byte[] seen = Coverage.Nothing();
    private readonly Dictionary<string, (byte[] Input, Exception Trouble)> broken = [];

    /// <summary>How many inputs were tried.</summary>
    public long Tried { get; private set; }

    /// <summary>How many of them are worth building on.</summary>
    public int Kept => corpus.Count;

    /// <summary>The most branches that one input took.</summary>
    public long MostBranches { get; private set; }

    /// <summary>What was found, a smallest input each.</summary>
    public IReadOnlyDictionary<string, (byte[] Input, Exception Trouble)> Broken => broken;

    /// <summary>Goes on until enough inputs were tried, or time is up.</summary>
    public void Run(long executions, TimeSpan time)
    {
        var mutator = new ByteMutator(random, target.Words);
        var structure = new JsonMutator(random, target.Words);
        foreach (var input in Corpus.SeedsOf(target).DefaultIfEmpty([]))
        {
            corpus.Add(input);
            Try(input);
        }

        for (var watch = Stopwatch.StartNew(); Tried < executions && watch.Elapsed < time;)
        {
            // What was found last is what leads on.
            var from = corpus[random.Next(3) == 0 ? random.Next(Math.Max(0, corpus.Count - 10), corpus.Count) : random.Next(corpus.Count)];
            var input = (target.IsJson && random.Next(3) > 0 ? structure.Change(from) : null)
                ?? mutator.Change(from, corpus[random.Next(corpus.Count)], target.MaxLength);
            if (input.Length <= target.MaxLength && Try(input))
            {
                corpus.Add(input);
            }
        }
    }

    private bool Try(byte[] input)
    {
        Tried++;
        var trial = Once(input, out var isNew);
        if (trial is { Broken: { } what, Trouble: { } trouble } && !broken.ContainsKey(what))
        {
            var smallest = Minimizer.Minimize(input, smaller => Once(smaller, out _).Broken == what);
            broken[what] = (smallest, Once(smallest, out _).Trouble ?? trouble);
        }

        return isNew && trial.Broken is null;
    }

    private Trial Once(byte[] input, out bool isNew)
    {
        coverage?.Begin(target.MaxBranches(input.Length));
        var trial = Trial.Of(target, input);
        isNew = coverage?.End(seen) ?? false;
        MostBranches = Math.Max(MostBranches, coverage?.Branches ?? 0);
        return trial;
    }
}
