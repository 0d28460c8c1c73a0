using KmsGuard.Cli.Help;
using KmsGuard.Testing;

namespace KmsGuard.Cli.Tests;

/// <summary>Help as people get it.</summary>
public sealed class HelpTests
{
    private const string Itself = "kmsguard";

    private static readonly string Folder = SourceTree.PathTo("test", "KmsGuard.Cli.Tests", "Help");

    public static TheoryData<string> Pages => [Itself, .. HelpPages.Commands];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_reads_as_its_snapshot_at_80_columns(string command) =>
        HelpPages.Text(NameOf(command), 80).ShouldMatch(Path.Combine(Folder, $"{command}.txt"));

    [Fact]
    public void No_snapshot_outlives_its_command() =>
        Directory.EnumerateFiles(Folder).Select(file => Path.GetFileNameWithoutExtension(file)).Except(HelpPages.Commands.Append(Itself)).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_keeps_to_its_width_but_for_examples_which_are_there_to_be_copied(string command)
    {
        foreach (var width in new[] { 40, 60, 80, 120 })
        {
            var lines = HelpPages.Text(NameOf(command), width).Split('\n');

            // What has no blank to break at is not broken.
            lines.Where(line => line.Length > width && !line.StartsWith("    ", StringComparison.Ordinal) && line.Trim().Contains("  ", StringComparison.Ordinal)).ShouldBeEmpty();
            lines.ShouldAllBe(line => line == line.TrimEnd());
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task The_option_shows_the_page(string command)
    {
        var answer = await CommandFixture.RunBareAsync("", NameOf(command) is { } name ? [name, "--help"] : ["--help"]);

        answer.ShouldBe(new(0, HelpPages.Text(NameOf(command), 80), ""));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_has_an_example_of_itself(string command) =>
        HelpPages.ExamplesOf(NameOf(command)).ShouldContain(example => NameOf(command) == null || example.Line.Contains($"kmsguard {command}", StringComparison.Ordinal));

    [Theory]
    [InlineData("0.1.0+0123456789abcdef0123", "kmsguard 0.1.0 (commit 0123456789ab)\n")]
    [InlineData("0.1.0+abc-dirty", "kmsguard 0.1.0 (commit abc-dirty)\n")]
    [InlineData("0.1.0", "kmsguard 0.1.0\n")]
    [InlineData("0.1.0+", "kmsguard 0.1.0\n")]
    public void The_version_stands_first_and_the_commit_where_it_is_known(string version, string firstLine)
    {
        var text = VersionAction.Text(version);

        text.ShouldStartWith(firstLine);
        text.ShouldContain("AWSSDK.KeyManagementService 4.");
        text.ShouldContain("AWSSDK.SimpleNotificationService");
    }

    [Fact]
    public async Task The_version_is_an_answer() => (await CommandFixture.RunBareAsync("", "--version")).Output.ShouldStartWith("kmsguard 0.");

    private static string? NameOf(string command) => command == Itself ? null : command;
}
