using KmsGuard.Cli;

return await CommandLine.RunAsync(args, CliHost.OfProcess());
