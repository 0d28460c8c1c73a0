namespace KmsGuard.Cli;

/// <summary>The exit codes that scripts rely on.</summary>
internal static class ExitCode
{
    /// <summary>All well.</summary>
    public const int Well = 0;

    /// <summary>It ran, and something failed, was unreadable or tripped the breaker.</summary>
    public const int Trouble = 1;

    /// <summary>Bad input or settings: nothing was done.</summary>
    public const int BadInput = 2;
}
