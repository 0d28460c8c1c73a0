using System.Diagnostics;
using KmsGuard.Testing;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>A test that asks botocore, whose models are AWS's own: skipped, with the reason, where Python does not have it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BotocoreFactAttribute : FactAttribute
{
    private static readonly Lazy<bool> Installed = new(() =>
        Command.Find("python3") is not null && Command.RunAsync(new ProcessStartInfo("python3", ["-c", "import botocore"])).GetAwaiter().GetResult().ExitCode == 0);

    /// <summary>Decides when tests are discovered. KMSGUARD_REQUIRE_TOOLS=1 lets them fail instead.</summary>
    public BotocoreFactAttribute() => Skip =
        Environment.GetEnvironmentVariable("KMSGUARD_REQUIRE_TOOLS") == "1" || Installed.Value ? null : "python3 has no botocore: pip install botocore to run this.";
}
