using System.Diagnostics;
using System.IO.Compression;
using KmsGuard.Sandbox;

namespace KmsGuard.Benchmarks.Cold;

/// <summary>Cold starts of the alert function and of the same job as others write it, one after the other in turns.</summary>
internal static class ColdAlert
{
    /// <summary>The only argument of this program when it is to do nothing.</summary>
    public const string Nothing = "nothing";

    private const string Name = "cold-alert";

    // Two processors, as this measures on mostly, and what the templates give the function.
    private static readonly int[] Sizes = [2 * ProcessorShare.WholeMegabytes, 512];

    /// <summary>Measures.</summary>
    public static async Task MeasureAsync(Results results, int runs, Action<string> say)
    {
        var subjects = await ColdSubject.PrepareAsync(say);
        await using var sandbox = await AwsSandbox.StartAsync();
        foreach (var subject in subjects)
        {
            // So that what is measured is not the sandbox's own first time, nor the disk's.
            _ = await ColdRun.MeasureAsync(sandbox, subject, Sizes[0]);
        }

        var measured = subjects.SelectMany(subject => Sizes.Select(size => (subject, size))).ToDictionary(one => one, _ => new List<ColdRun>());
        List<double> runtime = [];
        for (var run = 0; run < runs; run++)
        {
            say($"cold alert {run + 1} of {runs}");
            foreach (var (one, list) in measured)
            {
                list.Add(await ColdRun.MeasureAsync(sandbox, one.subject, one.size));
            }

            runtime.Add(await EmptyProgramAsync());
        }

        foreach (var size in Sizes)
        {
            var at = $"{size} MB: ";
            Add(size, at + "start to notice", "ms", run => run.Published);
            Add(size, at + "  until it asks for the event", "ms", run => run.Started);
            Add(size, at + "  then until its first call", "ms", run => run.FirstCall - run.Started);
            Add(size, at + "  then until the notice", "ms", run => run.Published - run.FirstCall);
            Add(size, at + "start to answer", "ms", run => run.Answered);
        }

        Add(Sizes[0], "peak memory", "MB", run => run.Megabytes);
        results.Add(Name, ".NET, an empty program", "start to end", "ms", runtime);
        foreach (var subject in subjects.Where(subject => subject.Package is not null))
        {
            results.Add(Name, subject.Name, "zip", "MB", [ZippedMegabytes(subject.Package!)]);
        }

        void Add(int size, string figure, string unit, Func<ColdRun, double> value)
        {
            foreach (var subject in subjects)
            {
                results.Add(Name, subject.Name, figure, unit, measured[(subject, size)].Select(value));
            }
        }
    }

    // This program, which ends at once when it is asked to: what .NET itself takes.
    private static async Task<double> EmptyProgramAsync()
    {
        var watch = Stopwatch.StartNew();
        await Repository.RunAsync(Repository.Root, "dotnet", typeof(ColdAlert).Assembly.Location, Nothing);
        return watch.Elapsed.TotalMilliseconds;
    }

    private static double ZippedMegabytes(string folder)
    {
        using var zip = new MemoryStream();
        ZipFile.CreateFromDirectory(folder, zip);
        return zip.Length / 1e6;
    }
}
