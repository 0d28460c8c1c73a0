namespace KmsGuard.Cli.Tests;

/// <summary>Tests of commands: each with a sandbox of its own.</summary>
public abstract class CommandTest : IAsyncLifetime
{
    protected CommandFixture Fixture { get; } = new();

    public virtual Task InitializeAsync() => Fixture.InitializeAsync();

    public async Task DisposeAsync()
    {
        await Fixture.DisposeAsync();
        Fixture.Dispose();
    }
}
