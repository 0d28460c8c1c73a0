using System.Globalization;
using System.Text;

namespace KmsGuard.Report;

/// <summary>The lines of a notice. Whatever came from outside has been made safe before.</summary>
internal sealed class NoticeLines
{
    private readonly StringBuilder text = new();

    /// <summary>A time, to the minute.</summary>
    public static string Utc(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>One line.</summary>
    public void Line(string line) => text.Append(line).Append('\n');

    /// <summary>What the lines below are about, after an empty one.</summary>
    public void Title(string title, int count) => Line($"\n{title}: {Count.Keys(count)}");

    /// <summary>The first of the items, and how many there are beyond them.</summary>
    public void List<T>(IReadOnlyList<T> items, int max, Action<T> write, string indent = "  ")
    {
        foreach (var item in items.Take(max))
        {
            write(item);
        }

        if (items.Count > max)
        {
            Line($"{indent}and {items.Count - max} more");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => text.ToString();
}
