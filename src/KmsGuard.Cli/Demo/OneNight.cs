namespace KmsGuard.Cli.Demo;

internal static class OneNight
{
    public static Task<int> TellAsync(CliHost host, CancellationToken stop) => Task.FromResult(host.Ansi && stop.IsCancellationRequested ? 1 : 0);
}
