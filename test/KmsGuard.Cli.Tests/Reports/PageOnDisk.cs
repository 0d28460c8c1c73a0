using KmsGuard.Cli.Output.Html;
using KmsGuard.Report;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>A report as a page in a file, for a browser to open.</summary>
internal sealed class PageOnDisk : IDisposable
{
    public PageOnDisk(SweepReport report)
        : this(Write(report))
    {
    }

    public PageOnDisk(string html) => File.WriteAllText(Path, html);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"kmsguard-{Guid.NewGuid():n}.html");

    public static string Write(SweepReport report)
    {
        using var writer = new StringWriter();
        HtmlAnswer.Write(report, writer);
        return writer.ToString();
    }

    public void Dispose() => File.Delete(Path);
}
