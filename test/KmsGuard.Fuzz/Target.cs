using System.Text;
using System.Text.Json;

namespace KmsGuard.Fuzz;

/// <summary>A parser, and what has to be so whatever it is given.</summary>
/// <param name="name">Its name: on the command line, and of the folder of its seeds.</param>
public abstract class Target(string name)
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;

    /// <summary>Whether its inputs are JSON, which is changed by its structure too.</summary>
    public virtual bool IsJson => false;

    /// <summary>What its inputs consist of: pieces that chance alone would not find.</summary>
    public virtual IReadOnlyList<string> Words => [];

    /// <summary>Seeds that are made rather than kept, such as what the product itself writes.</summary>
    public virtual IEnumerable<byte[]> Made => [];

    /// <summary>How many inputs a bounded run tries: fewer where each takes long.</summary>
    public virtual long BoundedTries => 12_000;

    /// <summary>The longest input that is tried, in bytes.</summary>
    public virtual int MaxLength => 4_096;

    /// <summary>The most branches that may be taken for an input of that many bytes. Counted, because time depends on the machine.</summary>
    public virtual long MaxBranches(int length) => 2_000_000 + (2_000L * length);

    /// <summary>The most memory that may be allocated for an input of that many bytes, in bytes.</summary>
    public virtual long MaxAllocated(int length) => 8_000_000 + (2_000L * length);

    /// <summary>Parses, and looks at what comes of it.</summary>
    /// <exception cref="FindingException">A rule is broken. Any other exception is a finding too.</exception>
    public abstract void Run(ReadOnlySpan<byte> input);

    /// <summary>The input as text, whatever it is.</summary>
    protected static string Text(ReadOnlySpan<byte> input) => Encoding.UTF8.GetString(input);

    /// <summary>The input as JSON; null for anything else, which the runtime refuses before any code of ours.</summary>
    protected static JsonElement? Json(ReadOnlySpan<byte> input)
    {
        try
        {
            return JsonElement.Parse(input);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
