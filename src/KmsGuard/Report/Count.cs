namespace KmsGuard.Report;

/// <summary>Counts things in words.</summary>
internal static class Count
{
    /// <summary>1 key, 2 keys.</summary>
    public static string Keys(int count) => Of(count, "key");

    /// <summary>A number and a noun that takes an s.</summary>
    public static string Of(int count, string noun) => $"{count} {noun}{(count == 1 ? "" : "s")}";
}
