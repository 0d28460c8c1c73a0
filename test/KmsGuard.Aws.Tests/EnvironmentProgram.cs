using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Aws.Tests;

/// <summary>What EnvironmentTests run in a process of its own: who is the caller, and which keys are there?</summary>
internal static class EnvironmentProgram
{
    /// <param name="args">The profile, or "-"; then the Region to list, or "-" for the home Region.</param>
    public static async Task<int> Main(string[] args)
    {
        var settings = new AwsSettings { Profile = args[0] == "-" ? null : args[0], Retries = 0 };
        try
        {
            var region = args[1] == "-" ? settings.ResolveRegion() : args[1];
            using var regions = new KmsRegions(settings, 100);
            var kms = await regions.OpenAsync(null, region, new Run("run-1"), default);
            var keys = await kms.ListKeysAsync(null, default).SelectMany(page => page.Keys).ToListAsync();
            Console.WriteLine($"{await regions.WhoAmIAsync(default)} {string.Join(' ', keys)}");
            return 0;
        }
        catch (Exception e) when (e is AwsSettingsException or FailureException)
        {
            Console.WriteLine($"{e.GetType().Name}: {e.Message}");
            return 1;
        }
    }
}
