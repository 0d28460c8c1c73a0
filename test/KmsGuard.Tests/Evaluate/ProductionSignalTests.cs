using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

public sealed class ProductionSignalTests
{
    [Theory]
    [InlineData("environment", "prod")]
    [InlineData("Environment", "Production")]
    [InlineData("ENV", "PROD")]
    [InlineData("env", "prd")]
    [InlineData("stage", "live")]
    [InlineData("tier", "eu-prod-1")]
    [InlineData(" env ", "prod:eu")]
    public void A_tag_says_production(string name, string value) => OfTag(name, value).ShouldBe($"tag {name}={value}");

    [Theory]
    [InlineData("environment", "pre-prod")]
    [InlineData("environment", "preprod")]
    [InlineData("environment", "non-prod")]
    [InlineData("environment", "NON_PRODUCTION")]
    [InlineData("environment", "not production")]
    [InlineData("environment", "no-prod")]
    [InlineData("environment", "product")]
    [InlineData("environment", "reproduction")]
    [InlineData("environment", "alive")]
    [InlineData("environment", "")]
    [InlineData("purpose", "production")]
    public void A_tag_does_not_say_production(string name, string value) => OfTag(name, value).ShouldBeNull();

    [Theory]
    [InlineData("alias/prod", true)]
    [InlineData("alias/payments-prod", true)]
    [InlineData("alias/prod/payments", true)]
    [InlineData("alias/payments_PROD_eu", true)]
    [InlineData("alias/live.payments", true)]
    [InlineData("alias/non-prod/payments", false)]
    [InlineData("alias/pre-prod", false)]
    [InlineData("alias/product-catalog", false)]
    [InlineData("alias/payments", false)]
    public void An_alias_says_production_by_one_of_its_words(string alias, bool says) =>
        ProductionSignal.Of(Keys.Unused() with { Tags = null, Aliases = Keys.Aliases("alias/other", alias) }).ShouldBe(says ? $"alias {alias}" : null);

    [Fact]
    public void What_could_not_be_read_says_nothing()
    {
        ProductionSignal.Of(null).ShouldBeNull();
        ProductionSignal.Of(new KeySnapshot(Keys.Arn)
        {
            Tags = Keys.Unread<IReadOnlyDictionary<string, string>>(FailureKind.AccessDenied),
            Aliases = Keys.Unread<IReadOnlyList<string>>(FailureKind.AccessDenied),
        }).ShouldBeNull();
    }

    private static string? OfTag(string name, string value) => ProductionSignal.Of(Keys.Unused() with { Tags = Keys.Tags((name, value)) });
}
