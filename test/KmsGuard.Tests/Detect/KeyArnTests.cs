using KmsGuard.Detect;

namespace KmsGuard.Tests.Detect;

[Trait("Proof", "attacks")]
public sealed class KeyArnTests
{
    [Theory]
    [InlineData("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")]
    [InlineData("arn:aws-cn:kms:cn-north-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab")]
    [InlineData("arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")]
    public void An_ARN_of_any_partition_is_read_and_written_alike(string text) => KeyArn.Parse(text).ToString().ShouldBe(text);

    [Theory]
    [InlineData("")]
    [InlineData("arn:aws:kms:us-east-1:111122223333:alias/prod")]
    [InlineData("arn:aws:kms:us-east-1:11112222333:key/1234abcd-12ab-34cd-56ef-1234567890ab")]
    [InlineData("arn:aws:s3:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")]
    [InlineData("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab\n")]
    [InlineData("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab;rm")]
    [InlineData("arn:aws:kms:$(id)-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab")]
    public void Anything_else_is_no_key(string text) => KeyArn.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData("1234abcd-12ab-34cd-56ef-1234567890ab", true)]
    [InlineData("mrk-1234abcd12ab34cd56ef1234567890ab", true)]
    [InlineData(" mrk-1234abcd12ab34cd56ef1234567890ab ", true)]
    [InlineData("arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab", true)]
    [InlineData("alias/prod", false)]
    [InlineData("hello", false)]
    [InlineData("", false)]
    public void A_person_may_type_an_id_or_an_ARN(string text, bool known) => KeyReference.TryParse(text, out _).ShouldBe(known);
}
