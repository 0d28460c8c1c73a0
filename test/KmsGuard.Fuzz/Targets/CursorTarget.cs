using System.Buffers.Text;
using System.IO.Compression;
using System.Text.Json;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Fuzz.Targets;

/// <summary>What somebody forges and packs as <c>next</c>: a sweep that goes on from there schedules no key that a check holds, and no
/// more of them than are allowed.</summary>
internal sealed class CursorTarget() : Target("cursor")
{
    public override bool IsJson => true;

    // Each is a sweep.
    public override long BoundedTries => 6_000;

    public override IReadOnlyList<string> Words =>
    [
        "runId", "account", "region", "rotation", "deletion", "marker", "listed", "open", "due", "breakerOpen", "enforce", "dry-run",
        .. Enumerable.Range(0, KeptRegion.Due + 8).SelectMany(number => new[] { $"{KeptRegion.ArnOf(number)}", $"arn:aws:kms:eu-west-1:111122223333:key/{KeptRegion.ArnOf(number).KeyId.ToUpperInvariant()}" }),
        $"{KeptRegion.ArnOf(3) with { Partition = "aws-cn" }}",
    ];

    public override IEnumerable<byte[]> Made =>
    [
        JsonSerializer.SerializeToUtf8Bytes(Samples.Cursor, CursorJson.Default.SweepCursor),
        JsonSerializer.SerializeToUtf8Bytes(Samples.Cursor with { Listed = false, Open = [], Due = [] }, CursorJson.Default.SweepCursor),
        JsonSerializer.SerializeToUtf8Bytes(Samples.Cursor with { Open = [.. Enumerable.Range(3, 8).Select(KeptRegion.ArnOf)] }, CursorJson.Default.SweepCursor),
        JsonSerializer.SerializeToUtf8Bytes(Samples.Cursor with { Open = [], Due = [.. Enumerable.Range(3, 8).Select(KeptRegion.ArnOf)] }, CursorJson.Default.SweepCursor),
    ];

    public override void Run(ReadOnlySpan<byte> input)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(input);
        }

        if (Check(Base64Url.EncodeToString(packed.ToArray())) is not { Account: KeptRegion.OfAccount, Region: KeptRegion.OfRegion } cursor)
        {
            return;
        }

        var region = new KeptRegion();
        new Sweep(region, new Samples.Standing(Samples.Now)).ContinueAsync([cursor], Samples.Enforcing, default, default).GetAwaiter().GetResult();
        var due = Enumerable.Range(0, KeptRegion.Due).Select(number => KeptRegion.ArnOf(number).KeyId).ToList();
        Hold.That(region.Scheduled.All(key => due.Contains(key.KeyId, StringComparer.OrdinalIgnoreCase)), "no forged cursor schedules a key that a check holds", string.Join(' ', region.Scheduled));
        Hold.That(region.Scheduled.Count <= Samples.Enforcing.MaxDeletions, "no forged cursor schedules more than are allowed", region.Scheduled.Count);
        Hold.That(region.Scheduled.IsEmpty || cursor.Deletion == RuleMode.Enforce, "a dry run schedules nothing");
    }

    /// <summary>Reads a token, and looks whether it is sound and comes back as it was.</summary>
    internal static SweepCursor? Check(string token)
    {
        if (!SweepToken.TryRead(token, out var cursor))
        {
            return null;
        }

        Hold.That(RunIds.IsValid(cursor.RunId), "the run of a cursor is one", cursor.RunId);
        Hold.That(cursor.Open.Concat(cursor.Due).All(key => key.Region == cursor.Region && key.Account == cursor.Account), "the keys of a cursor are of its account and Region");
        Hold.That(Enum.IsDefined(cursor.Rotation) && Enum.IsDefined(cursor.Deletion), "the modes of a cursor are modes");
        Hold.That(SweepToken.TryRead(SweepToken.Write(cursor), out var again), "a cursor that was read can be read again");
        Hold.SameList(cursor.Open, again!.Open, "a cursor comes back as it was");
        Hold.SameList(cursor.Due, again.Due, "a cursor comes back as it was");
        Hold.Same(cursor with { Open = again.Open, Due = again.Due }, again, "a cursor comes back as it was");
        return cursor;
    }
}
