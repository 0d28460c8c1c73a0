using System.Collections;

namespace KmsGuard.Cli.Demo;

/// <summary>Makes this process forget how AWS and the network are configured around it: the sandbox must work on every machine,
/// and what is done in it must never reach a real account. To be called before the SDK is first used.</summary>
internal static class Isolation
{
    private static readonly string[] Proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"];

    /// <summary>Forgets.</summary>
    public static void FromMachine()
    {
        foreach (var name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => (string)variable.Key).ToList())
        {
            if (name.StartsWith("AWS_", StringComparison.OrdinalIgnoreCase) || Proxies.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                Environment.SetEnvironmentVariable(name, null);
            }
        }

        // Files in the home folder can ask for FIPS endpoints and more; a path that does not exist keeps them out.
        var nothing = Path.Combine(AppContext.BaseDirectory, "no-aws-configuration");
        Environment.SetEnvironmentVariable("AWS_CONFIG_FILE", nothing);
        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", nothing);
        Environment.SetEnvironmentVariable("AWS_EC2_METADATA_DISABLED", "true");
    }
}
