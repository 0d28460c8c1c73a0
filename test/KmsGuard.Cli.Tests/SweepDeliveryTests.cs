namespace KmsGuard.Cli.Tests;

/// <summary>Where the answer and the notice of a sweep go.</summary>
public sealed class SweepDeliveryTests : CommandTest
{
    [Fact]
    public async Task A_topic_is_told_of_what_is_due()
    {
        Fixture.Seed();
        var topic = Fixture.Sandbox.Sns.CreateTopic(CommandFixture.Account, "eu-west-1", "notices");

        var answer = await Fixture.RunAsync("sweep", "--topic-arn", topic);

        answer.ExitCode.ShouldBe(0, answer.Error);
        var message = Fixture.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        message.TopicArn.ShouldBe(topic);
        message.Attributes["kind"].Value.ShouldBe("sweep");
    }

    [Theory]
    [InlineData("due", 0)]
    [InlineData("always", 1)]
    public async Task A_topic_is_told_of_nothing_only_when_that_is_asked_for(string notice, int messages)
    {
        Fixture.Seed("us-east-1", new() { RotationPeriodInDays = 365 });
        var topic = Fixture.Sandbox.Sns.CreateTopic(CommandFixture.Account, "eu-west-1", "notices");

        var answer = await Fixture.RunAsync("sweep", "--topic-arn", topic, "--notice", notice);

        answer.ExitCode.ShouldBe(0, answer.Error);
        Fixture.Sandbox.Sns.Messages.Count.ShouldBe(messages);
    }

    [Fact]
    public async Task A_notice_that_nobody_takes_is_trouble_after_the_answer()
    {
        Fixture.Seed();

        var answer = await Fixture.RunAsync("sweep", "--topic-arn", $"arn:aws:sns:us-east-1:{CommandFixture.Account}:nothing", "--output", "json");

        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("Topic does not exist");
        answer.Outcomes().ShouldBe(["planned"]);
    }

    [Fact]
    public async Task The_answer_goes_to_a_file_in_place_of_what_was_there()
    {
        Fixture.Seed();
        var path = Fixture.Write(new string('x', 100_000));

        var answer = await Fixture.RunAsync("sweep", "--output", "json", "--out", path);

        answer.ExitCode.ShouldBe(0, answer.Error);
        answer.Output.ShouldBeEmpty();
        (answer with { Output = await File.ReadAllTextAsync(path) }).Outcomes().ShouldBe(["planned"]);
    }

    [Fact]
    public async Task A_file_that_was_there_outlives_a_sweep_that_could_not_begin()
    {
        var (kept, absent) = (Fixture.Write("from yesterday"), Fixture.NewPath());

        foreach (var path in new[] { kept, absent })
        {
            var answer = await CommandFixture.RunAtAsync(new("http://127.0.0.1:9"), "", "sweep", "--region", "us-east-1", "--out", path);
            answer.ShouldBeRefused().ShouldContain("nothing was done");
        }

        (await File.ReadAllTextAsync(kept)).ShouldBe("from yesterday");
        File.Exists(absent).ShouldBeFalse();
    }
}
