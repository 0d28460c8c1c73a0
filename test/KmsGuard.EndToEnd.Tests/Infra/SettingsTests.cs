using KmsGuard.Settings;
using YamlDotNet.RepresentationModel;

namespace KmsGuard.EndToEnd.Tests.Infra;

public sealed class SettingsTests
{
    private const string Prefix = "KMSGUARD_";
    private static readonly string[] Functions = ["AlertFunction", "SweepFunction", "RollbackFunction"];

    // Read by the composition root, before the settings.
    private static readonly string[] Elsewhere = ["FUNCTION"];

    private readonly Template template = Template.Deployed();

    [Fact]
    public void The_template_sets_every_setting_that_the_code_reads_and_no_other()
    {
        var read = new SortedSet<string>(StringComparer.Ordinal);
        GuardSettings.Read(name => read.Add(name) ? null : null, name => name, _ => true, out _);

        var set = Functions.SelectMany(function => template.EnvironmentOf(function).Keys).Distinct().Order(StringComparer.Ordinal);

        set.ShouldBe(read.Concat(Elsewhere).Select(name => Prefix + name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stack_deployed_with_the_template_s_defaults_behaves_as_the_code_s_defaults()
    {
        foreach (var function in Functions)
        {
            var environment = template.EnvironmentOf(function);

            var deployed = GuardSettings.Read(name => Value(environment, Prefix + name), name => name, _ => true, out var problems);

            problems.ShouldBeEmpty();
            var defaults = GuardSettings.Read(_ => null, name => name, _ => true, out _);
            deployed.ShouldBeEquivalentTo(defaults with { OwnRoles = deployed.OwnRoles });
        }
    }

    // A reference to a parameter counts as its default; one to a resource has a value only once it is deployed.
    private string? Value(IReadOnlyDictionary<string, YamlNode> environment, string name) =>
        !environment.TryGetValue(name, out var node) || node.Tag.IsEmpty ? node is null ? null : Template.Text(node)
        : template.Parameters.Contains(Template.Text(node)) ? template.DefaultOf(Template.Text(node))
        : null;
}
