using System.Diagnostics.CodeAnalysis;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Values by name, and in the order of their names from any name on: what a paged list needs.</summary>
internal sealed class OrderedTable<T>
{
    // No name holds this character, so it stands after all of them.
    private const string End = "\uffff";

    private readonly Dictionary<string, T> values = new(StringComparer.Ordinal);
    private readonly SortedSet<string> names = new(StringComparer.Ordinal);

    public int Count => values.Count;

    public IReadOnlyCollection<string> Names => names;

    public T this[string name]
    {
        set
        {
            values[name] = value;
            names.Add(name);
        }
    }

    public bool TryGet(string name, [MaybeNullWhen(false)] out T value) => values.TryGetValue(name, out value);

    public bool Contains(string name) => values.ContainsKey(name);

    public bool Remove(string name) => names.Remove(name) && values.Remove(name);

    /// <summary>The entries whose names follow, not including the name given; finding the first one takes O(log n).</summary>
    public IEnumerable<KeyValuePair<string, T>> After(string name) =>
        from next in names.GetViewBetween(name.Length == 0 || name[0] < End[0] ? name : End, End)
        where next != name
        select KeyValuePair.Create(next, values[next]);
}
