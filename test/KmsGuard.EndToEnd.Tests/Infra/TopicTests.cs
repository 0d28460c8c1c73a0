using KmsGuard.Detect;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>The topics, and the key of the one that is encrypted.</summary>
[Trait("Proof", "attacks")]
public sealed class TopicTests
{
    private const string EventBridge = "Service:events.amazonaws.com", Owner = $"AWS:arn:aws:iam::{Stack.Account}:root";
    private const string ViaSns = $"sns.{Stack.Region}.amazonaws.com";

    private readonly Stack stack = Stack.Home();

    [Fact]
    public void Notices_are_encrypted_by_a_key_of_their_own_that_rotates_and_that_no_sweep_touches()
    {
        var key = stack.OfType("AWS::KMS::Key").ShouldHaveSingleItem();

        stack.Resources["Topic"]["KmsMasterKeyId"].ShouldBe($"{key.Id}.Arn");
        key["EnableKeyRotation"].ShouldBe("true");
        key["PendingWindowInDays"].ShouldBe("30");
        key.Properties["Tags"]!.AsArray().ShouldContain(tag => tag!["Key"]!.ToString() == KeyTags.Exempt && tag["Value"]!.ToString() == "true");
    }

    [Fact]
    public void The_key_is_its_account_s_and_EventBridge_uses_it_without_conditions()
    {
        var policy = stack.Resources["TopicKey"].Statements("KeyPolicy");

        // Without a context: whatever EventBridge says of itself.
        IamPolicy.Admits(policy, EventBridge, "kms:GenerateDataKey", "*").ShouldBeTrue();
        IamPolicy.Admits(policy, EventBridge, "kms:Decrypt", "*").ShouldBeTrue();
        IamPolicy.Admits(policy, EventBridge, "kms:ScheduleKeyDeletion", "*").ShouldBeFalse();
        IamPolicy.Admits(policy, Owner, "kms:PutKeyPolicy", "*").ShouldBeTrue();
        IamPolicy.Admits(policy, "AWS:arn:aws:iam::444455556666:root", "kms:Decrypt", "*").ShouldBeFalse();
        policy.ShouldAllBe(statement => statement["Condition"] == null);
    }

    [Theory]
    [InlineData("AlertRole")]
    [InlineData("SweepRole")]
    [InlineData("RollbackRole")]
    public void A_function_uses_the_key_through_the_topic_and_in_no_other_way(string role)
    {
        var statements = stack.StatementsOf(role);

        foreach (var action in new[] { "kms:Decrypt", "kms:GenerateDataKey" })
        {
            IamPolicy.Allows(statements, action, "TopicKey.Arn", ("kms:ViaService", [ViaSns])).ShouldBeTrue();
            IamPolicy.Allows(statements, action, "TopicKey.Arn").ShouldBeFalse();
            IamPolicy.Allows(statements, action, "TopicKey.Arn", ("kms:ViaService", [$"s3.{Stack.Region}.amazonaws.com"])).ShouldBeFalse();
            IamPolicy.Allows(statements, action, $"arn:aws:kms:{Stack.Region}:{Stack.Account}:key/another", ("kms:ViaService", [ViaSns])).ShouldBeFalse();
        }

        IamPolicy.Allows(statements, "sns:Publish", "Topic").ShouldBeTrue();
        IamPolicy.Allows(statements, "sns:Publish", "AlarmTopic").ShouldBeFalse();
    }

    [Fact]
    public void The_topic_takes_what_its_account_and_the_account_s_rules_publish_over_TLS()
    {
        var policy = stack.OfType("AWS::SNS::TopicPolicy").ShouldHaveSingleItem();
        var statements = policy.Statements("PolicyDocument");

        policy.Texts("Topics").ShouldBe(["Topic"]);
        Admits(Owner, "111122223333", "true").ShouldBeTrue();
        Admits(Owner, "111122223333", "false").ShouldBeFalse();
        Admits(EventBridge, Stack.Account, "true").ShouldBeTrue();
        Admits(EventBridge, Stack.Account, "false").ShouldBeFalse();
        Admits(EventBridge, "444455556666", "true").ShouldBeFalse("a stranger's rule");
        IamPolicy.Admits(statements, EventBridge, "sns:Publish", "Topic").ShouldBeFalse("a rule that nobody knows the account of");
        IamPolicy.Admits(statements, Owner, "sns:SetTopicAttributes", "Topic").ShouldBeTrue();
        IamPolicy.Admits(statements, EventBridge, "sns:SetTopicAttributes", "Topic").ShouldBeFalse();
        IamPolicy.Admits(statements, "AWS:arn:aws:iam::444455556666:root", "sns:Publish", "Topic").ShouldBeFalse();

        bool Admits(string principal, string account, string tls) => IamPolicy.Admits(
            statements, principal, "sns:Publish", "Topic", ("aws:SecureTransport", [tls]), ("aws:SourceArn", [$"arn:aws:events:{Stack.Region}:{account}:rule/told"]));
    }

    [Fact]
    public void Alarms_go_to_a_topic_that_needs_no_key() =>
        stack.Resources["AlarmTopic"].Properties.ShouldNotContain(property => property.Key == "KmsMasterKeyId");

    [Fact]
    public void An_address_gets_notices_and_alarms()
    {
        var subscriptions = Stack.Home(("NotificationEmail", "team@example.com")).OfType("AWS::SNS::Subscription").ToList();

        subscriptions.Select(subscription => subscription["TopicArn"]).ShouldBe(["Topic", "AlarmTopic"], ignoreOrder: true);
        subscriptions.ShouldAllBe(subscription => subscription["Endpoint"] == "team@example.com");
        stack.OfType("AWS::SNS::Subscription").ShouldBeEmpty();
    }
}
