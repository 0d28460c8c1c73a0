using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using KmsGuard.Cli.Demo;

namespace KmsGuard.Cli.Tests;

internal static class MachineSetup
{
    // Before the SDK reads it for the first time: these tests must come out the same on every machine.
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Nobody else loads this assembly.")]
    internal static void ForgetTheMachine() => Isolation.FromMachine();
}
