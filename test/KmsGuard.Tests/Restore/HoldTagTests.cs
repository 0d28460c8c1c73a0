using KmsGuard.Detect;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Restore;

public sealed class HoldTagTests
{
    [Theory]
    [InlineData("arn:aws:iam::111122223333:user/ann", "ticket 7", "2026-11-22T03:00:00Z by arn:aws:iam::111122223333:user/ann: ticket 7")]
    [InlineData(null, null, "2026-11-22T03:00:00Z by unknown: rollback")]
    [InlineData("a_b.c:d/e=f+g-h@i j", "0Zz", "2026-11-22T03:00:00Z by a_b.c:d/e=f+g-h@i j: 0Zz")]
    [InlineData("ann", "wrong (key) \u00e4\u00e9; see #7\nnow", "2026-11-22T03:00:00Z by ann: wrong -key- --- see -7 now")]
    public void It_says_when_who_and_why_in_the_characters_that_KMS_takes(string? by, string? reason, string value)
    {
        var tag = HoldTag.Write(by, reason, Keys.Now);

        (tag.Name, tag.Before).ShouldBe((KeyTags.Hold, null));
        tag.Value.ShouldBe(value);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(20_000)]
    public void It_is_as_long_as_KMS_takes_and_never_longer(int length)
    {
        var value = HoldTag.Write("ann", new string('x', length), Keys.Now).Value;

        value.Length.ShouldBe(Math.Min(256, "2026-11-22T03:00:00Z by ann: ".Length + length));
    }
}
