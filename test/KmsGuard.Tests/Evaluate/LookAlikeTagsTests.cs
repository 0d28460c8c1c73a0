using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

[Trait("Proof", "attacks")]
public sealed class LookAlikeTagsTests
{
    [Theory]
    [InlineData("kmsguard:exmpt", KeyTags.Exempt)]
    [InlineData("kmsguard:exepmt", KeyTags.Exempt)]
    [InlineData("KmsGuard:Exempted", KeyTags.Exempt)]
    [InlineData("kmsguard:exempt-until", KeyTags.Exempt)]
    [InlineData("kmsguard-exempt", KeyTags.Exempt)]
    [InlineData("kms-guard:exempt", KeyTags.Exempt)]
    [InlineData("kmsgaurd:hold", KeyTags.Hold)]
    [InlineData("kmsguard: hold", KeyTags.Hold)]
    [InlineData("kmsguard:old", KeyTags.Hold)]
    [InlineData("KMSGUARD:DISABLED-SINCE", KeyTags.DisabledSince)]
    [InlineData("kmsguard:disabled_since", KeyTags.DisabledSince)]
    [InlineData("kmsguard:runs", KeyTags.Run)]
    [InlineData("kmsguad:exemp", KeyTags.Exempt)]
    [InlineData("kmsguard:exxeempt", KeyTags.Exempt)]
    [InlineData("kmsguard:ruld", KeyTags.Hold)]
    [InlineData("kmsguard:ru", KeyTags.Run)]
    [InlineData("kmsguard:exe", null)]
    [InlineData("kmsguard:owner", null)]
    [InlineData("KmsGuard", null)]
    public void A_tag_that_looks_like_one_of_ours_is_named_with_what_was_meant(string name, string? meant) =>
        LookAlikeTags.Of(Tags(name)).ShouldBe([new(name, meant)]);

    [Theory]
    [InlineData(KeyTags.Exempt)]
    [InlineData(KeyTags.Hold)]
    [InlineData(KeyTags.DisabledSince)]
    [InlineData(KeyTags.Run)]
    [InlineData("KmsGuard:Exempt")]
    [InlineData(" kmsguard:hold ")]
    [InlineData("exempt")]
    [InlineData("hold")]
    [InlineData("")]
    [InlineData("mykmsguard:exempt-me")]
    public void A_tag_that_counts_and_a_tag_of_others_are_no_look_alikes(string name) => LookAlikeTags.Of(Tags(name)).ShouldBeEmpty();

    [Fact]
    public void Hostile_names_are_cleaned_bounded_and_in_order()
    {
        var found = LookAlikeTags.Of(Tags([.. Enumerable.Range(10, 30).Reverse().Select(i => $"kmsguard\u202e\n{i}" + new string('x', 5000))]));

        found.Count.ShouldBe(10);
        found[0].Name.ShouldStartWith("kmsguard 10x");
        found.ShouldAllBe(tag => tag.Name.Length <= 100 && tag.Describe().Length < 250);
        found.Select(tag => tag.Name).ShouldBeInOrder();
    }

    [Theory]
    [InlineData("kmsguard:exmpt", "tag 'kmsguard:exmpt' is not one that KmsGuard knows; did you mean kmsguard:exempt? To be safe it is read as that")]
    [InlineData("kmsguard:runs", "tag 'kmsguard:runs' is not one that KmsGuard knows; did you mean kmsguard:run? It has no effect")]
    [InlineData("kmsguard:owner", "tag 'kmsguard:owner' is not one that KmsGuard knows")]
    public void A_look_alike_can_be_warned_about(string name, string warning) =>
        LookAlikeTags.Of(Tags(name)).ShouldHaveSingleItem().Describe().ShouldBe(warning);

    [Theory]
    [InlineData("KmsGuard:Exempt", "yes", "exempt", "exempt-tag", "'KmsGuard:Exempt=yes', read as kmsguard:exempt")]
    [InlineData(" kmsguard:exempt\u00a0", "", "exempt", "exempt-tag", "'kmsguard:exempt =', read as kmsguard:exempt")]
    [InlineData("kmsguard:exmpt", "x", "exempt", "exempt-tag", "'kmsguard:exmpt=x', which looks like kmsguard:exempt")]
    [InlineData("KMSGUARD:HOLD", "", "held", "hold-tag", "'KMSGUARD:HOLD=', read as kmsguard:hold")]
    [InlineData("kmsguard:hold-until", "2030", "held", "hold-tag", "'kmsguard:hold-until=2030', which looks like kmsguard:hold")]
    [InlineData("kmsguard:hold", "false", "held", "hold-tag", "kmsguard:hold=false")]
    public void Whoever_asked_for_a_key_to_be_left_alone_is_heard_in_spite_of_a_typing_error(
        string name, string value, string outcome, string reason, string evidence)
    {
        var decision = KeyEvaluator.Decide(Marked((name, value)), Keys.Enforcing, Keys.Now);

        KebabCase.Of(decision.Outcome).ShouldBe(outcome);
        decision.Reasons.ShouldBe([reason]);
        decision.Detail.ShouldBe(evidence);
    }

    [Theory]
    [InlineData("KmsGuard:Exempt", "false")]
    [InlineData("kmsguard:exmpt", " FALSE ")]
    [InlineData("kmsguard:owner", "x")]
    [InlineData("kmsguard:runs", "x")]
    public void A_tag_that_asks_for_nothing_holds_nothing(string name, string value) =>
        KeyEvaluator.Decide(Marked((name, value)), Keys.Enforcing, Keys.Now).IsDueDeletion.ShouldBeTrue();

    [Fact]
    public void One_tag_that_says_false_does_not_outweigh_another() => KeyEvaluator
        .Decide(Marked((KeyTags.Exempt, "false"), ("KmsGuard:Exempt", "true")), Keys.Enforcing, Keys.Now)
        .Outcome.ShouldBe(Outcome.Exempt);

    [Fact]
    public void A_mark_under_a_mistyped_name_proves_nothing()
    {
        var key = Keys.Unused() with { Tags = Keys.Tags(("KmsGuard:Disabled-Since", "2026-08-14T03:00:00Z")) };

        KeyEvaluator.Decide(key, Keys.Enforcing, Keys.Now).Reasons.ShouldBe([Reason.NotMarked]);
    }

    private static Dictionary<string, string> Tags(params string[] names) => names.ToDictionary(name => name, _ => "x");

    private static KeySnapshot Marked(params (string Name, string Value)[] tags) => Keys.Unused() with
    {
        Tags = Keys.Tags([.. tags, (KeyTags.DisabledSince, DisabledSince.ToTag(Keys.Now.AddDays(-100)))]),
    };
}
