namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>Names: two stacks in one account do not collide, and none is too long.</summary>
public sealed class NameTests
{
    // The longest that AWS takes (AWS: API reference of each service).
    public static TheoryData<string, string, int> Limits => new()
    {
        { "AWS::Serverless::Function", "FunctionName", 64 },
        { "AWS::IAM::Role", "RoleName", 64 },
        { "AWS::SQS::Queue", "QueueName", 80 },
        { "AWS::Events::EventBus", "Name", 256 },
        { "AWS::Scheduler::Schedule", "Name", 64 },
        { "AWS::CloudWatch::Alarm", "AlarmName", 255 },
        { "AWS::CloudWatch::Dashboard", "DashboardName", 255 },
        { "AWS::Logs::LogGroup", "LogGroupName", 512 },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Every_name_has_the_prefix_and_fits(string type, string property, int longest)
    {
        var prefix = new string('x', 32);

        var names = Stack.Home(("NamePrefix", prefix)).OfType(type).Select(resource => resource[property]).ToList();

        names.ShouldNotBeEmpty();
        names.ShouldBeUnique();
        names.ShouldAllBe(name => name.Contains(prefix, StringComparison.Ordinal) && name.Length <= longest);
    }

    [Fact]
    public void What_member_accounts_and_other_Regions_are_told_of_is_an_output() =>
        Stack.Home().Outputs.ShouldBe(
            [
                "TopicArn", "TopicKeyArn", "AlarmTopicArn", "HomeBusArn", "AlertFunctionArn", "SweepFunctionArn", "RollbackFunctionName",
                "AlertRoleArn", "SweepRoleArn", "RollbackRoleArn", "UndeliveredQueueUrl", "FailedInvocationsQueueUrl", "DashboardName",
            ],
            ignoreOrder: true);

    [Theory]
    [InlineData("", "1", null)]
    [InlineData("5", "", "5")]
    public void Concurrency_is_reserved_only_where_it_is_given(string alert, string sweep, string? reserved)
    {
        var stack = Stack.Home(("AlertConcurrency", alert), ("SweepConcurrency", sweep));

        stack.Resources["AlertFunction"].Properties["ReservedConcurrentExecutions"]?.ToString().ShouldBe(reserved);
        stack.Resources["SweepFunction"].Properties.ContainsKey("ReservedConcurrentExecutions").ShouldBe(sweep.Length > 0);
        stack.Resources["RollbackFunction"].Properties.ShouldNotContain(property => property.Key == "ReservedConcurrentExecutions");
    }
}
