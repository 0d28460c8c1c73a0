using System.Diagnostics;
using KmsGuard.Sandbox.Lambda;

namespace KmsGuard.EndToEnd.Tests;

[Collection(PublishedFunctionTests.Name)]
public class StartTests(PublishedFunction published)
{
    public static TheoryData<string[], string[]> BadSettings => new()
    {
        { [], ["KMSGUARD_FUNCTION is ''; it must be one of alert, sweep, rollback."] },
        { ["KMSGUARD_FUNCTION=alert"], ["KMSGUARD_TOPIC_ARN is ''"] },
        {
            ["KMSGUARD_FUNCTION=sweeep", "KMSGUARD_WINDOW_DAYS=5", "KMSGUARD_REGIONS=mars-north-1"],
            ["KMSGUARD_FUNCTION is 'sweeep'", "KMSGUARD_WINDOW_DAYS is '5'", "KMSGUARD_REGIONS is 'mars-north-1'"]
        },
    };

    [Theory]
    [MemberData(nameof(BadSettings))]
    public async Task Bad_settings_stop_the_start_with_one_line_that_Lambda_is_told_too(string[] variables, string[] named)
    {
        await using var api = await LambdaRuntimeApi.StartAsync("kmsguard");
        var start = new ProcessStartInfo("dotnet", [published.Program]) { RedirectStandardError = true };
        string[] all = [$"AWS_LAMBDA_RUNTIME_API={api.Address}", "AWS_REGION=us-east-1", "AWS_ACCESS_KEY_ID=AKIA", "AWS_SECRET_ACCESS_KEY=secret", .. variables];
        foreach (var pair in all.Select(text => text.Split('=', 2)))
        {
            start.Environment[pair[0]] = pair[1];
        }

        using var process = Process.Start(start)!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        process.ExitCode.ShouldBe(1);
        var told = await api.Failed;
        told.ErrorType.ShouldBe("SettingsException");
        error.TrimEnd().ShouldBe(told.ErrorMessage);
        told.ErrorMessage.ShouldNotContain('\n');
        foreach (var part in named)
        {
            told.ErrorMessage.ShouldContain(part);
        }
    }

    [Fact]
    public void What_is_deployed_holds_the_function_and_nothing_for_tests()
    {
        var files = Directory.GetFiles(published.Folder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).ToList();

        files.ShouldContain("KmsGuard.Lambda.runtimeconfig.json");
        files.ShouldContain("KmsGuard.Lambda.deps.json");
        files.ShouldNotContain(file => file!.Contains("Sandbox", StringComparison.Ordinal) || file.Contains("Test", StringComparison.Ordinal)
            || file.StartsWith("xunit", StringComparison.Ordinal) || file.StartsWith("Spectre", StringComparison.Ordinal) || file.EndsWith(".xml", StringComparison.Ordinal));
    }
}
