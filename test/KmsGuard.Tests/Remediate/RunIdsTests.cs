using KmsGuard.Remediate;

namespace KmsGuard.Tests.Remediate;

public sealed class RunIdsTests
{
    [Fact]
    public void A_new_id_tells_its_time_in_UTC_and_is_valid()
    {
        var id = RunIds.New(new DateTimeOffset(2026, 11, 22, 5, 6, 7, TimeSpan.FromHours(2)));

        id.ShouldMatch(@"^20261122T030607Z-[0-9a-f]{8}\z");
        RunIds.IsValid(id).ShouldBeTrue();
    }

    [Fact]
    public void Runs_of_the_same_second_have_ids_of_their_own() =>
        Enumerable.Range(0, 100).Select(_ => RunIds.New(Keys.Now)).ShouldBeUnique();

    [Theory]
    [InlineData("a", true)]
    [InlineData("Run.7_b:c-d", true)]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123", true)]
    [InlineData("01234567890123456789012345678901234567890123456789012345678901234", false)]
    [InlineData("-run", false)]
    [InlineData(".run", false)]
    [InlineData("run/1", false)]
    [InlineData("run 1", false)]
    [InlineData(" run", false)]
    [InlineData("run\n", false)]
    [InlineData("rün", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void An_id_from_outside_has_letters_digits_and_a_few_marks(string? text, bool valid) => RunIds.IsValid(text).ShouldBe(valid);
}
