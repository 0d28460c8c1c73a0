namespace KmsGuard.EndToEnd.Tests.Infra;

public sealed class TerraformFormatTests
{
    public static TheoryData<string> Modules => [.. Terraform.Modules];

    [TerraformFact]
    public async Task Every_file_is_written_as_terraform_fmt_writes_it()
    {
        using var terraform = new Terraform();

        var (exitCode, output, error) = await terraform.TryAsync(".", "fmt", "-check", "-recursive", "-diff");

        exitCode.ShouldBe(0, output + error);
    }

    [TerraformTheory]
    [MemberData(nameof(Modules))]
    public async Task Every_module_is_valid(string module)
    {
        using var terraform = new Terraform();
        await terraform.InitAsync(module);

        var (exitCode, output, error) = await terraform.TryAsync(module, "validate", "-no-color");

        exitCode.ShouldBe(0, output + error);
        output.ShouldNotContain("Warning");
    }

    // Whoever calls a module says where: a module with a provider of its own can neither be repeated nor removed.
    [Theory]
    [MemberData(nameof(Modules))]
    public void Only_an_example_says_which_provider(string module) =>
        Directory.GetFiles(Path.Combine(Terraform.Source, module), "*.tf").SelectMany(File.ReadLines)
            .Any(line => line.StartsWith("provider ", StringComparison.Ordinal)).ShouldBe(module.StartsWith("examples", StringComparison.Ordinal));
}
