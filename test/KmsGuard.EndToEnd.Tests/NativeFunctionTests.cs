using System.Text.RegularExpressions;
using KmsGuard.Sandbox;
using KmsGuard.Sandbox.Kms;
using KmsGuard.Sandbox.Sns;

namespace KmsGuard.EndToEnd.Tests;

/// <summary>Compiled ahead of time, the functions do what they do otherwise, although trimming leaves out what nobody seems to need.</summary>
[Collection(PublishedFunctionTests.Name)]
public sealed partial class NativeFunctionTests(PublishedFunction managed)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    [NativeFact]
    public async Task Every_function_tells_and_answers_as_the_managed_one_does()
    {
        var native = new NativeFunction();
        await native.InitializeAsync();
        try
        {
            var night = await NightAsync(native);

            night.Count.ShouldBe(5, "two alerts, the rollback's notice, and two answers");
            night.ShouldBe(await NightAsync(managed));
            var error = await RefusalAsync(native);
            error.ShouldStartWith("InputException: Nothing was done: rotation is 'on'; it must be one of off, dry-run, enforce");
            error.ShouldBe(await RefusalAsync(managed));
        }
        finally
        {
            await native.DisposeAsync();
        }
    }

    // A key is disabled; another is doomed by a sweep and taken back. What differs from run to run is left out.
    private static async Task<IReadOnlyList<string>> NightAsync(PublishedFunction published)
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        var used = sandbox.Kms.Seed(RunningFunction.Account, "us-east-1", new KeySeed
        {
            Id = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1",
            Aliases = ["alias/app"],
            Tags = new Dictionary<string, string> { ["owner"] = "payments" },
            GranteePrincipals = [$"arn:aws:iam::{RunningFunction.Account}:role/ebs"],
        });
        sandbox.Kms.Seed(RunningFunction.Account, "eu-west-1", new KeySeed { Id = "1f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1", KeyState = "Disabled", Aliases = ["alias/old"] });
        await using var alert = await RunningFunction.StartAsync(published, sandbox, "alert");
        alert.ListenTo(sandbox);
        using var person = Person.In(sandbox);
        await person.DisableKeyAsync(used);
        await sandbox.Events.IdleAsync().WaitAsync(Patience);
        await person.EnableKeyAsync(used);
        await sandbox.Events.IdleAsync().WaitAsync(Patience);
        var told = sandbox.Sns.Messages.Count;
        await using var sweep = await RunningFunction.StartAsync(
            published, sandbox, "sweep", "KMSGUARD_REGIONS=us-east-1,eu-west-1", "KMSGUARD_ROTATION=enforce", "KMSGUARD_DELETION=enforce", "KMSGUARD_DISABLED_DAYS=0", "KMSGUARD_IDLE_DAYS=0", "KMSGUARD_NOTICE=none");
        await using var rollback = await RunningFunction.StartAsync(published, sandbox, "rollback", "KMSGUARD_REGIONS=eu-west-1");
        var ledger = (await sweep.InvokeAsync("""{"run":"night"}""")).Payload!;
        var restored = (await rollback.InvokeAsync("""{"run":"night","reason":"still needed"}""")).Payload!;
        SnsMessage[] notices = [.. sandbox.Sns.Messages.Take(told), .. sandbox.Sns.Messages.Where(notice => notice.Attributes["kind"].Value == "rollback")];
        return [.. notices.Select(notice => $"{notice.Subject}\n{notice.Message}").Append(ledger).Append(restored).Select(text => Changing().Replace(text, "..."))];
    }

    private static async Task<string> RefusalAsync(PublishedFunction published)
    {
        await using var sandbox = await AwsSandbox.StartAsync();
        await using var sweep = await RunningFunction.StartAsync(published, sandbox, "sweep");
        var error = (await sweep.InvokeAsync("""{"rotation":"on"}""")).Error!;
        return $"{error.ErrorType}: {error.ErrorMessage}";
    }

    // Times and the events' ids.
    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(?:Z|\\+00:00| UTC)?|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")]
    private static partial Regex Changing();
}
