using System.IO.Compression;
using System.Text.Json.Nodes;
using KmsGuard.EndToEnd.Tests.Infra.Organization;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>
/// The definition on somebody else's interpreter. It carries out everything but two things: it hands an S3 object's body to boto
/// as an object, where Step Functions writes JSON, so that Store is caught; and it has no child that fails by itself.
/// </summary>
public sealed class OrganizationMotoTests
{
    private const string Home = "123456789012";

    [MotoStatesFact]
    public async Task It_runs_to_its_end_on_moto_too()
    {
        await using var moto = await MotoStates.StartAsync();
        var definition = await PrepareAsync(moto);
        await moto.AnswerAsync(
            OrganizationFailureTests.Answer("eu-west-1", next: "token"),
            OrganizationFailureTests.Answer("eu-west-1", keys: [Lost()]));
        var machine = await moto.CallAsync("states", "AWSStepFunctions.CreateStateMachine", "1.0", new()
        {
            ["name"] = "kmsguard-organization",
            ["definition"] = definition.ToJsonString(),
            ["roleArn"] = $"arn:aws:iam::{Home}:role/kmsguard",
        });

        var execution = await moto.CallAsync("states", "AWSStepFunctions.StartExecution", "1.0", new()
        {
            ["stateMachineArn"] = machine["stateMachineArn"]!.DeepClone(),
            ["name"] = "night",
            ["input"] = "{}",
        });
        var ended = await EndAsync(moto, execution["executionArn"]!);

        ((string?)ended["status"]).ShouldBe("SUCCEEDED");
        ((string?)ended["output"])!.Replace(" ", "", StringComparison.Ordinal).ShouldBe(
            """{"severity":"HIGH","totals":{"accounts":1,"regions":1,"listed":20,"pending":1,"lastChance":1,"accountsFailed":1}}""");
        var history = await moto.CallAsync("states", "AWSStepFunctions.GetExecutionHistory", "1.0", new() { ["executionArn"] = execution["executionArn"]!.DeepClone(), ["maxResults"] = 1000 });
        history["events"]!.AsArray().Select(one => (string?)one!["stateEnteredEventDetails"]?["name"]).OfType<string>().ShouldBe(
            ["Begin", "GivenAccounts", "ListAccounts", "MoreAccounts", "AccountsLeft", "SweepAccounts", "AccountsLeft", "Compose", "NoticeDue", "Tell", "WasItAll", "Swept"]);
        history.ToJsonString().ShouldContain($"{Home}: its result could not be written to S3: States.Runtime");
    }

    // moto's grammar takes no whole number there; the function and the topic have to exist.
    private static async Task<JsonObject> PrepareAsync(MotoStates moto)
    {
        await moto.CallAsync("organizations", "AWSOrganizationsV20161128.CreateOrganization", "1.1", new() { ["FeatureSet"] = "ALL" });
        await moto.PostAsync("/", "Action=CreateTopic&Version=2010-03-31&Name=alerts", "sns", "application/x-www-form-urlencoded");
        await moto.PostAsync("/", "Action=CreateRole&Version=2010-05-08&RoleName=kmsguard&AssumeRolePolicyDocument=%7B%7D", "iam", "application/x-www-form-urlencoded");
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        {
            archive.CreateEntry("bootstrap");
        }

        await moto.PostAsync("/2015-03-31/functions", new JsonObject
        {
            ["FunctionName"] = "kmsguard-sweep",
            ["Runtime"] = "dotnet10",
            ["Role"] = $"arn:aws:iam::{Home}:role/kmsguard",
            ["Handler"] = "KmsGuard.Lambda",
            ["Code"] = new JsonObject { ["ZipFile"] = Convert.ToBase64String(zip.ToArray()) },
        }.ToJsonString());
        return StateMachineFile.Define(
            OrganizationScene.ValuesFor($"arn:aws:sns:us-east-1:{Home}:alerts", $"arn:aws:lambda:us-east-1:{Home}:function:kmsguard-sweep"),
            text => text.Replace("ToleratedFailurePercentage: 100", "ToleratedFailurePercentage: '{% 100 %}'", StringComparison.Ordinal));
    }

    private static async Task<JsonNode> EndAsync(MotoStates moto, JsonNode execution)
    {
        for (var attempt = 0; attempt < 6000; attempt++)
        {
            var state = await moto.CallAsync("states", "AWSStepFunctions.DescribeExecution", "1.0", new() { ["executionArn"] = execution.DeepClone() });
            if ((string?)state["status"] != "RUNNING")
            {
                return state;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("It is still running after ten minutes.");
    }

    private static JsonObject Lost() => new()
    {
        ["arn"] = $"arn:aws:kms:eu-west-1:{Home}:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        ["state"] = "PendingDeletion",
        ["outcome"] = "ineligible",
        ["reasons"] = new JsonArray("pending-deletion"),
        ["daysLeft"] = 3,
        ["detail"] = "deleted soon",
    };

    /// <summary>Skipped, with the reason, where moto or Node is not installed.</summary>
    private sealed class MotoStatesFactAttribute : FactAttribute
    {
        public MotoStatesFactAttribute() => Skip = MotoStates.SkipReason;
    }
}
