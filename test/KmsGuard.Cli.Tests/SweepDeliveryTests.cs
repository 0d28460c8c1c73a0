namespace KmsGuard.Cli.Tests;

/// <summary>Where the answer and the notice of a sweep go.</summary>
public sealed class SweepDeliveryTests : IAsyncLifetime
{
    private readonly CommandFixture fixture = new();

    public Task InitializeAsync() => fixture.InitializeAsync();

    public async Task DisposeAsync()
    {
        await fixture.DisposeAsync();
        fixture.Dispose();
    }

    [Fact]
    public async Task A_topic_is_told_of_what_is_due()
    {
        fixture.Seed();
        var topic = fixture.Sandbox.Sns.CreateTopic(CommandFixture.Account, "eu-west-1", "notices");

        var answer = await fixture.RunAsync("sweep", "--topic-arn", topic);

        answer.ExitCode.ShouldBe(0, answer.Error);
        var message = fixture.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        message.TopicArn.ShouldBe(topic);
        message.Attributes["kind"].Value.ShouldBe("sweep");
    }

    [Theory]
    [InlineData("due", 0)]
    [InlineData("always", 1)]
    public async Task A_topic_is_told_of_nothing_only_when_that_is_asked_for(string notice, int messages)
    {
        fixture.Seed("us-east-1", new() { RotationPeriodInDays = 365 });
        var topic = fixture.Sandbox.Sns.CreateTopic(CommandFixture.Account, "eu-west-1", "notices");

        var answer = await fixture.RunAsync("sweep", "--topic-arn", topic, "--notice", notice);

        answer.ExitCode.ShouldBe(0, answer.Error);
        fixture.Sandbox.Sns.Messages.Count.ShouldBe(messages);
    }

    [Fact]
    public async Task A_notice_that_nobody_takes_is_trouble_after_the_answer()
    {
        fixture.Seed();

        var answer = await fixture.RunAsync("sweep", "--topic-arn", $"arn:aws:sns:us-east-1:{CommandFixture.Account}:nothing", "--output", "json");

        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("Topic does not exist");
        answer.Outcomes().ShouldBe(["planned"]);
    }

    [Fact]
    public async Task The_answer_goes_to_a_file_in_place_of_what_was_there()
    {
        fixture.Seed();
        var path = fixture.Write(new string('x', 100_000));

        var answer = await fixture.RunAsync("sweep", "--output", "json", "--out", path);

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldBeEmpty();
        (answer with { Output = await File.ReadAllTextAsync(path) }).Outcomes().ShouldBe(["planned"]);
    }

    [Fact]
    public async Task A_file_that_was_there_outlives_a_sweep_that_could_not_begin()
    {
        var (kept, absent) = (fixture.Write("from yesterday"), fixture.NewPath());

        foreach (var path in new[] { kept, absent })
        {
            var answer = await CommandFixture.RunAtAsync(new("http://127.0.0.1:9"), "", "sweep", "--region", "us-east-1", "--out", path);
            answer.ShouldBeRefused().ShouldContain("nothing was done");
        }

        (await File.ReadAllTextAsync(kept)).ShouldBe("from yesterday");
        File.Exists(absent).ShouldBeFalse();
    }
}
