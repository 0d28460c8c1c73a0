using KmsGuard.Aws.Report;

namespace KmsGuard.Aws.Tests;

public sealed class AwsSettingsTests
{
    private const string Topic = "arn:aws:sns:eu-west-1:111122223333:alerts";

    [Fact]
    public void A_profile_that_does_not_exist_is_named_before_anything_is_called()
    {
        var settings = new AwsSettings { Profile = "no-such-profile-9f3a", Region = "eu-west-1" };

        Should.Throw<AwsSettingsException>(() => new KmsRegions(settings, 50)).Message.ShouldContain("'no-such-profile-9f3a'");
        Should.Throw<AwsSettingsException>(() => new SnsNoticeSink(settings, Topic)).Message.ShouldContain("There is no AWS profile");
    }

    [Theory]
    [InlineData("localhost:4566")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("/tmp/socket")]
    [InlineData("")]
    public void An_endpoint_that_is_no_URL_is_refused(string url) =>
        Should.Throw<AwsSettingsException>(() => new AwsSettings { EndpointUrl = url }.Check()).Message.ShouldContain("http://");

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/x")]
    [InlineData("two words")]
    [InlineData("line\nbreak")]
    [InlineData("")]
    public void A_role_that_IAM_cannot_have_is_refused(string role) =>
        Should.Throw<AwsSettingsException>(() => new AwsSettings { RoleName = role }.Check()).Message.ShouldContain("role");

    [Theory]
    [InlineData("KmsGuardMember")]
    [InlineData("platform/security/KmsGuard.Member@v1")]
    public void A_role_may_have_a_path(string role) =>
        Should.NotThrow(() => new AwsSettings { RoleName = role, EndpointUrl = "https://vpce-1.kms.eu-west-1.vpce.amazonaws.com" }.Check());

    [Fact]
    public void A_home_Region_has_to_look_like_one()
    {
        new AwsSettings { Region = "eu-west-1" }.ResolveRegion().ShouldBe("eu-west-1");
        Should.Throw<AwsSettingsException>(() => new AwsSettings { Region = "Ireland" }.ResolveRegion()).Message.ShouldContain("'Ireland'");
        Should.Throw<AwsSettingsException>(() => new AwsSettings { Region = "" }.Check());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(101)]
    public void A_share_of_a_quota_is_a_percentage(int share) =>
        Should.Throw<ArgumentOutOfRangeException>(() => new KmsRegions(new AwsSettings(), share));
}
