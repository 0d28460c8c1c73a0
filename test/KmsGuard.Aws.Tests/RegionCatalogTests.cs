using KmsGuard.Detect;

namespace KmsGuard.Aws.Tests;

public sealed class RegionCatalogTests
{
    [Theory]
    [InlineData("us-east-1", true)]
    [InlineData("eusc-de-east-1", true)]
    [InlineData("us-gov-west-1", true)]
    [InlineData("us-east-1-regional", false)]
    [InlineData("aws-global", false)]
    [InlineData("us-esat-1", false)]
    [InlineData("US-EAST-1", false)]
    [InlineData("", false)]
    public void Only_Regions_exist(string region, bool exists) => RegionCatalog.Exists(region).ShouldBe(exists);

    [Theory]
    [InlineData("us-east-1", "aws")]
    [InlineData("cn-north-1", "aws-cn")]
    [InlineData("us-gov-east-1", "aws-us-gov")]
    [InlineData("eusc-de-east-1", "aws-eusc")]
    [InlineData("us-west-77", "aws")]
    public void A_Region_lies_in_its_partition(string region, string partition) =>
        RegionCatalog.PartitionOf(region).ShouldBe(partition);

    [Fact]
    public void All_is_every_Region_of_one_partition()
    {
        var all = RegionCatalog.OfPartition("eu-west-1");

        all.ShouldContain("us-east-1");
        all.ShouldContain("ap-southeast-7");
        all.Count.ShouldBeGreaterThan(30);
        all.ShouldBeUnique();
        all.ShouldNotContain(region => region.StartsWith("us-gov", StringComparison.Ordinal) || region.StartsWith("cn-", StringComparison.Ordinal));
        RegionCatalog.OfPartition("cn-north-1").ShouldBe(["cn-north-1", "cn-northwest-1"]);
    }

    [Fact]
    public void The_core_can_name_a_key_in_every_Region()
    {
        string[] partitions =
        [
            "us-east-1", "cn-north-1", "us-gov-east-1", "eusc-de-east-1", "us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1",
            "us-isof-south-1",
        ];

        foreach (var region in partitions.SelectMany(RegionCatalog.OfPartition))
        {
            var arn = $"arn:{RegionCatalog.PartitionOf(region)}:kms:{region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
            KeyArn.TryParse(arn, out _).ShouldBeTrue(arn);
        }
    }
}
