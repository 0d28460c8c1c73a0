using KmsGuard.Supply;

namespace KmsGuard.Trust.Tests.Supply;

[Trait("Proof", "supply")]
public class AdvisoriesTests
{
    [Fact]
    public void A_known_vulnerability_is_told_once_with_its_severity_and_its_advisory() => Advisories.Read(
        """
        {"version":1,"projects":[
          {"path":"a.csproj","frameworks":[{"framework":"net10.0",
            "topLevelPackages":[{"id":"One","resolvedVersion":"1.0.0","vulnerabilities":[{"severity":"High","advisoryurl":"https://example.org/1"}]}]}]},
          {"path":"b.csproj","frameworks":[{"framework":"net10.0",
            "transitivePackages":[{"id":"One","resolvedVersion":"1.0.0","vulnerabilities":[{"severity":"High","advisoryurl":"https://example.org/1"}]}]}]},
          {"path":"c.csproj"}]}
        """).ShouldBe(["One 1.0.0: High, https://example.org/1"]);

    [Theory]
    [InlineData("""{"resources":[{"@id":"https://example.org/v","@type":"VulnerabilityInfo/6.7.0"}]}""", true)]
    [InlineData("""{"resources":[{"@id":"https://example.org/p","@type":"PackageBaseAddress/3.0.0"}]}""", false)]
    public void A_feed_that_has_no_list_of_vulnerabilities_is_not_taken_for_one_that_knows_of_none(string index, bool knows) =>
        Advisories.Knows(index).ShouldBe(knows);
}
