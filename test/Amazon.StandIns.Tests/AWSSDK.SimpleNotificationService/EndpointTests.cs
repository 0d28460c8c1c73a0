using Amazon.Runtime;
using Amazon.Runtime.Endpoints;
using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.StandIns.Tests.Sns;

public sealed class EndpointTests
{
    public static TheoryData<string, bool, bool, string> Regions => new()
    {
        { "us-east-1", false, false, "https://sns.us-east-1.amazonaws.com" },
        { "cn-north-1", false, false, "https://sns.cn-north-1.amazonaws.com.cn" },
        { "us-east-2", true, false, "https://sns-fips.us-east-2.amazonaws.com" },
        { "us-gov-west-1", true, false, "https://sns.us-gov-west-1.amazonaws.com" },
        { "eu-west-1", false, true, "https://sns.eu-west-1.api.aws" },
        { "us-west-2", true, true, "https://sns-fips.us-west-2.api.aws" },
        { "us-gov-east-1", true, true, "https://sns-fips.us-gov-east-1.api.aws" },
    };

    [Theory]
    [MemberData(nameof(Regions))]
    public void A_region_has_its_endpoint(string region, bool fips, bool dualStack, string url) =>
        Endpoint(new()
        {
            RegionEndpoint = RegionEndpoint.GetBySystemName(region),
            UseFIPSEndpoint = fips,
            UseDualstackEndpoint = dualStack,
        }).ShouldBe(url);

    [Fact]
    public void A_custom_endpoint_decides_for_itself()
    {
        Endpoint(new() { ServiceURL = "http://127.0.0.1:4566" }).ShouldBe("http://127.0.0.1:4566/");
        Should.Throw<AmazonClientException>(() => Endpoint(new() { ServiceURL = "http://127.0.0.1:4566", UseFIPSEndpoint = true }));
    }

    private static string Endpoint(AmazonSimpleNotificationServiceConfig config) =>
        config.DetermineServiceOperationEndpoint(new ServiceOperationEndpointParameters(new PublishRequest())).URL;
}
