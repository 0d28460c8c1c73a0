using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests.Docs;

/// <summary>The documentation, tried as a reader would.</summary>
public sealed partial class DocsTests
{
    public static TheoryData<string> Pages => [.. DocsPage.All];

    public static TheoryData<string> PagesToRun => [.. DocsPage.All.Where(page => DocsPage.Read(page).Blocks.Any(block => block.IsRun))];

    [DocsTheory]
    [MemberData(nameof(PagesToRun))]
    public async Task A_page_does_what_it_says(string path)
    {
        var page = DocsPage.Read(path);
        await using var shell = new DocsShell();

        var runs = await shell.RunAsync(page);

        DocsRun? last = null;
        foreach (var block in page.Blocks)
        {
            var where = $"{path}:{block.Line}";
            if (runs.TryGetValue(block, out var run))
            {
                run.ExitCode.ShouldBe(block.ExitCode, $"{where}\n{run.Output}\n{run.Error}");
                (block.ExitCode == 0 && run.Failed).ShouldBeFalse($"{where}: a command of this block failed.\n{run.Output}\n{run.Error}");
                last = run;
            }
            else if (block.Kind == "output")
            {
                ShouldHaveWritten(last.ShouldNotBeNull($"{where}: no block before it is run."), block, where);
            }
        }
    }

    // A command that is never tried is wrong sooner or later.
    [Theory]
    [MemberData(nameof(Pages))]
    public void A_block_with_our_commands_is_run(string path) =>
        DocsPage.Read(path).Blocks
            .Where(block => !block.IsRun && block.Kind is not ("output" or "synopsis") && OurCommand().IsMatch(block.Text))
            .Select(block => $"{path}:{block.Line}").ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_link_leads_somewhere(string path)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Testing.RepositoryRoot.Find(), path))!;

        Link().Matches(File.ReadAllText(Path.Combine(Testing.RepositoryRoot.Find(), path)))
            .Select(link => link.Groups[1].Value)
            .Where(target => !File.Exists(Path.Combine(folder, target)) && !Directory.Exists(Path.Combine(folder, target)))
            .ShouldBeEmpty();
    }

    private static void ShouldHaveWritten(DocsRun run, DocsBlock expected, string where)
    {
        var written = (run.Output + run.Error).Split('\n').Select(line => line.Trim()).ToList();
        var from = 0;
        foreach (var line in expected.Lines)
        {
            var at = written.FindIndex(from, line.IsMatch);
            at.ShouldBeGreaterThanOrEqualTo(from, $"{where}: not written, or not in this order: {line}\n{string.Join('\n', written)}");
            from = at + 1;
        }
    }

    [GeneratedRegex(@"^\s*kmsguard \w", RegexOptions.Multiline)]
    private static partial Regex OurCommand();

    [GeneratedRegex(@"\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}

/// <summary>A theory that needs what a reader has: a shell and the AWS CLI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DocsTheoryAttribute : TheoryAttribute
{
    public DocsTheoryAttribute() => Skip = DocsShell.Missing;
}
