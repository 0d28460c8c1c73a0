using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What Terraform's variables take and refuse, planned against a provider that calls nobody.</summary>
public sealed partial class TerraformVariableTests
{
    private const string File = "variables.tftest.hcl";

    private static readonly string[] NotByPattern = ["AlertConcurrency", "SweepConcurrency", "Alias", "Purpose"];

    /// <summary>Templates and the modules that are their twins.</summary>
    public static TheoryData<string, string> Twins => new()
    {
        { "template.yaml", "." }, { "regional.yaml", "regional" }, { "cis-4.7.yaml", "cis-4.7" }, { "guardrails/key.yaml", "key" },
    };

    /// <summary>Those whose parameters have ranges, or lists of values.</summary>
    public static TheoryData<string, string> Limited => new() { { "template.yaml", "." }, { "guardrails/key.yaml", "key" } };

    [TerraformTheory]
    [InlineData(".")]
    [InlineData("regional")]
    [InlineData("cis-4.7")]
    [InlineData("key")]
    public async Task A_module_s_own_tests_pass(string module)
    {
        using var terraform = new Terraform();

        await PassAsync(terraform, module, Run().Count(await System.IO.File.ReadAllTextAsync(Path.Combine(terraform.Folder(module), "tests", File))));
    }

    [Theory]
    [MemberData(nameof(Twins))]
    public void A_variable_asks_for_the_pattern_that_the_template_s_parameter_asks_for(string template, string module)
    {
        var text = string.Concat(Directory.GetFiles(Path.Combine(Terraform.Source, module), "variables*.tf").Select(System.IO.File.ReadAllText));

        // Numbers here, which CloudFormation has no empty ones of; and no lookahead, which Terraform's expressions have not.
        foreach (var (name, parameter) in Parameters(template)
            .Where(parameter => parameter.Value!["AllowedPattern"] is not null && !NotByPattern.Contains(parameter.Key)))
        {
            text.ShouldContain($"regex(\"^{parameter!["AllowedPattern"]}$\", var.{TwinResource.Snake(name)})");
        }
    }

    [TerraformTheory]
    [MemberData(nameof(Limited))]
    public async Task A_variable_takes_the_values_that_the_template_s_parameter_takes_and_no_others(string template, string module)
    {
        using var terraform = new Terraform();
        var path = Path.Combine(terraform.Folder(module), "tests", File);
        // Its mocks and its usual values, and runs of its own.
        var preamble = (await System.IO.File.ReadAllTextAsync(path)).Split("\nrun ")[0];
        var runs = Runs(Parameters(template)).ToList();

        await System.IO.File.WriteAllTextAsync(path, $"{preamble}\n{string.Concat(runs)}");

        await PassAsync(terraform, module, runs.Count);
    }

    // Each run sets every variable that it can, since each starts the provider's plan anew.
    private static IEnumerable<string> Runs(JsonObject parameters)
    {
        var ranges = parameters.Where(parameter => parameter.Value!["MinValue"] is not null).ToList();
        var lists = parameters.Where(parameter => parameter.Value!["AllowedValues"] is not null).ToDictionary(parameter => parameter.Key, Allowed);
        if (ranges.Count > 0)
        {
            yield return Run("smallest", ranges.Select(range => (range.Key, Number(range.Value!["MinValue"]!, 0))), refused: false);
            yield return Run("largest", ranges.Select(range => (range.Key, Number(range.Value!["MaxValue"]!, 0))), refused: false);
            yield return Run("too_small", ranges.Select(range => (range.Key, Number(range.Value!["MinValue"]!, -1))), refused: true);
            yield return Run("too_large", ranges.Select(range => (range.Key, Number(range.Value!["MaxValue"]!, 1))), refused: true);
        }

        if (lists.Count > 0)
        {
            for (var index = 0; index < lists.Values.Max(values => values.Count); index++)
            {
                // A rescue from the unapproved needs somebody who is approved.
                yield return Run(
                    $"value_{index}", lists.Select(list => (list.Key, list.Value[Math.Min(index, list.Value.Count - 1)])), refused: false,
                    lists.ContainsKey("Rescue") ? "approved_principals = [\"arn:aws:iam::*:role/key-admin\"]\n" : "");
            }

            yield return Run("value_of_no_list", lists.Select(list => (list.Key, list.Value[0].StartsWith('"') ? "\"no-such-value\"" : "61")), refused: true);
        }
    }

    private static List<string> Allowed(KeyValuePair<string, JsonNode?> parameter) =>
        [.. parameter.Value!["AllowedValues"]!.AsArray().Select(value => parameter.Value!["Type"]!.ToString() == "Number" ? value!.ToString() : $"\"{value}\"")];

    private static string Number(JsonNode limit, long beyond) => (limit.GetValue<long>() + beyond).ToString(CultureInfo.InvariantCulture);

    private static string Run(string name, IEnumerable<(string Parameter, string Value)> values, bool refused, string more = "")
    {
        var variables = values.Select(value => (Name: TwinResource.Snake(value.Parameter), value.Value)).ToList();
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"run \"{name}\" {{\n  command = plan\n  variables {{\n{more}");
        variables.ForEach(variable => text.Append(CultureInfo.InvariantCulture, $"    {variable.Name} = {variable.Value}\n"));
        text.Append("  }\n");
        if (refused)
        {
            text.Append(CultureInfo.InvariantCulture, $"  expect_failures = [{string.Join(", ", variables.Select(variable => $"var.{variable.Name}"))}]\n");
        }

        return text.Append("}\n").ToString();
    }

    private static async Task PassAsync(Terraform terraform, string module, int runs)
    {
        await terraform.InitAsync(module);

        var (exitCode, output, error) = await terraform.TryAsync(module, "test", "-no-color");

        exitCode.ShouldBe(0, output + error);
        output.ShouldContain($"Success! {runs} passed, 0 failed.");
    }

    private static JsonObject Parameters(string template) => (JsonObject)Stack.Read(template)["Parameters"]!;

    [GeneratedRegex("^run \"", RegexOptions.Multiline)]
    private static partial Regex Run();
}
