using System.Text.Json.Nodes;
using Amazon.KeyManagementService;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What AWS asks of such files before it takes them.</summary>
public sealed class GuardrailFileTests
{
    private static readonly string[] Twins = ["no-deletion", "recent-use", "window"];

    // Only these are in the requests that the statements are about (AWS: "AWS KMS condition keys", "Global condition context keys").
    private static readonly string[] ConditionKeys =
    [
        "aws:PrincipalArn", "aws:PrincipalIsAWSService", "aws:TagKeys", "kms:ScheduleKeyDeletionPendingWindowInDays", "kms:TrailingDaysWithoutKeyUsage",
    ];

    public static TheoryData<string> Files => [.. Guardrail.Names];

    [Theory]
    [MemberData(nameof(Files))]
    public void A_policy_is_small_enough_and_uses_only_what_its_kind_may(string name)
    {
        var guardrail = Guardrail.Read(name);
        var atKey = !name.StartsWith("scp/", StringComparison.Ordinal);

        guardrail.Text.Length.ShouldBeLessThanOrEqualTo(5120);
        JsonNode.Parse(guardrail.Text)!.AsObject().Select(part => part.Key).ShouldBe(["Version", "Statement"]);
        JsonNode.Parse(guardrail.Text)!["Version"]!.ToString().ShouldBe("2012-10-17");
        guardrail.Statements.Select(statement => statement["Sid"]!.ToString()).ShouldBeUnique();
        foreach (var statement in guardrail.Statements)
        {
            string[] parts = ["Sid", "Effect", .. atKey ? ["Principal"] : Array.Empty<string>(), "Action", "Resource", "Condition"];
            statement.Select(part => part.Key).ShouldBe(parts);
            statement["Effect"]!.ToString().ShouldBe("Deny");
            (statement["Principal"]?.ToString() ?? "*").ShouldBe("*");
            statement["Condition"]!.AsObject().SelectMany(test => test.Value!.AsObject()).Select(test => test.Key).ShouldBeSubsetOf(ConditionKeys);
            Texts(statement["Action"]!).ShouldAllBe(action => !action.Contains('*') && (!atKey || action.StartsWith("kms:", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void An_action_on_keys_is_one_that_KMS_has(string name)
    {
        var actions = Guardrail.Read(name).Statements.SelectMany(statement => Texts(statement["Action"]!)).Where(action => action.StartsWith("kms:", StringComparison.Ordinal));

        actions.ShouldAllBe(action => typeof(IAmazonKeyManagementService).GetMethods().Any(method => method.Name == $"{action.Substring(4)}Async"));
    }

    [Fact]
    public void The_three_kinds_deny_the_same()
    {
        foreach (var twin in Twins)
        {
            var service = Bare($"scp/{twin}");
            Bare($"rcp/{twin}").ShouldBe(service);
            Bare($"key-policy/{twin}").ShouldBe(service);
        }
    }

    [Fact]
    public void The_README_names_every_policy_and_every_placeholder()
    {
        var readme = File.ReadAllText(Path.Combine(Guardrail.Folder, "README.md"));

        Guardrail.Names.Select(name => $"**{Path.GetFileName(name)}.json**").ShouldAllBe(heading => readme.Contains(heading, StringComparison.Ordinal));
        Guardrail.Names.SelectMany(name => Guardrail.Read(name).Placeholders).Distinct()
            .ShouldAllBe(placeholder => readme.Contains($"| `{placeholder}` |", StringComparison.Ordinal));
    }

    // Without what only a policy at the key needs: whom it is about, and that services' own principals are not.
    private static string Bare(string name) => string.Join('\n', Guardrail.Read(name).Statements.Select(statement =>
    {
        var bare = statement.DeepClone().AsObject();
        bare.Remove("Principal");
        bare["Condition"]!.AsObject().Remove("Bool");
        return bare.ToJsonString();
    }));

    private static IEnumerable<string> Texts(JsonNode node) => node is JsonArray list ? list.Select(item => item!.ToString()) : [node.ToString()];
}
