using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>Chance that a seed decides: the same throws in every run, on every machine.</summary>
/// <param name="purpose">What the throws are for; others of the same seed do not move them.</param>
/// <param name="seed">The seed.</param>
internal sealed class Dice(string purpose, int seed)
{
    private int thrown;

    public int Below(int bound) => (int)(Next() % (ulong)bound);

    /// <summary>Whether one of so many came.</summary>
    public bool OneIn(int many) => Below(many) == 0;

    public T Of<T>(params IReadOnlyList<T> values) => values[Below(values.Count)];

    /// <summary>The id of a key.</summary>
    public string Id() => new Guid(Hash().AsSpan(0, 16)).ToString();

    private ulong Next() => BinaryPrimitives.ReadUInt64BigEndian(Hash());

    private byte[] Hash() => SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}/{seed}/{thrown++}"));
}
