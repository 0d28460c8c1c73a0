using System.Runtime.Versioning;
using KmsGuard.Sandbox.Lambda;

namespace KmsGuard.Sandbox.Tests.Lambda;

/// <summary>With scripts for functions: what Lambda promises a process does not depend on what runs in it.</summary>
[UnsupportedOSPlatform("windows")]
[Trait("Proof", "sandbox")]
public sealed class LambdaProcessTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("bootstrap");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_function_gets_Lambdas_environment_and_its_own_and_nothing_else()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("kmsguard-sweep", "eu-west-1");
        var function = Script("env; exit 3") with
        {
            AwsEndpoint = new("http://127.0.0.1:1"),
            Credentials = new("ASIAEXAMPLE", "secret", "token", default),
            MemorySize = 256,
            Environment = new Dictionary<string, string> { ["KMSGUARD_FUNCTION"] = "sweep", ["AWS_DEFAULT_REGION"] = "us-west-2" },
        };

        await using var process = LambdaProcess.Start(api, function);
        var error = await api.Failed;

        error.ErrorType.ShouldBe("Runtime.ExitError");
        error.ErrorMessage.ShouldContain("exit status 3");
        string[] expected =
        [
            $"AWS_LAMBDA_RUNTIME_API={api.Address}", "AWS_LAMBDA_FUNCTION_NAME=kmsguard-sweep", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE=256",
            "AWS_LAMBDA_FUNCTION_VERSION=$LATEST", "AWS_REGION=eu-west-1", "AWS_DEFAULT_REGION=us-west-2", "_HANDLER=KmsGuard.Lambda",
            $"LAMBDA_TASK_ROOT={folder.FullName}", "AWS_ACCESS_KEY_ID=ASIAEXAMPLE", "AWS_SECRET_ACCESS_KEY=secret",
            "AWS_SESSION_TOKEN=token", "AWS_ENDPOINT_URL=http://127.0.0.1:1/", "KMSGUARD_FUNCTION=sweep",
        ];
        expected.Except(process.Output).ShouldBeEmpty();
        process.Output.ShouldNotContain(line => line.StartsWith("VSTEST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_dying_function_wrote_explains_the_failed_invocation()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("f");
        var invocation = api.InvokeAsync("{}", TimeSpan.FromMinutes(1));

        await using var process = LambdaProcess.Start(api, Script("echo to output; echo to error >&2; exit 1"));

        (await invocation).Error!.ErrorMessage.ShouldContain("to error");
        process.Output.ShouldBe(["to output", "to error"], ignoreOrder: true);
    }

    [Fact]
    public async Task Disposing_kills_the_function_with_all_it_started()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("f");
        var process = LambdaProcess.Start(api, Script("sleep 600 & echo started; wait"));
        while (process.Output.Count == 0)
        {
            await Task.Delay(10);
        }

        // The child holds the output open: as long as it lives, this cannot end.
        await process.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMinutes(1));

        (await api.Failed).ErrorType.ShouldBe("Runtime.ExitError");
    }

    [Fact]
    public async Task A_function_that_is_not_published_is_named()
    {
        await using var api = await LambdaRuntimeApi.StartAsync("f");

        var missing = Should.Throw<FileNotFoundException>(
            () => LambdaProcess.Start(api, new() { Program = "/none/KmsGuard.Lambda.dll", Handler = "KmsGuard.Lambda" }));

        missing.FileName.ShouldBe("/none/KmsGuard.Lambda.dll");
    }

    private LambdaFunction Script(string commands)
    {
        var path = Path.Combine(folder.FullName, "bootstrap");
        File.WriteAllText(path, $"#!/bin/sh\n{commands}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return new() { Program = path, Handler = "KmsGuard.Lambda" };
    }
}
