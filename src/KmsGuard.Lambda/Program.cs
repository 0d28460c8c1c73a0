using KmsGuard.Lambda;

try
{
    using var bootstrap = FunctionBootstrap.Build(Environment.GetEnvironmentVariable);
    await bootstrap.RunAsync();
    return 0;
}
catch (SettingsException)
{
    // The bootstrap has written it to standard error and told Lambda; a crash would only add a stack to it.
    return 1;
}
