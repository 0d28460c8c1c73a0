using KmsGuard.Aws.Detect;
using KmsGuard.Detect;

namespace KmsGuard.Aws.Tests;

public sealed class ArnReaderTests
{
    private const string Id = "1234abcd-12ab-34cd-56ef-1234567890ab";
    private readonly ArnReader arns = new("111122223333", "cn-north-1");

    [Theory]
    [InlineData("arn:aws-cn:kms:cn-north-1:111122223333:key/" + Id)]
    [InlineData("arn:aws-cn:kms:cn-northwest-1:111122223333:key/" + Id)]
    [InlineData("arn:aws-cn:kms:cn-north-1:444455556666:key/" + Id)]
    [InlineData("arn:aws:kms:cn-north-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab")]
    public void An_ARN_is_read_as_it_is_everywhere(string arn) => arns.Read(arn).ShouldBe(KeyArn.Parse(arn));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("arn:aws-cn:kms:cn-north-1:111122223333:key/")]
    [InlineData("arn:aws-cn:kms:cn-north-1:111122223333:key/" + Id + "\n")]
    [InlineData("arn:aws-cn:kms:cn-north-1:111122223333:key/../" + Id)]
    [InlineData("arn:aws-cn:kms:cn-north-1:111122223333:alias/" + Id)]
    public void What_is_no_key_ARN_is_refused(string? text) => Should.Throw<FormatException>(() => arns.Read(text));

    [Fact]
    public void Keys_of_one_Region_share_what_they_have_in_common()
    {
        var one = arns.Read("arn:aws-cn:kms:cn-north-1:111122223333:key/" + Id);
        var other = arns.Read("arn:aws-cn:kms:cn-north-1:111122223333:key/" + Id.Replace('1', '2'));

        other.Account.ShouldBeSameAs(one.Account);
        other.Region.ShouldBeSameAs(one.Region);
        other.Partition.ShouldBeSameAs(one.Partition);
        other.KeyId.ShouldNotBe(one.KeyId);
    }
}
