using YamlDotNet.RepresentationModel;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>In a member account each function may do what it may do at home, and nobody else may.</summary>
public sealed class OrganizationMembersTests
{
    // What tells, logs, keeps what was given up and enters other accounts is the home account's.
    private static readonly string[] OnlyAtHome = ["Tell", "UseTopicKey", "Log", "GiveUp", "EnterMembers"];

    private readonly YamlNode home = Read("template.yaml");
    private readonly YamlNode members = Read(Path.Combine("organization", "members.yaml"));

    [Theory]
    [InlineData("AlertRole", "alert")]
    [InlineData("SweepRole", "sweep")]
    [InlineData("RollbackRole", "rollback")]
    public void A_member_role_has_the_statements_of_the_home_role_and_trusts_only_it(string role, string function)
    {
        var properties = members["Resources"][role]["Properties"];
        var trust = properties["AssumeRolePolicyDocument"]["Statement"].ShouldBeOfType<YamlSequenceNode>().ShouldHaveSingleItem();

        Statements(members, role).Select(Write).ShouldBe(
            Statements(home, role).Where(statement => !OnlyAtHome.Contains(Sid(statement))).Select(Write));
        properties["RoleName"].ToString().ShouldBe($"${{MemberRolePrefix}}-{function}");
        Write(home["Resources"][role]["Properties"]["RoleName"]).ShouldBe($"!Sub ${{NamePrefix}}-{function}");
        Write(trust["Condition"]).ShouldBe(
            $"{{ArnEquals: {{aws:PrincipalArn: !Sub arn:${{AWS::Partition}}:iam::${{HomeAccount}}:role/${{NamePrefix}}-{function}}}}}");
    }

    [Theory]
    [InlineData("WindowDays")]
    [InlineData("IdleDays")]
    [InlineData("Rescue")]
    [InlineData("NamePrefix")]
    public void A_parameter_that_both_have_has_the_same_default_and_bounds(string name)
    {
        Bounds(members).ShouldBe(Bounds(home));

        string Bounds(YamlNode template) => string.Join(' ', ((YamlMappingNode)template["Parameters"][name]).Children
            .Where(field => field.Key.ToString() != "Description").Select(field => $"{field.Key}={Write(field.Value)}"));
    }

    private static IEnumerable<YamlNode> Statements(YamlNode template, string role) =>
        (YamlSequenceNode)template["Resources"][role]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"];

    private static string Sid(YamlNode statement) => (statement is YamlSequenceNode choice ? choice[1] : statement)["Sid"].ToString();

    // Tags such as !Sub are part of the meaning.
    private static string Write(YamlNode node)
    {
        var tag = node.Tag is { IsEmpty: false, IsLocal: true } ? $"{node.Tag.Value} " : "";
        return tag + node switch
        {
            YamlMappingNode mapping => $"{{{string.Join(", ", mapping.Children.Select(child => $"{child.Key}: {Write(child.Value)}"))}}}",
            YamlSequenceNode sequence => $"[{string.Join(", ", sequence.Select(Write))}]",
            _ => node.ToString(),
        };
    }

    private static YamlNode Read(string file)
    {
        var yaml = new YamlStream();
        using var reader = File.OpenText(Path.Combine(PublishedFunction.Root, "infra", file));
        yaml.Load(reader);
        return yaml.Documents[0].RootNode;
    }
}
