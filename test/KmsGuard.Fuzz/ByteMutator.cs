using System.Text;

namespace KmsGuard.Fuzz;

/// <summary>Changes an input without knowing what it is.</summary>
internal sealed class ByteMutator(Random random, IReadOnlyList<string> words)
{
    // What parsers trip over: ends, numbers at their limits, controls, halves of characters, text that runs backwards.
    private static readonly byte[][] Interesting =
    [
        .. new[]
        {
            "", "0", "-1", "1", "2147483647", "-2147483649", "9999999999999999999", "1e400", "NaN", "true", "null", "[]", "{}", "\"\"", "\"\\ud800\"", "\\u0000",
            "\0", "\n", "\r\n", "\t", "\u001b[2J", "\u202e", "\u2066", "\u2028", "\ufeff", "\u0130", "\u212a", "\u0661", "\ud83d\ude00", "\ue000", " ", ",", ",,", ":", "/",
            "*", "?", "%0a", "$(id)", "`id`", "';--", "<!channel>", "](", "=1+1", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "arn:aws-cn:", "alias/", "mrk-",
        }.Select(Encoding.UTF8.GetBytes), [0x80], [0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80],
    ];

    /// <summary>Another input, made of this one and maybe some of another.</summary>
    public byte[] Change(byte[] input, byte[] other, int maxLength)
    {
        var changed = new List<byte>(input);
        for (var times = 1 << random.Next(5); times > 0; times--)
        {
            ChangeOnce(changed, other);
            if (changed.Count > maxLength)
            {
                changed.RemoveRange(maxLength, changed.Count - maxLength);
            }
        }

        return [.. changed];
    }

    private void ChangeOnce(List<byte> input, byte[] other)
    {
        var at = random.Next(input.Count + 1);
        var length = Math.Min(input.Count - at, random.Next(4) == 0 ? random.Next(input.Count + 1) : random.Next(9));
        switch (random.Next(10))
        {
            case 0 when at < input.Count:
                input[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < input.Count:
                input[at] = (byte)random.Next(256);
                break;
            case 2:
                input.RemoveRange(at, length);
                break;
            case 3:
                input.InsertRange(at, input.GetRange(at, length));
                break;
            case 4:
                input.InsertRange(random.Next(input.Count + 1), input.GetRange(at, length));
                break;
            case 5:
                input.RemoveRange(at, length);
                input.InsertRange(at, Piece());
                break;
            case 6:
                var from = random.Next(other.Length + 1);
                input.InsertRange(at, other.AsSpan(from, random.Next(other.Length - from + 1)).ToArray());
                break;
            case 7 when random.Next(8) == 0:
                var piece = Piece();
                input.InsertRange(at, Enumerable.Repeat(piece, random.Next(300)).SelectMany(same => same));
                break;
            case 8 when at < input.Count && char.IsAsciiLetter((char)input[at]):
                input[at] ^= 0x20;
                break;
            default:
                input.InsertRange(at, Piece());
                break;
        }
    }

    private byte[] Piece() => words.Count > 0 && random.Next(2) == 0
        ? Encoding.UTF8.GetBytes(words[random.Next(words.Count)])
        : Interesting[random.Next(Interesting.Length)];
}
