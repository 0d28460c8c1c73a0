namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>Nothing is lost without a trace: what could not be delivered, and what a function gave up on.</summary>
public sealed class QueueTests
{
    private const string EventBridge = "Service:events.amazonaws.com", Send = "sqs:SendMessage";

    private readonly Stack stack = Stack.Home();

    [Fact]
    public void What_a_rule_cannot_deliver_is_kept()
    {
        var policy = stack.Resources["UndeliveredPolicy"];

        policy.Texts("Queues").ShouldBe(["Undelivered"]);
        foreach (var rule in stack.OfType("AWS::Events::Rule"))
        {
            rule.Properties["Targets"]!.AsArray().ShouldHaveSingleItem()!["DeadLetterConfig"]!["Arn"]!.ToString().ShouldBe("Undelivered.Arn");
            IamPolicy.Admits(policy.Statements("PolicyDocument"), EventBridge, Send, "Undelivered.Arn", ("aws:SourceArn", [$"{rule.Id}.Arn"])).ShouldBeTrue(rule.Id);
        }

        IamPolicy.Admits(policy.Statements("PolicyDocument"), EventBridge, Send, "Undelivered.Arn", ("aws:SourceArn", ["arn:aws:events:eu-west-1:444455556666:rule/x"])).ShouldBeFalse();
        IamPolicy.Admits(policy.Statements("PolicyDocument"), EventBridge, Send, "Undelivered.Arn").ShouldBeFalse();
    }

    [Fact]
    public void A_rule_may_invoke_its_function()
    {
        foreach (var rule in stack.OfType("AWS::Events::Rule"))
        {
            var function = rule.Properties["Targets"]!.AsArray().ShouldHaveSingleItem()!["Arn"]!.ToString();
            stack.OfType("AWS::Lambda::Permission").Where(permission => permission["SourceArn"] == $"{rule.Id}.Arn").ShouldHaveSingleItem(rule.Id)
                .ShouldSatisfyAllConditions(
                    permission => permission["FunctionName"].ShouldBe(function[..^".Arn".Length]),
                    permission => permission["Principal"].ShouldBe("events.amazonaws.com"),
                    permission => permission["Action"].ShouldBe("lambda:InvokeFunction"));
        }
    }

    [Fact]
    public void A_sweep_that_the_schedule_cannot_begin_is_kept()
    {
        var schedule = stack.OfType("AWS::Scheduler::Schedule").ShouldHaveSingleItem();
        var role = stack.StatementsOf("ScheduleRole");

        schedule["State"].ShouldBe("ENABLED");
        var target = schedule.Properties["Target"]!;
        target["Arn"]!.ToString().ShouldBe("SweepFunction.Arn");
        target["RoleArn"]!.ToString().ShouldBe("ScheduleRole.Arn");
        target["DeadLetterConfig"]!["Arn"]!.ToString().ShouldBe("Undelivered.Arn");
        IamPolicy.Allows(role, "lambda:InvokeFunction", "SweepFunction.Arn").ShouldBeTrue();
        IamPolicy.Allows(role, "lambda:InvokeFunction", "RollbackFunction.Arn").ShouldBeFalse();
        IamPolicy.Allows(role, Send, "Undelivered.Arn").ShouldBeTrue();
    }

    [Theory]
    [InlineData("AlertFunction", "AlertRole")]
    [InlineData("SweepFunction", "SweepRole")]
    public void What_a_function_gives_up_on_is_kept(string function, string role)
    {
        var destination = stack.Resources[function].Properties["EventInvokeConfig"]!["DestinationConfig"]!["OnFailure"]!["Destination"]!.ToString();

        destination.ShouldBe("FailedInvocations.Arn");
        stack.Resources[function]["Role"].ShouldBe($"{role}.Arn");
        IamPolicy.Allows(stack.StatementsOf(role), Send, destination).ShouldBeTrue();
    }

    [Fact]
    public void Queues_keep_for_as_long_as_SQS_can_and_encrypted()
    {
        foreach (var queue in stack.OfType("AWS::SQS::Queue").Concat(Away().OfType("AWS::SQS::Queue")))
        {
            queue["MessageRetentionPeriod"].ShouldBe($"{TimeSpan.FromDays(14).TotalSeconds}");
            queue["SqsManagedSseEnabled"].ShouldBe("true");
        }
    }

    [Fact]
    public void Every_queue_is_watched()
    {
        foreach (var deployed in new[] { stack, Away() })
        {
            var watched = deployed.OfType("AWS::CloudWatch::Alarm").Where(alarm => alarm["Namespace"] == "AWS/SQS")
                .Select(alarm => alarm.Properties["Dimensions"]!.AsArray().ShouldHaveSingleItem()!["Value"]!.ToString());

            watched.ShouldBe(deployed.OfType("AWS::SQS::Queue").Select(queue => $"{queue.Id}.QueueName"), ignoreOrder: true);
        }
    }

    private static Stack Away() => Stack.Of("regional.yaml", ("HomeBusArn", $"arn:aws:events:us-east-1:{Stack.Account}:event-bus/kmsguard"));
}
