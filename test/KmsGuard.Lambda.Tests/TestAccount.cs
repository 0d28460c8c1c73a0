using System.Text.Json;
using Amazon.KeyManagementService;
using Amazon.Lambda.TestUtilities;
using Amazon.Runtime;
using KmsGuard.Aws;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Lambda.Tests;

/// <summary>An AWS account with a topic, a person who may do anything, and a role for the functions.</summary>
internal sealed class TestAccount : IAsyncDisposable
{
    public const string Id = "111122223333";
    public const string Region = "us-east-1";
    public const string Role = $"arn:aws:iam::{Id}:role/kmsguard";

    private TestAccount(AwsSandbox sandbox)
    {
        Sandbox = sandbox;
        Topic = sandbox.Sns.CreateTopic(Id, Region, "alerts");
        Person = Client(new BasicAWSCredentials("AKIAPERSON", "secret"));
    }

    public AwsSandbox Sandbox { get; }

    public string Topic { get; }

    public AmazonKeyManagementServiceClient Person { get; }

    /// <summary>The event that the last call gave rise to.</summary>
    public JsonElement LastEvent => JsonElement.Parse(Sandbox.Events.Emitted[^1].Json);

    /// <summary>The SDK's retries of one call; null for as many as are deployed.</summary>
    public int? Retries { get; set; }

    /// <summary>When an attempt is given up: long after a busy machine has answered, unless a test waits for it.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many times as long the function's budgets last as they are named, in the compositions made from now on.</summary>
    public double Patience { get; set; } = 20;

    public static async Task<TestAccount> StartAsync(SandboxOptions? options = null) => new(await AwsSandbox.StartAsync(options));

    /// <summary>Somebody with a session of a role; more of one name are more processes with the same role.</summary>
    public AmazonKeyManagementServiceClient As(string role, string session = "app")
    {
        var credentials = Sandbox.Sts.CreateSession(role, session);
        return Client(new SessionAWSCredentials(credentials.AccessKeyId, credentials.SecretAccessKey, credentials.SessionToken));
    }

    /// <summary>Composes a function with the topic and these variables, as <c>NAME=value</c> without their prefix.</summary>
    public Composition Compose(FunctionKind kind, params string[] variables)
    {
        var session = Sandbox.Sts.CreateSession(Role, "function");
        var aws = new AwsSettings
        {
            EndpointUrl = Sandbox.Endpoint.ToString(),
            Region = Region,
            Credentials = new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken),
            AttemptTimeout = AttemptTimeout,
        };
        aws = aws with { Retries = Retries ?? aws.Retries };
        return Composition.Of(kind, Variables([$"TOPIC_ARN={Topic}", .. variables]), aws, new PatientTime(Sandbox.Clock, Patience));
    }

    public static Func<string, string?> Variables(params string[] variables)
    {
        var values = variables.Select(text => text.Split('=', 2)).ToDictionary(pair => $"KMSGUARD_{pair[0]}", pair => pair[1]);
        return name => values.GetValueOrDefault(name);
    }

    public string Plant(KeySeed seed) => Sandbox.Kms.Seed(Id, Region, seed);

    /// <summary>The operations that a role's session called, and that change something.</summary>
    public IEnumerable<string> Writes() => Sandbox.Calls.Snapshot()
        .Where(call => call.Service == "kms" && call.CallerArn.Contains(":assumed-role/", StringComparison.Ordinal))
        .Select(call => call.Operation)
        .Where(operation => !operation.StartsWith("List", StringComparison.Ordinal)
            && !operation.StartsWith("Get", StringComparison.Ordinal)
            && !operation.StartsWith("Describe", StringComparison.Ordinal));

    /// <summary>An invocation's context with plenty of time.</summary>
    public static TestLambdaContext Context() => new()
    {
        InvokedFunctionArn = $"arn:aws:lambda:{Region}:{Id}:function:kmsguard",
        RemainingTime = TimeSpan.FromMinutes(1),
    };

    public static string LogOf(TestLambdaContext context) => ((TestLambdaLogger)context.Logger).Buffer.ToString();

    private AmazonKeyManagementServiceClient Client(AWSCredentials credentials) => new(
        credentials, new AmazonKeyManagementServiceConfig { ServiceURL = Sandbox.Endpoint.ToString(), AuthenticationRegion = Region });

    public async ValueTask DisposeAsync()
    {
        Person.Dispose();
        await Sandbox.DisposeAsync();
    }
}
