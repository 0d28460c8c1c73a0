using System.Text.Json.Nodes;
using KmsGuard.EndToEnd.Tests.Infra.Organization;
using KmsGuard.Sandbox;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What the definition makes of failures and of extremes, the sweep's answers given: no sandbox has 650 accounts.</summary>
public sealed class OrganizationFailureTests(Jsonata jsonata) : IClassFixture<Jsonata>, IAsyncLifetime
{
    private const string One = "222233334444", Two = "333344445555";

    private OrganizationScene scene = null!;
    private Func<JsonObject, JsonNode?> answer = payload => Answer((string)payload["regions"]![0]!);

    public async Task InitializeAsync()
    {
        scene = OrganizationScene.Of(jsonata, await AwsSandbox.StartAsync(), payload => Task.FromResult(answer(payload)));
        scene.Pages = [[One, Two]];
    }

    public Task DisposeAsync() => scene.DisposeAsync().AsTask();

    [JsonataFact]
    public async Task When_the_accounts_cannot_be_listed_a_notice_says_so_and_the_execution_fails()
    {
        scene.Failures["aws-sdk:organizations:listAccounts"] = new("Organizations.AccessDeniedException", "You don't have permissions.");

        var night = await scene.RunAsync();

        night.Error!.Error.ShouldBe("KmsGuard.SweepBrokeOff");
        night.Error.Cause.ShouldBe("the accounts could not be listed: Organizations.AccessDeniedException: You don't have permissions.");
        Notice().Subject.ShouldBe("[HIGH] KmsGuard sweep of the organization: it broke off");
        Notice().Message.ShouldContain("Not everything was swept: the accounts could not be listed");
        scene.Calls["aws-sdk:organizations:listAccounts"].ShouldBe(6, "once, and five times more");
    }

    [JsonataFact]
    public async Task When_the_Map_itself_fails_what_was_swept_before_is_told_and_the_execution_fails()
    {
        var night = await scene.RunAsync(change: text => text.Replace("account: '{% $states.context.Map.Item.Value %}'", "account: '{% nothing %}'", StringComparison.Ordinal));

        night.Error!.Cause.ShouldStartWith("sweeping the accounts broke off: States.QueryEvaluationError");
        Notice().Subject.ShouldBe("[HIGH] KmsGuard sweep of the organization: it broke off");
    }

    [JsonataFact]
    public async Task An_organization_without_accounts_is_told_of_too()
    {
        scene.Pages = [["-" + One], [Two]];
        scene.Values["ExcludedAccounts"] = Two;

        (await scene.RunAsync()).Error!.Cause.ShouldStartWith("there is no account to sweep");

        Notice().Subject.ShouldStartWith("[HIGH]");
    }

    [JsonataFact]
    public async Task A_child_that_ends_without_an_answer_is_named()
    {
        // More than a state may hold, which States.ALL does not catch: the child fails as a whole.
        answer = payload => (string)payload["accounts"]![0]! == Two ? new string('x', 300_000) : Answer("us-east-1");

        var night = await scene.RunAsync();

        night.Output!["totals"]!.ToJsonString().ShouldBe("""{"accounts":2,"regions":3,"listed":30,"accountsFailed":1}""");
        Notice().Message.ShouldContain($"  {Two}: its sweep ended without a word; the Map Run has its error");
    }

    [JsonataFact]
    public async Task What_could_not_be_written_still_counts()
    {
        scene.Failures["aws-sdk:s3:putObject"] = new("S3.S3Exception", "Slow down.");

        var night = await scene.RunAsync();

        night.Output!["totals"]!.ToJsonString().ShouldBe("""{"accounts":2,"regions":6,"listed":60,"accountsFailed":2}""");
        Notice().Message.ShouldContain($"  {One}: its result could not be written to S3: S3.S3Exception");
    }

