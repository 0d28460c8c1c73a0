using System.Text;
using System.Text.Json;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Cli;
using KmsGuard.Detect;
using KmsGuard.Lambda;
using KmsGuard.Lambda.Tests;
using KmsGuard.Sandbox.Faults;
using KmsGuard.Sandbox.Kms;
using Composition = KmsGuard.Lambda.Composition;

namespace KmsGuard.Trust.Tests.Attacks;

/// <summary>Everything that the functions and the commands say, to whomever, searched for what only they and AWS may know.</summary>
[Trait("Proof", "attacks")]
public sealed class SecretTests
{
    private const string Plaintext = "PLAINTEXT-of-the-payroll-4711", Access = "AKIACOMMANDSECRET001", Secret = "SECRETKEYwJalrXUtnFEMIK7MDENGbPxRfiCY";

    [Theory]
    [InlineData(null)]
    [InlineData(FaultKind.Denial)]
    [InlineData(FaultKind.InternalError)]
    [InlineData(FaultKind.Throttle)]
    public async Task No_function_tells_credentials_or_what_was_encrypted(FaultKind? fault)
    {
        await using var account = await TestAccount.StartAsync(new() { Quotas = false });
        var (arn, ciphertext) = await UsedAsync(account);
        await account.Person.DisableKeyAsync(arn);
        var disabled = account.LastEvent;
        var session = account.Sandbox.Sts.CreateSession(TestAccount.Role, "function");
        var said = new StringBuilder();
        using var alert = Compose(FunctionKind.Alert);
        using var sweep = Compose(FunctionKind.Sweep);
        using var rollback = Compose(FunctionKind.Rollback);
        if (fault is { } kind)
        {
            account.Sandbox.Faults = new() { Rules = [new() { Kind = kind, Share = 0.5 }] };
        }

        await SayAsync(alert, context => new AlertFunction(alert).HandleAsync(disabled, context));
        await SayAsync(sweep, async context => said.AppendLine(JsonSerializer.Serialize(await new SweepFunction(sweep).HandleAsync(JsonElement.Parse("{}"), context))));
        await SayAsync(rollback, async context => said.AppendLine(JsonSerializer.Serialize(
            await new RollbackFunction(rollback).HandleAsync(JsonElement.Parse($$"""{"keys":["{{arn}}"],"reEnable":true}"""), context))));
        said.AppendJoin('\n', account.Sandbox.Sns.Messages.Select(message => $"{message.Subject} {message.Message} {string.Join(' ', message.Attributes.Values)}"));

        said.Length.ShouldBeGreaterThan(500);
        Search(said.ToString(), session.AccessKeyId, session.SecretAccessKey, session.SessionToken, Plaintext, Convert.ToBase64String(Encoding.UTF8.GetBytes(Plaintext)), ciphertext);

        Composition Compose(FunctionKind function)
        {
            var composition = Composition.Of(
                function,
                TestAccount.Variables($"TOPIC_ARN={account.Topic}", "DELETION=enforce", "ROTATION=enforce", "DISABLED_DAYS=0", "IDLE_DAYS=0"),
                new AwsSettings
                {
                    EndpointUrl = account.Sandbox.Endpoint.ToString(),
                    Region = TestAccount.Region,
                    Credentials = new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken),
                },
                new PatientTime(account.Sandbox.Clock, 20));
            composition.Decisions = line => said.AppendLine(line);
            composition.Metrics = line => said.AppendLine(line);
            return composition;
        }

