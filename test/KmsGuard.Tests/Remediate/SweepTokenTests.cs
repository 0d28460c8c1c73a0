using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;
using Check = FsCheck.Check;

namespace KmsGuard.Tests.Remediate;

[Trait("Proof", "attacks")]
public sealed class SweepTokenTests
{
    private static readonly SweepCursor Cursor = new()
    {
        RunId = "20261122T020000Z-0123abcd",
        Account = "111122223333",
        Region = "eu-west-1",
        Rotation = RuleMode.Enforce,
        Deletion = RuleMode.Off,
        Marker = "AE0AAAACAHMAAAAJYWNjb3VudElk",
        Open = [Keys.Arn],
        Due = [Keys.Arn with { KeyId = "mrk-0123456789abcdef0123456789abcdef" }],
        BreakerOpen = true,
    };

    [Fact]
    public void A_cursor_comes_back_as_it_was() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var cursor = Cursor with
        {
            Account = random.Next(3) == 0 ? null : Cursor.Account,
            Deletion = random.GetItems(Enum.GetValues<RuleMode>(), 1)[0],
            Marker = random.Next(2) == 0 ? null : Cursor.Marker,
            Listed = random.Next(2) == 0,
            Open = RandomArns(random, random.Next(5)),
            Due = [],
            BreakerOpen = random.Next(2) == 0,
        };
        cursor = cursor.Account is null ? cursor with { Open = [] } : cursor;

        SweepToken.TryRead(SweepToken.Write(cursor), out var read).ShouldBeTrue();
        read.Open.ShouldBe(cursor.Open);
        (read with { Open = [], Due = [] }).ShouldBe(cursor with { Open = [], Due = [] });
    }));

    [Fact]
    public void A_Region_full_of_unfinished_keys_fits_into_what_a_state_machine_passes_on()
    {
        var token = SweepToken.Write(Cursor with { Open = RandomArns(new Random(1), 1512), Due = RandomArns(new Random(2), 100) });

        token.Length.ShouldBeLessThan(100_000);
        token.ShouldNotContain(SweepToken.Separator);
    }

    [Fact]
    public void A_token_that_was_cut_or_changed_is_refused_or_is_still_a_sound_cursor() => Check.One(Config.QuickThrowOnFailure, Prop.ForAll<int>(seed =>
    {
        var random = new Random(seed);
        var token = SweepToken.Write(Cursor).ToCharArray();
        token[random.Next(token.Length)] = (char)random.Next(32, 300);
        if (SweepToken.TryRead(new string(token, 0, random.Next(1, token.Length + 1)), out var read))
        {
            RunIds.IsValid(read.RunId).ShouldBeTrue();
            read.Open.Concat(read.Due).ShouldAllBe(key => key.Region == read.Region && key.Account == read.Account);
        }
    }));

    [Theory]
    [InlineData("")]
    [InlineData("e30")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    public void Text_that_no_sweep_wrote_is_refused(string text) => SweepToken.TryRead(text, out _).ShouldBeFalse();

    public static TheoryData<SweepCursor> Unsound => new()
    {
        Cursor with { RunId = "run\nid" },
        Cursor with { RunId = "" },
        Cursor with { Account = "me" },
        Cursor with { Account = null },
        Cursor with { Region = "us-east-1" },
        Cursor with { Marker = new string('x', 1025) },
        Cursor with { Open = [Keys.Arn with { Account = "444455556666" }] },
        Cursor with { Due = [Keys.Arn with { Account = "444455556666" }] },
        Cursor with { Due = [Keys.Arn, Keys.Arn.In("us-east-1")] },
        Cursor with { Account = "1111222233334", Open = [], Due = [] },
        Cursor with { Account = "1111222233334\n", Open = [], Due = [] },
        Cursor with { Open = [.. Enumerable.Repeat(Keys.Arn, 200_000)] },
    };

    [Theory]
    [MemberData(nameof(Unsound))]
    public void A_cursor_that_no_run_can_have_is_refused(SweepCursor cursor) =>
        SweepToken.TryRead(SweepToken.Write(cursor), out _).ShouldBeFalse();

    // As members of a cursor, in place of those that it has.
    [Theory]
    [InlineData("", "", true)]
    [InlineData("\"open\":[", "\"open\":[null,", false)]
    [InlineData("\"open\":[", "\"open\":[1,", false)]
    [InlineData("\"open\":[", "\"open\":[\"arn:aws:s3:::bucket\",", false)]
    [InlineData("\"region\":\"eu-west-1\"", "\"region\":null", false)]
    [InlineData("\"region\":\"eu-west-1\",", "", false)]
    [InlineData("\"breakerOpen\":true", "\"breakerOpen\":true,\"more\":1", false)]
    [InlineData("\"breakerOpen\":true", "\"breakerOpen\":1", false)]
    [InlineData("\"rotation\":\"enforce\"", "\"rotation\":\"sometimes\"", false)]
    public void A_cursor_that_somebody_wrote_by_hand_is_refused_unless_it_is_as_a_sweep_writes_it(string old, string edited, bool sound)
    {
        var json = JsonSerializer.Serialize(Cursor, CursorJson.Default.SweepCursor);
        json.ShouldContain(old);

        SweepToken.TryRead(Packed(old.Length == 0 ? json : json.Replace(old, edited, StringComparison.Ordinal)), out _).ShouldBe(sound);
    }

    [Theory]
    [InlineData("open")]
    [InlineData("due")]
    public void A_cursor_without_its_lists_is_refused(string list)
    {
        var json = JsonNode.Parse(JsonSerializer.Serialize(Cursor, CursorJson.Default.SweepCursor))!;
        json[list] = null;

        SweepToken.TryRead(Packed(json.ToJsonString()), out _).ShouldBeFalse();
    }

    public static TheoryData<SweepCursor> Sound => new()
    {
        Cursor with { Marker = new string('x', 1024) },
        Cursor with { Account = null, Open = [], Due = [] },
        Cursor with { Open = [.. Enumerable.Repeat(Keys.Arn, 10_000)] },
    };

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_cursor_that_is_as_large_as_any_is_read(SweepCursor cursor) => SweepToken.TryRead(SweepToken.Write(cursor), out _).ShouldBeTrue();

    private static string Packed(string json)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(Encoding.UTF8.GetBytes(json));
        }

        return Base64Url.EncodeToString(packed.ToArray());
    }

    private static KeyArn[] RandomArns(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ =>
        {
            var id = new byte[16];
            random.NextBytes(id);
            return Keys.Arn with { KeyId = new Guid(id).ToString() };
        })];
}
