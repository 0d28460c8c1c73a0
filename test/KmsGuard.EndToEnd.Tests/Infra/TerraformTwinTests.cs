using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>Every template has a twin in Terraform that deploys the same.</summary>
[Collection(TerraformDeploymentTests.Name)]
public sealed class TerraformTwinTests(TerraformDeployment deployment)
{
    // Where it differs because Terraform does: what has no counterpart in a template.
    private static readonly Dictionary<string, string[]> OnlyTerraform = new()
    {
        // SAM uploads the package itself, and knows the runtime.
        ["template.yaml"] = ["package", "runtime"],
        // CloudFormation makes up names.
        ["cis-4.7.yaml"] = ["name_prefix"],
        ["guardrails/key.yaml"] = ["guarded", "tags"],
        ["regional.yaml"] = [],
    };

    /// <summary>Template, folder that was applied, module called there.</summary>
    public static TheoryData<string, string, string?> Deployments => new()
    {
        { "template.yaml", TerraformDeployment.Complete, "kmsguard" },
        { "template.yaml", TerraformDeployment.Root, null },
        { "regional.yaml", TerraformDeployment.Complete, "frankfurt" },
        { "cis-4.7.yaml", "cis-4.7", null },
        { "guardrails/key.yaml", "key", null },
    };

    [DeployedTheory]
    [MemberData(nameof(Deployments))]
    public void Both_make_the_same_resources(string template, string folder, string? call) =>
        Twins(template, folder, call).Unmatched().ShouldBeEmpty();

    [DeployedTheory]
    [MemberData(nameof(Deployments))]
    public void Each_resource_is_the_same_in_both(string template, string folder, string? call) =>
        Twins(template, folder, call).Differences().ShouldBeEmpty();

    [DeployedTheory]
    [MemberData(nameof(Deployments))]
    public void Both_take_the_same_parameters_with_the_same_defaults(string template, string folder, string? call)
    {
        var module = deployment.Applied(folder).Deployed(call);
        var parameters = Stack.Of(template).Parameters;

        module.Defaults.Keys.Except(OnlyTerraform[template]).Order().ShouldBe(parameters.Select(parameter => TwinResource.Snake(parameter.Key)).Order());
        foreach (var (name, parameter) in parameters)
        {
            var variable = TwinResource.Snake(name);
            module.Required.Contains(variable).ShouldBe(parameter!["Default"] is null, variable);
            Text(module.Defaults[variable]).ShouldBe(parameter["Default"]?.ToString() ?? "", variable);
        }
    }

    [DeployedTheory]
    [MemberData(nameof(Deployments))]
    public void Both_say_the_same_of_themselves(string template, string folder, string? call) =>
        deployment.Applied(folder).Deployed(call).Outputs.Order().ShouldBe(Stack.Of(template).Outputs.Select(TwinResource.Snake).Order());

    [DeployedFact]
    public void The_functions_run_on_the_same_runtime_and_log_to_the_same_groups()
    {
        var (stack, module) = (Stack.Home(), deployment.Applied(TerraformDeployment.Complete).Planned("kmsguard"));

        module.Defaults["runtime"]!.ToString().ShouldBe(stack.Globals["Runtime"]!.ToString());
        foreach (var function in stack.OfType("AWS::Serverless::Function"))
        {
            var logging = TwinResource.ByType[function.Type].Of(function.Id, module)!.Block("logging_config")!;
            var group = stack.Resources[function.Properties["LoggingConfig"]!["LogGroup"]!.ToString()];
            logging["log_group"]!.ToString().ShouldBe(TwinResource.ByType[group.Type].Of(group.Id, module)!["name"]);
            // SAM's default, which Terraform has none for.
            logging["log_format"]!.ToString().ShouldBe("Text");
        }
    }

    // The template is given the values that Terraform's variables have.
    private Twins Twins(string template, string folder, string? call)
    {
        var module = deployment.Applied(folder).Deployed(call);
        var parameters = Stack.Of(template).Parameters.Select(parameter => (parameter.Key, Text(Value(module, TwinResource.Snake(parameter.Key)))));
        return new(Stack.Of(template, [.. parameters]), module);
    }

    // What is no constant where the module is called is the output of another one.
    private JsonNode? Value(TerraformState module, string variable) =>
        variable == "home_bus_arn" ? deployment.HomeBusArn : module.Variables[variable];

    private static string Text(JsonNode? value) => value is JsonArray list ? string.Join(',', list.Select(item => item!.ToString())) : value?.ToString() ?? "";
}
