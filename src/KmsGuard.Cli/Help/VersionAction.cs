using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Amazon.KeyManagementService;
using Amazon.SimpleNotificationService;

namespace KmsGuard.Cli.Help;

/// <summary>What --version does: the version and the commit on the first line, what it stands on on the second.</summary>
internal sealed class VersionAction(CliHost host) : SynchronousCommandLineAction
{
    private const int ShortCommit = 12;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        host.Answer(Text(typeof(VersionAction).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? ""));
        return ExitCode.Well;
    }

    /// <summary>The text for a version as assemblies carry it: <c>0.1.0+COMMIT</c>, or without a commit where it is not known.</summary>
    internal static string Text(string version)
    {
        var parts = version.Split('+', 2);
        var commit = parts.Length > 1 && parts[1].Length > 0 ? $" (commit {parts[1][..Math.Min(ShortCommit, parts[1].Length)]})" : "";
        // The stand-ins are an assembly of ours; Amazon's client is in one of its own.
        var sns = typeof(AmazonSimpleNotificationServiceClient).Assembly.GetName();
        return $"kmsguard {parts[0]}{commit}\n"
            + $".NET {Environment.Version}, {Named(typeof(AmazonKeyManagementServiceClient).Assembly.GetName())}, "
            + (sns.Name == "Amazon.StandIns" ? "a stand-in for AWSSDK.SimpleNotificationService" : Named(sns));
    }

    private static string Named(AssemblyName assembly) =>
        $"{assembly.Name} {FileVersion(Assembly.Load(assembly)) ?? assembly.Version?.ToString()}";

    private static string? FileVersion(Assembly assembly) => assembly.GetCustomAttribute<AssemblyFileVersionAttribute>()?.Version;
}
