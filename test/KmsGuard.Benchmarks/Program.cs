using System.CommandLine;
using KmsGuard.Benchmarks;
using KmsGuard.Benchmarks.Cold;
using KmsGuard.Benchmarks.Micro;
using KmsGuard.Benchmarks.Sweeping;
using Spectre.Console;

if (args is [ColdAlert.Nothing])
{
    return 0;
}

var which = new Argument<string>("benchmark") { Description = "Which to run." };
which.AcceptOnlyFromAmong("all", "cold", "sweep", "growth", "micro");
var runs = new Option<int>("--runs") { Description = "Cold starts of each subject.", DefaultValueFactory = _ => 20 };
var only = new Option<bool>("--only-ours") { Description = "Of sweeps, KmsGuard's own alone." };
var output = new Option<string>("--out") { Description = "Where the JSON goes.", DefaultValueFactory = _ => Path.Combine(Repository.Artifacts, "results.json") };
var root = new RootCommand("Measures KmsGuard and, beside it in the same run, the same jobs as others write them.") { which, runs, only, output };
root.SetAction(async (parsed, _) =>
{
    var results = new Results();
    var name = parsed.GetValue(which)!;
    if (name is "all" or "cold")
    {
        await ColdAlert.MeasureAsync(results, parsed.GetValue(runs), Say);
    }

    if (name is "all" or "sweep")
    {
        await SweepAtQuota.MeasureAsync(results, parsed.GetValue(only), Say);
    }

    if (name is "all" or "growth")
    {
        await Growth.MeasureAsync(results, Say);
    }

    if (name is "all" or "micro")
    {
        MicroBenchmarks.Measure(results);
    }

    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 160);
    results.Print(AnsiConsole.Console);
    await results.WriteAsync(parsed.GetValue(output)!);
});
return await root.Parse(args).InvokeAsync();

static void Say(string what) => Console.Error.WriteLine($"{TimeProvider.System.GetLocalNow():HH:mm:ss} {what}");
