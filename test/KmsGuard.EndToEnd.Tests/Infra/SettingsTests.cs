using KmsGuard.Settings;

namespace KmsGuard.EndToEnd.Tests.Infra;

public sealed class SettingsTests
{
    private const string Prefix = "KMSGUARD_";
    private static readonly string[] Functions = ["AlertFunction", "SweepFunction", "RollbackFunction"];

    // Read by the composition root, before the settings.
    private static readonly string[] Elsewhere = ["FUNCTION"];

    [Fact]
    public void The_template_sets_every_setting_that_the_code_reads_and_no_other()
    {
        var stack = Stack.Home();
        var read = new SortedSet<string>(StringComparer.Ordinal);
        GuardSettings.Read(name => read.Add(name) ? null : null, name => name, _ => true, out _);

        var set = Functions.SelectMany(function => stack.EnvironmentOf(function).Keys).Distinct().Order(StringComparer.Ordinal);

        set.ShouldBe(read.Concat(Elsewhere).Select(name => Prefix + name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_stack_deployed_with_the_template_s_defaults_behaves_as_the_code_s_defaults()
    {
        foreach (var function in Functions)
        {
            var deployed = Read(Stack.Home(), function);

            var defaults = GuardSettings.Read(_ => null, name => name, _ => true, out _);
            deployed.ShouldBeEquivalentTo(defaults with { OwnRoles = deployed.OwnRoles });
        }
    }

    [Theory]
    [InlineData("AlertFunction", "guard-alert")]
    [InlineData("SweepFunction", "guard-sweep")]
    [InlineData("RollbackFunction", "guard-rollback")]
    public void Each_function_enters_other_accounts_as_its_own_role(string function, string role)
    {
        Read(Stack.Home(("MemberRolePrefix", "guard")), function).RoleName.ShouldBe(role);
        Read(Stack.Home(), function).RoleName.ShouldBeNull();
    }

    [Theory]
    [InlineData("", "arn:aws:iam::444455556666:role/guard-sweep", false)]
    [InlineData("guard", "arn:aws:iam::444455556666:role/guard-sweep", true)]
    [InlineData("guard", "arn:aws:iam::444455556666:role/guard-developer", false)]
    [InlineData("guard", "arn:aws:iam::444455556666:role/guardian", false)]
    [InlineData("guard", "SweepRole.Arn", true)]
    [InlineData("", "RollbackRole.Arn", true)]
    public void The_alert_function_knows_KmsGuard_s_own_roles_here_and_in_other_accounts(string prefix, string role, bool own) =>
        Read(Stack.Home(("MemberRolePrefix", prefix)), "AlertFunction").OwnRoles.Any(known => known.Matches(role)).ShouldBe(own);

    // A reference to a resource has a value only once it is deployed.
    private static GuardSettings Read(Stack stack, string function)
    {
        var environment = stack.EnvironmentOf(function);
        var settings = GuardSettings.Read(
            name => environment.GetValueOrDefault(Prefix + name) is { } value && value != "Topic" ? value : null, name => name, _ => true, out var problems);
        problems.ShouldBeEmpty();
        return settings;
    }
}
