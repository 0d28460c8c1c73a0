using System.Text;
using System.Text.Json;
using KmsGuard.Detect;
using KmsGuard.Report;
using KmsGuard.Restore;

namespace KmsGuard.Tests.Report;

public sealed class RollbackNoticeTests
{
    [Theory]
    [InlineData(MessageFormat.Text)]
    [InlineData(MessageFormat.Json)]
    [InlineData(MessageFormat.Chat)]
    public void A_rollback_of_thousands_of_keys_still_fits_into_a_message_with_the_failures_first(MessageFormat format)
    {
        var keys = Enumerable.Range(0, 5000).Select(i => new RollbackEntry(
            Keys.Arn.ToString(), KeyState.PendingDeletion, KeyState.Disabled, i == 4999 ? RollbackOutcome.Failed : RollbackOutcome.Restored, null));

        var notice = RollbackNotice.Write(new RollbackReport(false, "arn:aws:iam::111122223333:user/op", "test", null, [.. keys]), format);

        Encoding.UTF8.GetByteCount(notice.Body).ShouldBeLessThan(250_000);
        notice.Subject.ShouldBe("[HIGH] KmsGuard rollback: 4999 restored, 1 not");
        if (format == MessageFormat.Json)
        {
            JsonDocument.Parse(notice.Body).RootElement.GetProperty("keys")[0].GetProperty("outcome").GetString().ShouldBe("failed");
        }
    }
}
