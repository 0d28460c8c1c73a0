using System.Reflection;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests;

/// <summary>What docs/sandbox.md claims beside its table of states is tested, by tests that <c>eng/prove sandbox</c> runs.</summary>
[Trait("Proof", "sandbox")]
public sealed class SandboxClaimsTests
{
    public static TheoryData<string> Areas => ["KMS", "SNS", "STS", "CloudTrail", "EventBridge", "Lambda Runtime API"];

    [Theory]
    [MemberData(nameof(Areas))]
    public void A_claim_names_its_page_of_AWS_and_tests_that_are_there(string area)
    {
        foreach (var row in SandboxDocument.Table(area))
        {
            row[1].ShouldMatch("https://docs[.]aws[.]amazon[.]com/|none", row[0]);
            foreach (var name in row[2].Split(", "))
            {
                var parts = name.Trim('`').Split('.');
                var tests = typeof(SandboxClaimsTests).Assembly.GetTypes().SingleOrDefault(type => type.Name == parts[0]);
                var test = tests?.GetMethod(parts[^1], BindingFlags.Public | BindingFlags.Instance);

                (test?.GetCustomAttribute<FactAttribute>()).ShouldNotBeNull($"{name} is no test");
                tests!.CustomAttributes.ShouldContain(
                    one => one.AttributeType == typeof(TraitAttribute) && one.ConstructorArguments.Last().Value!.Equals("sandbox"),
                    $"eng/prove sandbox does not run {name}");
            }
        }
    }

    [Fact]
    public void The_quotas_are_those_of_the_table() =>
        SandboxDocument.Table("quota of").ToDictionary(row => row[0], row => row[1]).ShouldBe(
            RequestQuotas.PerSecond.ToDictionary(quota => quota.Key, quota => $"{quota.Value}"), ignoreOrder: true);
}
