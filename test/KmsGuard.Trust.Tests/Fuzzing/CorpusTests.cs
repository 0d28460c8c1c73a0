using KmsGuard.Fuzz;
using KmsGuard.Fuzz.Targets;

namespace KmsGuard.Trust.Tests.Fuzzing;

/// <summary>The seeds of the fuzzer, and what it found in the past. <c>eng/prove fuzz</c> goes on from there.</summary>
[Trait("Proof", "fuzz")]
public sealed class CorpusTests
{
    public static TheoryData<string> Targets() => [.. Catalogue.All.Select(target => target.Name)];

    [Theory]
    [MemberData(nameof(Targets))]
    public void Every_rule_of_a_parser_holds_for_every_input_that_is_kept(string name)
    {
        var target = Catalogue.All.Single(target => target.Name == name);

        var broken = Corpus.FilesOf(target).Select(file => (File: Path.GetFileName(file), Trial.Of(target, File.ReadAllBytes(file)).Trouble))
            .Concat(target.Made.Select((input, i) => (File: $"made {i}", Trial.Of(target, input).Trouble)))
            .Where(trial => trial.Trouble is not null)
            .Select(trial => $"{trial.File}: {trial.Trouble}");

        broken.ShouldBeEmpty();
    }

    [Fact]
    public void Every_target_has_something_to_begin_with_and_every_folder_a_target()
    {
        Catalogue.All.ShouldAllBe(target => Corpus.SeedsOf(target).Count > 0);
        Directory.EnumerateDirectories(Path.Combine(RepositoryRoot.Find(), "test", "KmsGuard.Fuzz", "corpus")).Select(folder => Path.GetFileName(folder))
            .ShouldBeSubsetOf(Catalogue.All.Select(target => target.Name));
    }

    [Fact]
    public void A_parser_that_breaks_a_rule_is_noticed()
    {
        Trial.Of(new Careless(), "fine"u8.ToArray()).Broken.ShouldBeNull();
        Trial.Of(new Careless(), "no number: 7"u8.ToArray()).Broken.ShouldBe("no number is named");
        Trial.Of(new Careless(), "x!"u8.ToArray()).Broken.ShouldNotBeNull().ShouldStartWith("InvalidOperationException");
        Trial.Of(new Careless(), "hungry"u8.ToArray()).Broken.ShouldBe("the memory is bounded by the length of the input");
    }

    private sealed class Careless() : Target("careless")
    {
        public override void Run(ReadOnlySpan<byte> input)
        {
            var text = Text(input);
            if (text.Any(char.IsAsciiDigit))
            {
                throw new FindingException("no number is named", text);
            }

            if (text == "hungry")
            {
                GC.KeepAlive(new byte[50_000_000]);
            }

            _ = text.EndsWith('!') ? throw new InvalidOperationException(text) : 0;
        }
    }
}