        async Task SayAsync(Composition composition, Func<Amazon.Lambda.TestUtilities.TestLambdaContext, Task> run)
        {
            var context = TestAccount.Context();
            try
            {
                await run(context);
            }
            catch (Exception e) when (fault is not null)
            {
                // What Lambda would log and answer.
                said.AppendLine(e.ToString());
            }

            said.AppendLine(TestAccount.LogOf(context)).AppendLine(composition.ToString());
        }
    }

    public static TheoryData<string> Commands => new(
        "sweep --output json", "sweep --output html --deletion enforce --disabled-days 0 --idle-days 0", "sweep --output csv", "sweep --output asff", "sweep", "doctor", "explain KEY",
        "plan", "rollback KEY --re-enable --output json", "release KEY --reason done", "alert - --output json", "sweep --role-name nobody --accounts 444455556666", "sweep --regions nowhere", "--version");

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task No_command_tells_credentials_or_what_was_encrypted(string line)
    {
        await using var account = await TestAccount.StartAsync(new() { Quotas = false });
        var (arn, ciphertext) = await UsedAsync(account);
        using var output = new StringWriter();
        var host = new CliHost
        {
            Output = output,
            Error = output,
            Input = () => new MemoryStream(Encoding.UTF8.GetBytes(account.LastEvent.GetRawText())),
            Credentials = new BasicAWSCredentials(Access, Secret),
            Time = new PatientTime(TimeProvider.System, 20),
        };
        var words = line.Replace("KEY", arn, StringComparison.Ordinal).Split(' ');

        await CommandLine.RunAsync(words is ["--version"] ? words : [.. words, "--endpoint-url", account.Sandbox.Endpoint.AbsoluteUri, "--region", TestAccount.Region], host);

        output.ToString().ShouldNotBeEmpty();
        Search(output.ToString(), Access, Secret, Plaintext, Convert.ToBase64String(Encoding.UTF8.GetBytes(Plaintext)), ciphertext);
    }

    [Theory]
    [InlineData("InvalidSignatureException")]
    [InlineData("SignatureDoesNotMatch")]
    public void What_AWS_says_of_a_wrong_signature_is_told_without_the_request_that_it_quotes(string code)
    {
        // As AWS writes it: the canonical request, with the session's token among its headers.
        var said = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. "
            + "Consult the service documentation for details.\n\nThe Canonical String for this request should have been\n'POST\n/\n\ncontent-type:application/x-amz-json-1.1\n"
            + "host:kms.us-east-1.amazonaws.com\nx-amz-date:20261122T030000Z\nx-amz-security-token:TOKENIQoJb3JpZ2luX2VjEXAMPLE\n'";

        var failure = FailureMapping.From("DescribeKey", new AmazonKeyManagementServiceException(said) { ErrorCode = code });

        failure.Kind.ShouldBe(FailureKind.Credentials);
        failure.Message.ShouldStartWith("The request signature we calculated does not match");
        failure.ToString().ShouldNotContain("TOKEN");
    }

    [Fact]
    public async Task Other_accounts_are_named_only_where_they_are_what_it_is_about()
    {
        await using var account = await TestAccount.StartAsync(new() { Quotas = false, Accounts = [TestAccount.Id, AttackScene.Foreign] });
        account.Sandbox.Kms.Seed(AttackScene.Foreign, TestAccount.Region, new KeySeed { Aliases = ["alias/theirs"] });
        account.Plant(new KeySeed { GranteePrincipals = [$"arn:aws:iam::{AttackScene.Foreign}:role/theirs"] });
        using var composition = account.Compose(FunctionKind.Sweep);
        List<string> lines = [];
        composition.Decisions = lines.Add;
        composition.Metrics = lines.Add;
        var context = TestAccount.Context();

        await new SweepFunction(composition).HandleAsync(JsonElement.Parse("{}"), context);

        string.Join('\n', [.. lines, TestAccount.LogOf(context)]).ShouldNotContain(AttackScene.Foreign);
    }

    private static async Task<(string Arn, string Ciphertext)> UsedAsync(TestAccount account)
    {
        var arn = account.Plant(new KeySeed { Aliases = ["alias/payroll"] });
        account.Plant(new KeySeed { KeyState = "Disabled" });
        var encrypted = await account.Person.EncryptAsync(new EncryptRequest { KeyId = arn, Plaintext = new MemoryStream(Encoding.UTF8.GetBytes(Plaintext)) });
        return (arn, Convert.ToBase64String(encrypted.CiphertextBlob.ToArray()));
    }

    private static void Search(string said, params string[] secrets) => secrets.Where(secret => said.Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty();
}
