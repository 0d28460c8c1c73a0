using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KmsGuard.Report;

/// <summary>Keeps lists within what a message and an answer can carry.</summary>
internal static class JsonRoom
{
    // SNS takes 256 KB, an asynchronous Lambda destination 1 MB: the smaller one serves both, with room for the rest.
    private const int MaxBytes = 180_000;

    /// <summary>As many of the first items as fit.</summary>
    public static IReadOnlyList<T> Fit<T>(IEnumerable<T> items, JsonTypeInfo<T> type)
    {
        var room = MaxBytes;
        return [.. items.TakeWhile(item => (room -= JsonSerializer.SerializeToUtf8Bytes(item, type).Length + 1) > 0)];
    }
}
