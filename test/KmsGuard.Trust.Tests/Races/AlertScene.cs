using System.Text.Json;
using Amazon.KeyManagementService;
using Amazon.Lambda.TestUtilities;
using KmsGuard.Lambda;
using KmsGuard.Sandbox.Sns;

namespace KmsGuard.Trust.Tests.Races;

/// <summary>The alert function in a race: execution environments of it, the event, and what was told.</summary>
internal static class AlertScene
{
    /// <summary>A person does something to the key, and this is the event of it.</summary>
    public static async Task<JsonElement> HappensAsync(this RaceScene scene, Func<IAmazonKeyManagementService, Task> act)
    {
        var settings = scene.As("ann", "app");
        using var person = new AmazonKeyManagementServiceClient(
            settings.Credentials, new AmazonKeyManagementServiceConfig { ServiceURL = settings.EndpointUrl, AuthenticationRegion = settings.Region });
        await act(person);
        return JsonElement.Parse(scene.Stage.Sandbox.Events.Emitted.Last(emitted => emitted.Json.Contains(scene.Account, StringComparison.Ordinal)).Json);
    }

    /// <summary>An execution environment of its own.</summary>
    public static Composition Environment(this RaceScene scene, string name)
    {
        var variables = new Dictionary<string, string>
        {
            ["KMSGUARD_TOPIC_ARN"] = Topic(scene),
            ["KMSGUARD_RESCUE"] = "both",
            ["KMSGUARD_APPROVED_PRINCIPALS"] = $"arn:aws:iam::{scene.Account}:role/KeyAdmin",
            ["KMSGUARD_OWN_ROLES"] = $"arn:aws:iam::{scene.Account}:role/kmsguard",
        };
        // Who is held at the turnstile must not run out of time.
        var composition = Composition.Of(
            FunctionKind.Alert, variable => variables.GetValueOrDefault(variable), scene.As(name), new PatientTime(scene.Stage.Sandbox.Clock, 600));
        composition.Metrics = _ => { };
        return composition;
    }

    /// <summary>Handles an event there.</summary>
    public static Task HandleAsync(this Composition environment, RaceScene scene, JsonElement happened) =>
        new AlertFunction(environment).HandleAsync(happened, new TestLambdaContext
        {
            InvokedFunctionArn = $"arn:aws:lambda:{RaceStage.Region}:{scene.Account}:function:kmsguard",
            RemainingTime = TimeSpan.FromMinutes(1),
        });

    /// <summary>What was published.</summary>
    public static IReadOnlyList<SnsMessage> Told(this RaceScene scene) =>
        [.. scene.Stage.Sandbox.Sns.Messages.Where(message => message.TopicArn == Topic(scene))];

    private static string Topic(RaceScene scene) => scene.Stage.Sandbox.Sns.CreateTopic(scene.Account, RaceStage.Region, "alerts");
}
