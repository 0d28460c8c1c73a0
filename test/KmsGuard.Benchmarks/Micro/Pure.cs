using System.Text.Json;
using BenchmarkDotNet.Attributes;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Benchmarks.Micro;

/// <summary>What costs no call: reading an event, deciding on a key, writing a notice.</summary>
public class Pure
{
    private static readonly DateTimeOffset Now = new(2027, 6, 1, 2, 0, 0, TimeSpan.Zero);

    private static readonly KeyArn Arn = KeyArn.Parse("arn:aws:kms:us-east-1:111122223333:key/0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f1");

    private readonly SweepOptions options = new() { Rotation = RuleMode.Enforce, Deletion = RuleMode.Enforce, ExemptAliases = [Glob.ForAlias("prod-*")] };

    private readonly JsonElement happened = JsonElement.Parse($$"""
        {"version":"0","id":"1","detail-type":"AWS API Call via CloudTrail","source":"aws.kms","account":"111122223333",
         "time":"2027-06-01T02:00:00Z","region":"us-east-1","resources":[],
         "detail":{"eventVersion":"1.11","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333",
           "userName":"alice"},"eventTime":"2027-06-01T02:00:00Z","eventSource":"kms.amazonaws.com","eventName":"DisableKey","awsRegion":"us-east-1",
           "sourceIPAddress":"192.0.2.7","userAgent":"aws-cli/2.31","requestParameters":{"keyId":"{{Arn.KeyId}}"},"responseElements":{"keyId":"{{Arn}}"},
           "eventID":"2","readOnly":false,"recipientAccountId":"111122223333"} }
        """);

    private KeySnapshot disabled = null!;
    private Alert alert = null!;

    /// <summary>Makes a key that every rule has to look at, and an alert about it.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        disabled = new KeySnapshot(Arn)
        {
            Aliases = Reading.Of<IReadOnlyList<string>>(["alias/old-orders"]),
            Description = Reading.Of(new KeyDescription { Arn = Arn, State = KeyState.Disabled, Manager = KeyManager.Customer, Spec = "SYMMETRIC_DEFAULT", Usage = "ENCRYPT_DECRYPT", Origin = "AWS_KMS", CreatedAt = Now.AddDays(-400) }),
            Tags = Reading.Of<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["owner"] = "payments", [KeyTags.DisabledSince] = DisabledSince.ToTag(Now.AddDays(-60)) }),
            Grants = Reading.Of<IReadOnlyList<KeyGrant>>([]),
        };
        alert = new Alert { Event = EventParser.Parse(happened).Event!, Severity = Severity.HIGH, Because = ["disabled: HIGH"], Key = disabled, At = Now };
    }

    /// <summary>An event from CloudTrail.</summary>
    [Benchmark]
    public EventReading ParseAnEvent() => EventParser.Parse(happened);

    /// <summary>A disabled key that nothing holds so far.</summary>
    [Benchmark]
    public Decision DecideOnAKey() => KeyEvaluator.Decide(disabled, options, Now);

    /// <summary>A notice for people.</summary>
    [Benchmark]
    public Notice WriteANotice() => AlertNotice.Write(alert, MessageFormat.Text);
}
