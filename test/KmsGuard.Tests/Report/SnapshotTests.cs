using System.Text.Json;
using System.Text.Json.Nodes;
using KmsGuard.Detect;
using KmsGuard.Report;
using KmsGuard.Testing;
using KmsGuard.Tests.Detect;
using KmsGuard.Tests.Remediate;
using Microsoft.Extensions.Logging.Abstractions;

namespace KmsGuard.Tests.Report;

/// <summary>Every notice as it goes out, for people to read in a review.</summary>
public sealed class SnapshotTests
{
    private static readonly string Folder = SourceTree.PathTo("test", "KmsGuard.Tests", "Report", "Snapshots");

    private static readonly JsonSerializerOptions Pretty = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static TheoryData<string, MessageFormat> Files()
    {
        var files = new TheoryData<string, MessageFormat>();
        foreach (var (file, format) in EventFiles.Understood.SelectMany(file => Enum.GetValues<MessageFormat>().Select(format => (file, format))))
        {
            files.Add(file, format);
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_notice_reads_as_its_snapshot(string file, MessageFormat format)
    {
        var notice = await WriteAsync(file, format);

        Show(notice, format).ShouldMatch(Path.Combine(Folder, NameOf(file, format)));
    }

    [Fact]
    public void No_snapshot_outlives_its_event()
    {
        var known = EventFiles.Understood.SelectMany(file => Enum.GetValues<MessageFormat>().Select(format => NameOf(file, format)));

        Directory.EnumerateFiles(Folder).Select(file => Path.GetFileName(file)).Except(known).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_notice_keeps_the_rules_of_its_wire(string file, MessageFormat format) =>
        NoticeRules.Check(await WriteAsync(file, format), format);

    internal static async Task<Notice> WriteAsync(string file, MessageFormat format)
    {
        var root = EventFiles.Load(file);
        var sink = new KeptNotices();
        var clock = new FixedTime(AlertKeys.Now);
        var options = new AlertOptions { Format = format, OwnRoles = [new("arn:aws*:iam::*:role/kmsguard-*")], OwnAccount = "111122223333" };
        var alerting = new Alerting(new One(AlertKeys.KmsOf(EventParser.Parse(root).Event!)), options, new(clock), clock, NullLogger.Instance);

        await alerting.HandleAsync(root, sink, default);

        return sink.Notices.ShouldHaveSingleItem();
    }

    private static string NameOf(string file, MessageFormat format) =>
        $"{Path.GetFileNameWithoutExtension(file)}.{(format == MessageFormat.Text ? "text" : format == MessageFormat.Json ? "json" : "chat")}.txt";

    // Indented and unescaped for people only: what is sent is one line.
    internal static string Show(Notice notice, MessageFormat format) =>
        $"Subject: {notice.Subject}\n"
        + string.Concat(notice.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal).Select(attribute => $"{attribute.Key}: {attribute.Value}\n"))
        + "\n"
        + (format == MessageFormat.Text ? notice.Body : JsonNode.Parse(notice.Body)!.ToJsonString(Pretty) + "\n");
}