    [JsonataTheory]
    [InlineData("", "all")]
    [InlineData("eu-west-1,us-east-1", "eu-west-1,us-east-1")]
    public async Task Where_the_Regions_cannot_be_listed_those_configured_are_swept_in_one_call(string configured, string swept)
    {
        scene.Values["Regions"] = configured;
        scene.Failures["aws-sdk:account:listRegions"] = new("Account.AccessDeniedException", "No.");

        (await scene.RunAsync($$"""{"accounts":["{{One}}"]}""")).Error.ShouldBeNull();

        scene.Payloads.ShouldHaveSingleItem()["regions"]!.AsArray().Select(region => (string)region!).ShouldBe(swept.Split(','));
    }

    [JsonataFact]
    public async Task Only_the_configured_Regions_of_the_accounts_given_are_swept()
    {
        scene.Values["Regions"] = "eu-west-1,ap-east-1";

        (await scene.RunAsync($$"""{"accounts":["{{One}}","{{One}}"]}""")).Error.ShouldBeNull();

        scene.Payloads.ShouldHaveSingleItem().ToJsonString().ShouldBe($$"""{"accounts":["{{One}}"],"regions":["eu-west-1"],"run":"night","notice":"none"}""");
        scene.Calls.ShouldNotContainKey("aws-sdk:organizations:listAccounts");
    }

    [JsonataFact]
    public async Task A_Region_that_is_never_finished_fails_after_so_many_slices()
    {
        scene.Values["MaxSlices"] = "3";
        scene.Values["Regions"] = "us-east-1";
        answer = _ => Answer("us-east-1", next: "token");

        var night = await scene.RunAsync($$"""{"accounts":["{{One}}"]}""");

        scene.Payloads.Select(payload => payload.ToJsonString()).Skip(1).ShouldBe(Enumerable.Repeat("""{"next":"token","notice":"none"}""", 2));
        night.Output!["totals"]!.ToJsonString().ShouldBe("""{"accounts":1,"regionsFailed":1,"listed":30,"accountsFailed":1}""");
        Notice().Message.ShouldContain($"  {One}: us-east-1: not finished after 3 slices");
    }

    [JsonataFact]
    public async Task A_busy_function_is_tried_again()
    {
        var busy = 3;
        answer = _ => Interlocked.Decrement(ref busy) >= 0 ? throw new StateException("Lambda.TooManyRequestsException", "Rate Exceeded.") : Answer("us-east-1");

        (await scene.RunAsync()).Output!["severity"]!.ToString().ShouldBe("INFO");

        scene.Payloads.Count.ShouldBe(6 + 3);
    }

    [JsonataFact]
    public async Task A_chat_gets_the_form_that_it_takes_and_nobody_is_called()
    {
        scene.Values["MessageFormat"] = "chat";
        answer = _ => Answer("us-east-1", error: "<!channel> & more");

        await scene.RunAsync();

        var message = JsonNode.Parse(Notice().Message)!;
        ((string)message["version"]!).ShouldBe("1.0");
        ((string)message["source"]!).ShouldBe("custom");
        ((string)message["content"]!["title"]!).ShouldBe(Notice().Subject);
        ((string)message["content"]!["description"]!).ShouldContain("us-east-1: &lt;!channel&gt; &amp; more");
        message["metadata"]!["threadId"]!.ToString().ShouldBe("night");
    }

    [JsonataTheory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    public async Task A_night_costs_the_transitions_that_the_documentation_works_out(int accounts, int regions)
    {
        scene.Pages = [[.. new[] { One, Two }.Take(accounts)]];

        var night = await scene.RunAsync();

        // ListRegions has two pages here, which are two transitions more.
        night.Transitions.ShouldBe(10 + (accounts * (5 + 2 + (3 * regions))));
    }

    private Sandbox.Sns.SnsMessage Notice() => scene.Sandbox.Sns.Messages.ShouldHaveSingleItem();

    internal static JsonObject Answer(string region, string? next = null, string? error = null, JsonArray? keys = null) => new()
    {
        ["runId"] = "20261122T021500Z-1234abcd",
        ["regions"] = new JsonArray(new JsonObject
        {
            ["region"] = region,
            ["status"] = error is not null ? "failed" : next is not null ? "incomplete" : "complete",
            ["error"] = error,
            ["next"] = next,
            ["listed"] = 10,
            ["outcomes"] = new JsonObject { ["compliant"] = 10 },
        }),
        ["keys"] = keys ?? [],
    };
}
