using FsCheck;
using FsCheck.Fluent;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using Check = FsCheck.Check;

namespace KmsGuard.Tests.Detect;

public sealed class EventParserTests
{
    public static TheoryData<string> Files() => [.. EventFiles.All];

    [Theory]
    [MemberData(nameof(Files))]
    public void An_event_is_understood_as_its_row_says_and_refused_without_one(string file)
    {
        var reading = EventParser.Parse(EventFiles.Load(file));

        if (!EventFiles.Understood.Contains(file))
        {
            reading.Event.ShouldBeNull();
            reading.Refusal.ShouldNotBeNullOrEmpty();
            return;
        }

        var happened = reading.Event.ShouldNotBeNull();
        string[] got = [file, KebabCase.Of(happened.Kind), happened.Key?.ToString() ?? "", happened.Refused ? "yes" : "no", happened.Principal.Name];
        got.ShouldBe(EventFiles.Rows.Single(row => row[0] == file));
        happened.At!.Value.Offset.ShouldBe(TimeSpan.Zero);
        happened.Id.ShouldNotBeEmpty();
    }

    [Fact]
    public void There_are_files_of_every_kind_and_no_row_without_a_file()
    {
        EventFiles.Rows.Select(row => row[1]).Distinct().ShouldBe(Enum.GetValues<KeyEventKind>().Select(KebabCase.Of), ignoreOrder: true);
        EventFiles.Rows.Select(row => row[0]).ShouldBe(EventFiles.Understood, ignoreOrder: true);
    }

    [Theory]
    [InlineData("disable-key.root.json", null)]
    [InlineData("disable-key.root-access-key.json", null)]
    [InlineData("disable-key.root-with-mfa.json", true)]
    public void A_root_user_without_MFA_is_told_as_such(string file, bool? mfa)
    {
        var root = EventParser.Parse(EventFiles.Load(file)).Event!.Principal;

        root.IsRoot.ShouldBeTrue();
        root.Mfa.ShouldBe(mfa);
    }

    [Fact]
    public void The_role_behind_a_session_is_known() =>
        EventParser.Parse(EventFiles.Load("disable-key.role.json")).Event!.Principal.RoleArn.ShouldBe("arn:aws:iam::111122223333:role/Developer");

    [Fact]
    public void The_copies_of_one_call_in_two_accounts_share_an_id_and_the_key()
    {
        var owner = EventParser.Parse(EventFiles.Load("decrypt.shared-owner-copy.json")).Event!;
        var caller = EventParser.Parse(EventFiles.Load("decrypt.shared-caller-copy.json")).Event!;

        owner.Id.ShouldNotBe(caller.Id);
        owner.SharedId.ShouldBe(caller.SharedId.ShouldNotBeNull());
        owner.Key.ShouldBe(caller.Key.ShouldNotBeNull());
    }

    [Fact]
    public void No_mutation_of_an_event_throws_and_none_that_names_its_call_is_lost() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1000),
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var file = new[] { "disable-key.role.json", "schedule-key-deletion.denied.json", "disable-key.no-key.json" }[random.Next(3)];

            var reading = EventParser.Parse(MutatedEvent.Of(file, random));

            (reading.Event is null).ShouldBe(reading.Refusal is not null);
            reading.Event.ShouldNotBeNull();
        }));
}
