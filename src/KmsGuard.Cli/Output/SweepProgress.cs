using System.Collections.Concurrent;
using KmsGuard.Remediate;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace KmsGuard.Cli.Output;

/// <summary>Shows on standard error how far a sweep has come, once it takes longer than a second: bars on a terminal, lines now and
/// then where a file or another program takes them.</summary>
/// <param name="host">Where it is shown.</param>
/// <param name="betweenLines">How often lines are written; null for every 15 seconds.</param>
internal sealed class SweepProgress(CliHost host, TimeSpan? betweenLines = null)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1), Frame = TimeSpan.FromMilliseconds(200);

    private readonly TimeSpan betweenLines = betweenLines ?? TimeSpan.FromSeconds(15);
    private readonly ConcurrentQueue<RegionProgress> regions = new();

    /// <summary>A Region was begun.</summary>
    public void Add(RegionProgress region) => regions.Enqueue(region);

    /// <summary>Shows it until the sweep is done.</summary>
    public async Task<T> ShowAsync<T>(Task<T> sweep)
    {
        if (!await EndsWithinAsync(sweep, Patience))
        {
            await (host.ErrorScreen is { Colours: true, Columns: not null } ? DrawAsync(sweep) : TellAsync(sweep));
        }

        return await sweep;
    }

    private Task DrawAsync(Task sweep) => Console().Progress()
        .AutoClear(true)
        .HideCompleted(true)
        .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 20 }, new FiguresColumn())
        .StartAsync(async bars =>
        {
            Dictionary<RegionProgress, ProgressTask> tasks = [];
            do
            {
                foreach (var region in regions)
                {
                    Update(region, bars, tasks);
                }
            }
            while (!await EndsWithinAsync(sweep, Frame));
        });

    private void Update(RegionProgress region, ProgressContext bars, Dictionary<RegionProgress, ProgressTask> tasks)
    {
        if (!tasks.TryGetValue(region, out var bar))
        {
            tasks[region] = bar = bars.AddTask(Name(region));
        }

        var figures = SweepFigures.Of(region, host.Time.GetUtcNow());
        bar.IsIndeterminate = !figures.AllListed;
        bar.MaxValue = Math.Max(1, figures.Listed);
        bar.Value = figures.Done;
        bar.State.Update<SweepFigures>(nameof(SweepFigures), _ => figures);
        if (region.Finished && !bar.IsFinished)
        {
            bar.Value = bar.MaxValue;
            bar.StopTask();
        }
    }

    private async Task TellAsync(Task sweep)
    {
        do
        {
            foreach (var region in regions.Where(region => !region.Finished))
            {
                host.Tell($"{Name(region)}: {SweepFigures.Of(region, host.Time.GetUtcNow())}");
            }

            var done = regions.Count(region => region.Finished);
            if (done > 0)
            {
                host.Tell($"{(done == 1 ? "1 Region is" : $"{done} Regions are")} done.");
            }
        }
        while (!await EndsWithinAsync(sweep, betweenLines));
    }

    private IAnsiConsole Console()
    {
        var console = Terminal.On(host.Error, host.ErrorScreen);
        // Or it would print lines of its own instead of bars.
        console.Profile.Capabilities.Interactive = true;
        return console;
    }

    // What the sweep ends in is the caller's to see.
    private async Task<bool> EndsWithinAsync(Task sweep, TimeSpan time) =>
        await Task.WhenAny(sweep, Task.Delay(time, host.Time)) == sweep;

    // Regions of the caller's own account need no other name.
    private string Name(RegionProgress region) =>
        regions.Any(other => other.Account != region.Account) ? $"{region.Account} {region.Region}" : region.Region;

    /// <summary>The figures beside the bar.</summary>
    private sealed class FiguresColumn : ProgressColumn
    {
        /// <inheritdoc/>
        protected override bool NoWrap => true;

        /// <inheritdoc/>
        public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
            new Text(task.State.Get<SweepFigures>(nameof(SweepFigures)).ToString(), new(Color.Grey)) { Overflow = Overflow.Ellipsis };
    }
}
