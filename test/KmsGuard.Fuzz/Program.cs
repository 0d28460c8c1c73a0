using System.Globalization;
using KmsGuard.Testing;

namespace KmsGuard.Fuzz;

/// <summary>Fuzzing of every parser that takes text from outside: <c>eng/prove fuzz</c>.</summary>
internal static class Program
{
    /// <summary>The first argument of the copy whose assemblies count their branches.</summary>
    public const string Instrumented = "--instrumented";

    private const int BoundedSeed = 20261122;

    public static int Main(string[] args)
    {
        if (args is not [Instrumented, .. var own])
        {
            return Instrumentation.Run(Path.Combine(RepositoryRoot.Find(), "artifacts", "fuzz", "bin"), args);
        }

        // Before anything of KmsGuard's.
        using var coverage = new Coverage();
        try
        {
            return Fuzz(own.Chunk(2).ToDictionary(pair => pair[0], pair => pair.ElementAtOrDefault(1) ?? throw new FormatException($"{pair[0]} has no value.")), coverage);
        }
        catch (FormatException e)
        {
            Console.Error.WriteLine(e.Message);
            return 2;
        }
    }

    private static int Fuzz(Dictionary<string, string> options, Coverage coverage)
    {
        var name = options.GetValueOrDefault("--target");
        var targets = Targets.Catalogue.All.Where(target => name is null || target.Name == name).ToList();
        if (targets.Count == 0)
        {
            throw new FormatException($"'{name}' is no target; there are {string.Join(", ", Targets.Catalogue.All.Select(target => target.Name))}.");
        }

        if (options.GetValueOrDefault("--replay") is { } file)
        {
            return Replay(targets[0], file);
        }

        var minutes = options.GetValueOrDefault("--minutes") is { } text ? double.Parse(text, CultureInfo.InvariantCulture) : (double?)null;
        var seed = options.GetValueOrDefault("--seed") is { } given ? int.Parse(given, CultureInfo.InvariantCulture)
            : minutes is null ? BoundedSeed
            : Random.Shared.Next();
        var each = minutes is { } all ? TimeSpan.FromMinutes(all / targets.Count) : TimeSpan.FromMinutes(10);
        Console.WriteLine($"Seed {seed}; {(minutes is null ? "some thousand inputs" : $"{each.TotalSeconds:0} seconds")} for each of {targets.Count} targets.");
        return targets.Sum(target => Hunted(target, new Hunt(target, seed, coverage), minutes is null ? target.BoundedTries : long.MaxValue, each)) > 0 ? 1 : 0;
    }

    private static int Hunted(Target target, Hunt hunt, long executions, TimeSpan time)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        hunt.Run(executions, time);
        Console.WriteLine($"{target.Name,-14} {hunt.Tried,9} inputs, {hunt.Kept,5} kept, {hunt.MostBranches,9} branches at most, {watch.Elapsed.TotalSeconds,5:0.0} s, {hunt.Broken.Count} findings");
        foreach (var (what, (input, trouble)) in hunt.Broken)
        {
            var file = Corpus.Keep(target, input);
            Console.WriteLine($"\nFOUND: {what}\n  {trouble.GetType().Name}: {trouble.Message}\n  eng/prove fuzz --target {target.Name} --replay {file}\n");
        }

        return hunt.Broken.Count;
    }

    private static int Replay(Target target, string file)
    {
        var trial = Trial.Of(target, File.ReadAllBytes(file));
        Console.WriteLine(trial.Trouble is null ? $"{target.Name}: every rule holds." : $"{target.Name}: {trial.Broken}\n{trial.Trouble}");
        return trial.Trouble is null ? 0 : 1;
    }
}
