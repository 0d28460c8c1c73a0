using System.Collections.Concurrent;
using System.Text.Json;
using System.Web;
using KmsGuard.Detect;

namespace KmsGuard.Lambda.Tests;

public class RehearsalTests
{
    public static TheoryData<string> Formats => new("text", "json", "chat");

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task It_reads_all_there_is_to_read_and_publishes_and_nothing_of_it_leaves_the_process(string format)
    {
        await using var account = await TestAccount.StartAsync();
        using var seen = new Recorder(new RehearsalAnswers());

        var result = await Rehearsal.PlayAsync(Environment(account, $"MESSAGE_FORMAT={format}"), seen, CancellationToken.None);

        seen.Operations.ShouldBe(
            ["DescribeKey", "GetKeyLastUsage", "GetKeyRotationStatus", "ListAliases", "ListGrants", "ListResourceTags", "Publish", "TagResource"],
            ignoreOrder: true);
        result.Refusal.ShouldBeNull();
        var key = result.Alert!.Key.ShouldNotBeNull();
        key.Failures().ShouldBeEmpty();
        key.Description!.Value!.State.ShouldBe(KeyState.Disabled);
        key.Grants!.Value.ShouldHaveSingleItem();
        result.Notice!.Subject.ShouldBe("[HIGH] KMS key disabled: alias/rehearsal in 111122223333 us-east-1");
        account.Sandbox.Calls.Snapshot().ShouldBeEmpty();
        account.Sandbox.Sns.Messages.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("512", true)]
    [InlineData("1768", true)]
    [InlineData("1769", false)]
    [InlineData("10240", false)]
    [InlineData("", true)]
    [InlineData("much", true)]
    public void It_is_waited_for_where_an_invocation_has_less_than_a_processor(string megabytes, bool waits) =>
        Rehearsal.IsWorthWaitingFor(name => name == "AWS_LAMBDA_FUNCTION_MEMORY_SIZE" ? megabytes : null).ShouldBe(waits);

    [Fact]
    public async Task It_can_be_played_again_since_nothing_remembers_it()
    {
        await using var account = await TestAccount.StartAsync();
        using var seen = new Recorder(new RehearsalAnswers());
        await Rehearsal.PlayAsync(Environment(account), seen, CancellationToken.None);

        var again = await Rehearsal.PlayAsync(Environment(account), seen, CancellationToken.None);

        again.Refusal.ShouldBeNull();
        seen.Operations.Count(operation => operation == "Publish").ShouldBe(2);
    }

    [Fact]
    public async Task The_same_event_is_told_when_it_is_real()
    {
        await using var account = await TestAccount.StartAsync();
        using var composition = account.Compose(FunctionKind.Alert);
        var metrics = MetricLines.Of(composition);
        await Rehearsal.TryAsync(composition.Environment, new RehearsalAnswers());
        metrics.Sum("Alerts").ShouldBeNull();

        await new AlertFunction(composition).HandleAsync(JsonElement.Parse(RehearsalAnswers.Event), TestAccount.Context());

        account.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        metrics.Sum("Alerts").ShouldBe(1);
    }

    [Fact]
    public async Task Whatever_goes_wrong_in_it_stays_there()
    {
        using var stop = new CancellationTokenSource();
        using var broken = new Recorder { Publishing = stop.Cancel };
        await Should.ThrowAsync<Exception>(() => Rehearsal.PlayAsync(_ => null, broken, stop.Token));

        await Should.NotThrowAsync(() => Rehearsal.TryAsync(_ => null, broken));
        await Should.NotThrowAsync(() => Rehearsal.TryAsync(_ => throw new InvalidOperationException("broken"), broken));

        broken.Operations.ShouldContain("DescribeKey");
        broken.Operations.ShouldContain("Publish");
    }

    private static Func<string, string?> Environment(TestAccount account, params string[] variables) =>
        TestAccount.Variables([$"TOPIC_ARN={account.Topic}", .. variables]);

    /// <summary>Notes what is called. Without an inner handler every call fails.</summary>
    private sealed class Recorder : DelegatingHandler
    {
        private readonly ConcurrentQueue<string> operations = new();

        public Recorder()
        {
        }

        public Recorder(HttpMessageHandler inner)
            : base(inner)
        {
        }

        public IReadOnlyCollection<string> Operations => operations;

        /// <summary>Called when something is published.</summary>
        public Action Publishing { get; init; } = () => { };

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var operation = request.Headers.TryGetValues("X-Amz-Target", out var target)
                ? target.Single().Split('.')[^1]
                : HttpUtility.ParseQueryString(await request.Content!.ReadAsStringAsync(cancellationToken))["Action"]!;
            operations.Enqueue(operation);
            if (operation == "Publish")
            {
                Publishing();
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
