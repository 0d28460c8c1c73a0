using System.IO.Compression;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Lambda;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>The package that Terraform uploaded, with the environment that Terraform gave it.</summary>
[Collection(TerraformDeploymentTests.Name)]
public sealed class TerraformFunctionTests(TerraformDeployment deployment)
{
    private const string Region = TerraformDeployment.Home, Account = MotoServer.Account;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [DeployedFact]
    public async Task The_deployed_alert_function_tells_who_disabled_a_key()
    {
        var unpacked = Directory.CreateTempSubdirectory("kmsguard-unpacked-");
        try
        {
            await ZipFile.ExtractToDirectoryAsync(deployment.Package, unpacked.FullName);
            await using var sandbox = await AwsSandbox.StartAsync(new() { Accounts = [Account] });
            var topic = sandbox.Sns.CreateTopic(Account, Region, "kmsguard");
            await using var api = await LambdaRuntimeApi.StartAsync("kmsguard-alert", Region, Account);
            await using var process = LambdaProcess.Start(api, new LambdaFunction
            {
                Program = Path.Combine(unpacked.FullName, "KmsGuard.Lambda.dll"),
                Handler = "KmsGuard.Lambda",
                AwsEndpoint = sandbox.Endpoint,
                Credentials = sandbox.Sts.CreateSession($"arn:aws:iam::{Account}:role/kmsguard-alert", api.FunctionName),
                Environment = await EnvironmentAsync(),
            });
            sandbox.Events.Register("AlertFunction", async (json, stop) => (await api.InvokeAsync(json, Patience, stop)).Error.ShouldBeNull());
            var key = sandbox.Kms.Seed(Account, Region, new KeySeed { Aliases = ["alias/ledger"] });
            using var person = Person.In(sandbox, Region);

            await person.DisableKeyAsync(key);
            await sandbox.Events.IdleAsync().WaitAsync(Patience);

            var notice = sandbox.Sns.Messages.ShouldHaveSingleItem();
            notice.TopicArn.ShouldBe(topic);
            notice.Subject.ShouldBe($"[HIGH] KMS key disabled: alias/ledger in {Account} {Region}");
            notice.Attributes["keyArn"].Value.ShouldBe(key);
            sandbox.Events.DeadLetters.ShouldBeEmpty();
        }
        finally
        {
            unpacked.Delete(recursive: true);
        }
    }

    private async Task<Dictionary<string, string>> EnvironmentAsync()
    {
        var configuration = await deployment.Aws.RestAsync("lambda", Region, "/2015-03-31/functions/kmsguard-alert/configuration");
        return configuration["Environment"]!["Variables"]!.AsObject().ToDictionary(variable => variable.Key, variable => variable.Value!.ToString());
    }
}
