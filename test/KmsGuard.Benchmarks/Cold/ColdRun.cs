using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Lambda;
using KmsGuard.Testing;

namespace KmsGuard.Benchmarks.Cold;

/// <summary>One cold start, from the process's start until SNS has the notice. Times are milliseconds since the start.</summary>
/// <param name="Started">When it asked for its first event: the runtime and the function were up.</param>
/// <param name="FirstCall">When its first call came to AWS.</param>
/// <param name="Published">When SNS had the notice.</param>
/// <param name="Answered">When the invocation was over.</param>
/// <param name="Megabytes">The most memory it held.</param>
internal sealed record ColdRun(double Started, double FirstCall, double Published, double Answered, double Megabytes)
{
    private const string Account = "111122223333", Region = "us-east-1";

    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    /// <summary>Somebody disables a key, and a new process is told, with the processor that so much memory buys.</summary>
    [SuppressMessage("Reliability", "CA2025", Justification = "Both tasks are waited for before anything is disposed of.")]
    public static async Task<ColdRun> MeasureAsync(AwsSandbox sandbox, ColdSubject subject, int megabytes)
    {
        var payload = await DisableAsync(sandbox);
        var topic = sandbox.Sns.CreateTopic(Account, Region, "alerts");
        await using var api = await LambdaRuntimeApi.StartAsync("kmsguard-alert", time: sandbox.Clock);
        var before = sandbox.Calls.Snapshot().Count;
        var answer = api.InvokeAsync(payload, Timeout);
        var start = sandbox.Clock.GetUtcNow();
        await using var process = LambdaProcess.Start(api, new()
        {
            Program = subject.Program,
            Handler = "KmsGuard.Lambda",
            MemorySize = megabytes,
            AwsEndpoint = sandbox.Endpoint,
            Credentials = sandbox.Sts.CreateSession($"arn:aws:iam::{Account}:role/kmsguard-alert", "function"),
            Environment = new Dictionary<string, string> { ["KMSGUARD_FUNCTION"] = "alert", ["KMSGUARD_TOPIC_ARN"] = topic },
        });
        var held = ProcessorShare.HoldAsync(process.Id, () => api.FirstTaken is not null, megabytes, answer);
        var result = await answer;
        await held;
        var answered = sandbox.Clock.GetUtcNow();
        var peak = ProcessFigures.PeakMegabytes(process.Id);
        if (result.Error is { } error)
        {
            throw new InvalidOperationException($"{subject.Name}: {error.ErrorType}: {error.ErrorMessage}");
        }

        var calls = sandbox.Calls.Snapshot().Skip(before).ToList();
        Check(subject, calls);
        return new(Since(api.FirstTaken!.Value), Since(calls[0].At), Since(calls.Single(call => call.Operation == "Publish").At), Since(answered), peak);

        double Since(DateTimeOffset at) => (at - start).TotalMilliseconds;
    }

    // The same job, or the times compare nothing.
    private static void Check(ColdSubject subject, List<ServedCall> calls)
    {
        string[] job = ["DescribeKey", "GetKeyLastUsage", "GetKeyRotationStatus", "ListAliases", "ListGrants", "ListResourceTags", "Publish"];
        if (job.Except(calls.Where(call => call.ErrorCode is null).Select(call => call.Operation)).ToList() is { Count: > 0 } missing)
        {
            throw new InvalidOperationException($"{subject.Name} left out {string.Join(", ", missing)}.");
        }
    }

    private static async Task<string> DisableAsync(AwsSandbox sandbox)
    {
        var key = sandbox.Kms.Seed(Account, Region, new KeySeed
        {
            Aliases = [$"alias/orders-{Guid.NewGuid():N}"],
            Tags = new Dictionary<string, string> { ["owner"] = "payments", ["env"] = "prod" },
            GranteePrincipals = [$"arn:aws:iam::{Account}:role/ebs"],
            RotationPeriodInDays = 365,
        });
        using var person = new AmazonKeyManagementServiceClient(
            new BasicAWSCredentials("AKIAPERSON", "secret"),
            new AmazonKeyManagementServiceConfig { ServiceURL = sandbox.Endpoint.ToString(), AuthenticationRegion = Region });
        await person.DisableKeyAsync(key);
        return sandbox.Events.Emitted.Select(one => one.Json).Last(json =>
            JsonElement.Parse(json).GetProperty("detail").GetProperty("eventName").GetString() == "DisableKey");
    }
}
