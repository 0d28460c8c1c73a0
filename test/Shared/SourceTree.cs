namespace KmsGuard.Testing;

/// <summary>The files that tests compare with, in the source tree.</summary>
internal static class SourceTree
{
    /// <summary>Whether what differs is written anew instead of failing.</summary>
    public static bool Accept { get; } = Environment.GetEnvironmentVariable("KMSGUARD_ACCEPT_SNAPSHOTS") == "1";

    private static readonly string Root = RepositoryRoot.Find();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    /// <summary>Compares a text with a file, or writes the file.</summary>
    public static void ShouldMatch(this string text, string path)
    {
        if (Accept)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
            return;
        }

        File.Exists(path).ShouldBeTrue($"{path} is missing. Run the tests once with KMSGUARD_ACCEPT_SNAPSHOTS=1, and read what they wrote.");
        text.ShouldBe(File.ReadAllText(path).ReplaceLineEndings("\n"), $"If the change is meant, run with KMSGUARD_ACCEPT_SNAPSHOTS=1 and read the difference of {path}.");
    }
}
