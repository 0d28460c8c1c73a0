using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace KmsGuard.Report;

/// <summary>Keeps lists within what a message and an answer can carry.</summary>
internal static class JsonRoom
{
    // SNS takes 256 KB, an asynchronous Lambda destination 1 MB: the smaller one serves both, with room for the rest.
    public const int MaxBytes = 180_000;

    /// <summary>As many of the first items as fit.</summary>
    /// <param name="items">The items, the most important first.</param>
    /// <param name="type">How one is written.</param>
    /// <param name="room">The bytes that there are for them.</param>
    public static IReadOnlyList<T> Fit<T>(IEnumerable<T> items, JsonTypeInfo<T> type, int room = MaxBytes) =>
        [.. items.TakeWhile(item => (room -= Size(item, type) + 1) > 0)];

    /// <summary>The bytes that something takes.</summary>
    public static int Size<T>(T item, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(item, type).Length;
}
