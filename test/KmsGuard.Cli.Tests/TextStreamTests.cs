using System.Text;
using KmsGuard.Cli.Output;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Tests;

public sealed class TextStreamTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(1_000)]
    public void Text_survives_being_cut_in_the_middle_of_a_character(int piece)
    {
        const string text = "a key: ключ, 密钥, \U0001F511";
        using var written = new StringWriter();
        using var stream = new TextStream(written);

        foreach (var bytes in Encoding.UTF8.GetBytes(text).Chunk(piece))
        {
            stream.Write(bytes);
        }

        written.ToString().ShouldBe(text);
    }

    [Fact]
    public void A_ledger_of_many_keys_is_never_one_text_in_memory()
    {
        using var written = new LongestPiece();
        var key = new KeyReport("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", null, Outcome.Compliant, null, null, [], "");

        // Short ones before it must not make the serializer take the next for short.
        for (var run = 0; run < 50; run++)
        {
            JsonAnswer.Write(Of(key, 1), TextWriter.Null);
        }

        JsonAnswer.Write(Of(key, 20_000), written);

        written.Total.ShouldBeGreaterThan(2_000_000);
        written.Longest.ShouldBeLessThan(200_000);
    }

    private static SweepReport Of(KeyReport key, int keys) => new()
    {
        RunId = "run",
        StartedAt = default,
        FinishedAt = default,
        Rotation = RuleMode.Off,
        Deletion = RuleMode.Off,
        Regions = [],
        Keys = [.. Enumerable.Repeat(key, keys)],
        Warnings = [],
        Totals = new(keys, new Dictionary<string, int>(), 0, 0),
    };

    private sealed class LongestPiece : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public int Longest { get; private set; }

        public long Total { get; private set; }

        public override void Write(char value) => Write([value]);

        public override void Write(ReadOnlySpan<char> buffer)
        {
            Total += buffer.Length;
            Longest = Math.Max(Longest, buffer.Length);
        }

        public override void Write(char[] buffer, int index, int count) => Write(buffer.AsSpan(index, count));
    }
}
