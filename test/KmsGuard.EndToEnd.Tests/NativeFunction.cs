using System.Runtime.InteropServices;

namespace KmsGuard.EndToEnd.Tests;

/// <summary>The functions as one native program, as <c>eng/package --aot</c> packs them.</summary>
public sealed class NativeFunction : PublishedFunction
{
    /// <inheritdoc/>
    public override string Program => Path.Combine(Folder, "KmsGuard.Lambda");

    /// <inheritdoc/>
    protected override IEnumerable<string> Options =>
        ["-r", $"linux-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}", "-p:PublishAot=true", "-p:SelfContained=true"];
}

/// <summary>A test of the native program, which takes a minute to compile, a C linker and a feed with the compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NativeFactAttribute : FactAttribute
{
    public NativeFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("KMSGUARD_REQUIRE_TOOLS") != "1")
        {
            Skip = "Native AOT takes a minute, a C linker and a feed with its compiler: set KMSGUARD_REQUIRE_TOOLS=1 to run this.";
        }
    }
}
