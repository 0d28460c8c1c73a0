using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Aws.Report;
using KmsGuard.Report;
using KmsGuard.Sandbox;

namespace KmsGuard.EndToEnd.Tests.Infra.Organization;

/// <summary>An organization: the definition of infra/organization, the sandbox's accounts, and the services that the definition
/// calls.</summary>
internal sealed class OrganizationScene : IAsyncDisposable
{
    public const string Home = RunningFunction.Account;
    public const string MemberRole = "kmsguard-member-sweep";

    private const string Sdk = "arn:aws:states:::aws-sdk:";

    private readonly Jsonata jsonata;
    private readonly string topic;

    private readonly Func<JsonObject, Task<JsonNode?>> sweep;

    private OrganizationScene(Jsonata jsonata, AwsSandbox sandbox, Func<JsonObject, Task<JsonNode?>> sweep)
    {
        this.jsonata = jsonata;
        this.sweep = sweep;
        Sandbox = sandbox;
        topic = RunningFunction.Topic(sandbox);
        Values = ValuesFor(topic, "arn:aws:lambda:us-east-1:111122223333:function:kmsguard-sweep");
    }

    public AwsSandbox Sandbox { get; }

    /// <summary>What the sweep was invoked with, in order.</summary>
    public ConcurrentQueue<JsonObject> Payloads { get; } = new();

    /// <summary>What CloudFormation puts into the definition.</summary>
    public Dictionary<string, string> Values { get; }

    /// <summary>The pages of ListAccounts: ids, those with a minus in front suspended.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Pages { get; set; } = [];

    /// <summary>What fails instead of being done: by the last part of the Resource.</summary>
    public Dictionary<string, StateException> Failures { get; } = [];

    /// <summary>What was written to S3, by key.</summary>
    public ConcurrentDictionary<string, JsonNode> Objects { get; } = new();

    /// <summary>What the Map Runs gave.</summary>
    public ConcurrentQueue<JsonNode?> MapOutputs { get; } = new();

    /// <summary>How often each Resource was called.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new();

    /// <param name="jsonata">Evaluates.</param>
    /// <param name="sandbox">The organization's accounts; the scene's from now on.</param>
    /// <param name="sweep">lambda:invoke, from Payload to Payload.</param>
    public static OrganizationScene Of(Jsonata jsonata, AwsSandbox sandbox, Func<JsonObject, Task<JsonNode?>> sweep) => new(jsonata, sandbox, sweep);

    /// <summary>What the template's defaults come to.</summary>
    public static Dictionary<string, string> ValuesFor(string topic, string sweepFunction) => new(StringComparer.Ordinal)
    {
        ["Partition"] = "aws",
        ["SweepFunctionArn"] = sweepFunction,
        ["TopicArn"] = topic,
        ["Bucket"] = "results",
        ["Regions"] = "",
        ["ExcludedAccounts"] = "",
        ["AccountConcurrency"] = "10",
        ["RegionConcurrency"] = "4",
        ["RegionsPerInvocation"] = "1",
        ["MaxSlices"] = "40",
        ["MessageFormat"] = "text",
        ["Notice"] = "due",
        ["RollbackFunctionName"] = "kmsguard-rollback",
    };

    /// <param name="input">The execution's input.</param>
    /// <param name="change">What a test does to the definition first; null for nothing.</param>
    public Task<Execution> RunAsync(string input = "{}", Func<string, string>? change = null) =>
        new StateMachine(jsonata, StateMachineFile.Define(Values, change), DoAsync) { MapRunEnded = MapOutputs.Enqueue }.StartAsync("night", JsonNode.Parse(input)!);

    public async ValueTask DisposeAsync() => await Sandbox.DisposeAsync();

    private async Task<JsonNode?> DoAsync(string resource, JsonObject arguments)
    {
        var call = resource[(resource.LastIndexOf(":::", StringComparison.Ordinal) + 3)..];
        Calls.AddOrUpdate(call, 1, (_, count) => count + 1);
        if (Failures.TryGetValue(call, out var failure))
        {
            throw failure;
        }

        switch (resource)
        {
            case Sdk + "organizations:listAccounts":
                return ListAccounts((string?)arguments["NextToken"]);
            case Sdk + "account:listRegions":
                return ListRegions(arguments);
            case "arn:aws:states:::lambda:invoke":
                ((string)arguments["FunctionName"]!).ShouldBe(Values["SweepFunctionArn"]);
                var payload = (JsonObject)arguments["Payload"]!;
                Payloads.Enqueue(payload);
                return new JsonObject { ["ExecutedVersion"] = "$LATEST", ["Payload"] = await sweep(payload), ["StatusCode"] = 200 };
            case Sdk + "s3:putObject":
                ((string)arguments["Bucket"]!).ShouldBe(Values["Bucket"]);
                Objects.TryAdd((string)arguments["Key"]!, arguments["Body"]!.DeepClone()).ShouldBeTrue("an account is written once");
                return new JsonObject();
            case "arn:aws:states:::sns:publish":
                await PublishAsync(arguments);
                return new JsonObject();
            default:
                throw new StateException("States.Runtime", $"{resource} is not known here.");
        }
    }

    private JsonObject ListAccounts(string? token)
    {
        var page = token is null ? 0 : int.Parse(token, System.Globalization.CultureInfo.InvariantCulture);
        var accounts = Pages[page].Select(id => new JsonObject
        {
            ["Id"] = id.TrimStart('-'),
            ["Name"] = "an account",
            ["State"] = id.StartsWith('-') ? "SUSPENDED" : "ACTIVE",
            ["Status"] = "ACTIVE",
        });
        var answer = new JsonObject { ["Accounts"] = new JsonArray([.. accounts]) };
        if (page + 1 < Pages.Count)
        {
            answer["NextToken"] = $"{page + 1}";
        }

        return answer;
    }

    // Two pages, of which the first is short. Only a member may be named (AWS Account Management, ListRegions).
    private JsonObject ListRegions(JsonObject arguments)
    {
        if ((string?)arguments["AccountId"] == Home)
        {
            throw new StateException("Account.AccessDeniedException", "Not of the own account.");
        }

        arguments["RegionOptStatusContains"]!.ToJsonString().ShouldBe("""["ENABLED","ENABLED_BY_DEFAULT"]""");
        string[] names = arguments["NextToken"] is null ? ["us-east-1"] : ["us-west-2", "eu-west-1"];
        var answer = new JsonObject
        {
            ["Regions"] = new JsonArray([.. names.Select(name => new JsonObject { ["RegionName"] = name, ["RegionOptStatus"] = "ENABLED_BY_DEFAULT" })]),
        };
        if (arguments["NextToken"] is null)
        {
            answer["NextToken"] = "more";
        }

        return answer;
    }

    private async Task PublishAsync(JsonObject arguments)
    {
        ((string)arguments["TopicArn"]!).ShouldBe(topic);
        var attributes = ((JsonObject)arguments["MessageAttributes"]!).ToDictionary(one => one.Key, one =>
        {
            ((string)one.Value!["DataType"]!).ShouldBe("String");
            return (string)one.Value["StringValue"]!;
        });
        using var sns = new SnsNoticeSink(
            new AwsSettings { EndpointUrl = Sandbox.Endpoint.ToString(), Region = "us-east-1", Credentials = new BasicAWSCredentials("test", "test") }, topic);
        await sns.PublishAsync(new Notice((string)arguments["Subject"]!, (string)arguments["Message"]!, attributes), CancellationToken.None);
    }
}
