using KmsGuard.Aws;
using KmsGuard.Aws.Report;
using KmsGuard.Settings;

namespace KmsGuard.Fuzz.Targets;

/// <summary>Topics' ARNs, roles' names, endpoints: what the settings let through, AWS's side of the house takes.</summary>
internal sealed class TopicTarget() : Target("topic")
{
    public override IReadOnlyList<string> Words => ["arn:aws", "-cn", ":sns:", "eu-west-1", ":111122223333:", "alerts", ".fifo", "kmsguard", "http://", "127.0.0.1", "/"];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var text = Text(input);
        var settings = GuardSettings.Read(name => name is "TOPIC_ARN" ? text : null, name => name, RegionCatalog.Exists, out var problems);
        Hold.Problems(problems, ["TOPIC_ARN"], "what is wrong with a topic");
        if (problems.Count == 0 && settings.TopicArn is { } topic)
        {
            Hold.Shown(topic, 400, "a topic");
            Try(() => Check(TopicArn.Parse(topic)));
        }

        Try(() => Check(TopicArn.Parse(text)));
        Try(() => new AwsSettings { RoleName = text }.Check());
        Try(() => new AwsSettings { Region = text }.Check());
        Try(() => new AwsSettings { EndpointUrl = text }.Check());
        _ = GuardSettings.Read(name => name is "ROLE_NAME" ? text : null, name => name, RegionCatalog.Exists, out var role);
        if (role.Count == 0 && text.Trim().Length > 0)
        {
            new AwsSettings { RoleName = text.Trim() }.Check();
        }
    }

    private static void Check(TopicArn topic) =>
        Hold.That(topic.Text.StartsWith($"arn:{RegionCatalog.PartitionOf(topic.Region)}:", StringComparison.Ordinal), "a topic is of its Region's partition", topic.Text);

    private static void Try(Action check)
    {
        try
        {
            check();
        }
        catch (AwsSettingsException e)
        {
            Hold.Shown(e.Message, 400, "what is wrong with an AWS setting");
        }
    }
}
