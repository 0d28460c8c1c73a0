using System.Text;
using System.Text.Json.Nodes;

namespace KmsGuard.Lambda.Tests;

public sealed class RawLogTests
{
    private readonly Pieces output = new();

    [Fact]
    public void A_line_that_cannot_wait_takes_along_those_that_wait()
    {
        var log = new RawLog(() => output);

        log.Append("{\"n\":1}");
        output.Written.ShouldBeEmpty();
        log.Write("{\"n\":2}");

        output.Written.ShouldBe(["{\"n\":1}\n{\"n\":2}\n"]);
    }

    [Fact]
    public void What_waits_is_written_once_when_asked_for()
    {
        var log = new RawLog(() => output);

        log.Append("{}");
        log.Flush();
        log.Flush();

        output.Written.ShouldBe(["{}\n"]);
    }

    [Fact]
    public void Many_lines_of_many_threads_arrive_whole_and_in_few_pieces()
    {
        var log = new RawLog(() => output);

        Parallel.For(0, 20_000, i => log.Append($$"""{"n":{{i}},"text":"{{new string('ä', i % 300)}}"}"""));
        log.Flush();

        output.Written.ShouldAllBe(piece => piece.StartsWith('{') && piece.EndsWith("}\n", StringComparison.Ordinal));
        output.Written.Count.ShouldBeLessThan(200);
        string.Concat(output.Written).TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!["n"]!.GetValue<int>()).Order()
            .ShouldBe(Enumerable.Range(0, 20_000));
    }

    /// <summary>Keeps what is written in the pieces in which it came.</summary>
    private sealed class Pieces : MemoryStream
    {
        public List<string> Written { get; } = [];

        public override void Write(ReadOnlySpan<byte> buffer) => Written.Add(Encoding.UTF8.GetString(buffer));
    }
}
