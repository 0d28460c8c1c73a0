using KmsGuard.Testing;

namespace KmsGuard.Cli.Tests;

public sealed class CompletionTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "", "alert apply completion demo doctor explain plan release rollback sandbox sweep" },
        { "s", "sandbox sweep" },
        { "sweep --rot", "--rotation --rotation-period-days" },
        { "sweep --rotation ", "dry-run enforce off" },
        { "sweep --rotation=e", "--rotation=enforce" },
        { "sweep --rotation = e", "enforce" },
        { "sweep --rotation =", "dry-run enforce off" },
        { "sweep --rotation enforce --rota", "--rotation-period-days" },
        { "sweep --notice ", "always due" },
        { "sweep --region us-w", "us-west-1 us-west-2" },
        { "sweep --regions al", "all" },
        { "sweep --regions us-west-1,us-w", "us-west-1,us-west-2" },
        { "sweep --exempt-alias a --exempt", "--exempt-alias" },
        { "sweep --profile ", "" },
        { "sweep --out ", "" },
        { "alert ", "" },
        { "doctor --he", "--help" },
        { "completion ", "bash fish pwsh zsh" },
        { "--v", "--version" },
        { "nonsense --reg", "" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task What_can_follow_is_offered(string typed, string expected)
    {
        var answer = await CommandFixture.RunBareAsync("", ["complete", "--", .. typed.Split(' ')]);

        answer.ExitCode.ShouldBe(0, answer.Error);
        string.Join(' ', answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)).ShouldBe(expected);
        answer.Error.ShouldBeEmpty();
    }

    [Fact]
    public async Task Forms_of_an_answer_are_those_of_the_help()
    {
        var answer = await CommandFixture.RunBareAsync("", "complete", "--", "sweep", "--output", "");

        answer.Output.Split('\n').ShouldContain("json");
        answer.Output.Split('\n').ShouldContain("text");
    }

    [Theory]
    [InlineData("kmsguard sw", "sweep")]
    [InlineData("kmsguard sweep --rotation ", "dry-run enforce off")]
    [InlineData("kmsguard sweep --regions us-west-1,us-w", "us-west-1,us-west-2")]
    [InlineData("kmsguard sweep --out ", "")]
    public async Task The_script_for_bash_completes_in_bash(string typed, string expected)
    {
        var script = (await CommandFixture.RunBareAsync("", "completion", "bash")).Output;
        var program = Path.ChangeExtension(typeof(CommandLine).Assembly.Location, null);
        var words = typed.Split(' ').Select(word => word == "kmsguard" ? program : word).ToList();

        var (exitCode, output, error) = await Command.RunAsync(new("bash", [
            "-c",
            script + "\nCOMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _kmsguard; echo \"${COMPREPLY[*]}\"; complete -p kmsguard",
            "bash", .. words]));

        exitCode.ShouldBe(0, error);
        output.Split('\n')[0].ShouldBe(expected);
        output.ShouldContain("-F _kmsguard kmsguard");
    }

    [ShellFact("zsh")]
    public Task The_script_for_zsh_can_be_read_by_it() => CheckAsync("zsh", "-n");

    [ShellFact("fish")]
    public Task The_script_for_fish_can_be_read_by_it() => CheckAsync("fish", "-n");

    [Theory]
    [InlineData("tcsh", "bash, fish, pwsh, zsh")]
    [InlineData("bsah", "Did you mean 'bash'?")]
    public async Task A_shell_without_a_script_is_refused(string shell, string expected) =>
        (await CommandFixture.RunBareAsync("", "completion", shell)).ShouldBeRefused().ShouldContain(expected);

    private static async Task CheckAsync(string shell, string check)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, (await CommandFixture.RunBareAsync("", "completion", shell)).Output);

        var (exitCode, output, error) = await Command.RunAsync(new(Command.Find(shell)!, [check, path]));

        File.Delete(path);
        exitCode.ShouldBe(0, output + error);
    }

    /// <summary>A test that needs a shell: skipped, with the reason, where it is not installed.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ShellFactAttribute : FactAttribute
    {
        public ShellFactAttribute(string shell) => Skip = Command.Find(shell) is null ? $"{shell} is not on the PATH." : null;
    }
}
