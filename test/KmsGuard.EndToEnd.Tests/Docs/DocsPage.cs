using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests.Docs;

/// <summary>A fenced block of a page.</summary>
/// <param name="Line">Where it begins, counted from 1.</param>
/// <param name="Kind">What stands behind the fence: <c>sh</c> is run as written and ends well, <c>sh exits 1</c> ends with that code,
/// <c>output</c> is what the block before it writes, with <c>...</c> for what differs from run to run.</param>
/// <param name="Text">What is between the fences.</param>
internal sealed record DocsBlock(int Line, string Kind, string Text)
{
    /// <summary>Whether it is run.</summary>
    public bool IsRun => Kind == "sh" || Kind.StartsWith("sh ", StringComparison.Ordinal);

    /// <summary>The code it ends with.</summary>
    public int ExitCode => Kind.Split(' ') is ["sh", "exits", var code] ? int.Parse(code, System.Globalization.CultureInfo.InvariantCulture) : 0;

    /// <summary>What the block before it must have written, line by line.</summary>
    public IEnumerable<Regex> Lines => Text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0 && line != "...")
        .Select(line => new Regex($"^{string.Join(".*", line.Split("...").Select(part => Regex.Replace(Regex.Escape(part), @"(\\ )+", @"\s+")))}$"));
}

/// <summary>A page of the documentation.</summary>
internal sealed partial record DocsPage(string Path, IReadOnlyList<DocsBlock> Blocks)
{
    /// <summary>Every page, the README included.</summary>
    public static IEnumerable<string> All => Directory
        .EnumerateFiles(System.IO.Path.Combine(RepositoryRoot.Find(), "docs"), "*.md", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(RepositoryRoot.Find(), file)).Append("README.md").Order(StringComparer.Ordinal);

    /// <summary>Reads one.</summary>
    public static DocsPage Read(string path)
    {
        List<DocsBlock> blocks = [];
        var lines = File.ReadAllLines(System.IO.Path.Combine(RepositoryRoot.Find(), path));
        for (var i = 0; i < lines.Length; i++)
        {
            if (Fence().Match(lines[i]) is { Success: true } fence)
            {
                var end = Array.FindIndex(lines, i + 1, line => line.TrimEnd() == "```");
                end.ShouldBeGreaterThan(0, $"{path}:{i + 1}: this block does not end.");
                blocks.Add(new(i + 1, fence.Groups[1].Value.Trim(), string.Join('\n', lines[(i + 1)..end])));
                i = end;
            }
        }

        return new(path, blocks);
    }

    [GeneratedRegex("^```(.*)$")]
    private static partial Regex Fence();
}
