using System.Text;
using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Sandbox.Tests.Faults;

public class FaultPlanFileTests
{
    private static readonly string[] Regions = ["us-east-1", "eu-west-1"];

    [Fact]
    public void A_plan_is_what_its_file_says()
    {
        var plan = Read(
            """
            {"seed": -3, "rules": [
              {"kind": "hang", "operation": "List*", "region": "eu-*", "share": 0.1, "afterShare": 0.5},
              {"kind": "slow", "service": "sns", "delayMilliseconds": 50},
              {"kind": "clock-skew", "skewMinutes": -7}]}
            """);

        plan.Seed.ShouldBe(-3);
        plan.Rules.ShouldBe(
        [
            new() { Kind = FaultKind.Hang, Operation = "List*", Region = "eu-*", Share = 0.1, AfterShare = 0.5 },
            new() { Kind = FaultKind.Slow, Service = "sns", DelayMilliseconds = 50 },
            new() { Kind = FaultKind.ClockSkew, SkewMinutes = -7 },
        ]);
    }

    [Fact]
    public void Every_kind_has_a_name_and_every_member_a_default()
    {
        foreach (var name in FaultNames.All)
        {
            Read($$"""{"rules":[{"kind":"{{name}}"}]}""").Rules.ShouldHaveSingleItem()
                .ShouldBe(new() { Kind = FaultNames.Parse(name)!.Value, Service = "*", Operation = "*", Region = "*", Share = 1, AfterShare = 0 });
        }

        FaultNames.All.Count().ShouldBe(Enum.GetValues<FaultKind>().Length);
        Read("\uFEFF{\"rules\":[]}").Rules.ShouldBeEmpty();
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "", "It is not JSON: " },
        { """{"rules":[}""", "It is not JSON: " },
        { """{"rules":[],"rules":[]}""", "It is not JSON: " },
        { "[]", "the document is a list; it must be an object." },
        { "{}", "rules is missing; it must be a list of rules." },
        { """{"rules":{}}""", "rules is an object; it must be a list of rules." },
        { """{"rules":[],"sead":1}""", "the document has a member 'sead'; it may have seed, rules." },
        { """{"rules":[],"seed":1.5}""", "seed is 1.5; it must be a whole number from -2147483648 to 2147483647." },
        { """{"rules":[null]}""", "rules[0] is null; it must be an object." },
        { """{"rules":[{}]}""", "rules[0].kind is missing; it must be one of throttle, internal-error, load-balancer-error, denial, expired-token, hang, reset, slow, truncated, garbled, clock-skew." },
        { """{"rules":[{"kind":"Throttle"}]}""", "rules[0].kind is \"Throttle\"; it must be one of throttle," },
        { """{"rules":[{"kind":"hang"},{"kind":7}]}""", "rules[1].kind is 7; it must be a text that is not empty." },
        { """{"rules":[{"kind":"hang","operations":"*"}]}""", "rules[0] has a member 'operations'; it may have kind, service, operation, region, share, afterShare, delayMilliseconds, skewMinutes." },
        { """{"rules":[{"kind":"hang","operation":""}]}""", "rules[0].operation is \"\"; it must be a text that is not empty." },
        { """{"rules":[{"kind":"hang","operation":null}]}""", "rules[0].operation is null; it must be a text that is not empty." },
        { """{"rules":[{"kind":"hang","operation":"DescribeKeys"}]}""", "rules[0].operation is \"DescribeKeys\"; it must be an operation that * has here, such as " },
        { """{"rules":[{"kind":"hang","service":"sns","operation":"ListKeys"}]}""", "rules[0].operation is \"ListKeys\"; it must be an operation that sns has here, such as Publish, or a glob that matches one." },
        { """{"rules":[{"kind":"hang","service":"s3"}]}""", "rules[0].service is \"s3\"; it must be kms, sns or sts, or a glob that matches one of them." },
        { """{"rules":[{"kind":"hang","region":"eu-west-9"}]}""", "rules[0].region is \"eu-west-9\"; it must be one of us-east-1, eu-west-1, or a glob that matches one of them." },
        { """{"rules":[{"kind":"hang","share":"0.5"}]}""", "rules[0].share is \"0.5\"; it must be a number." },
        { """{"rules":[{"kind":"hang","share":50}]}""", "rules[0].share is 50; it must be a number from 0 to 1." },
        { """{"rules":[{"kind":"denial","afterShare":0.5}]}""", "rules[0].afterShare is 0.5; leave it out, a call that meets denial is never done." },
        { """{"rules":[{"kind":"hang","delayMilliseconds":10}]}""", "rules[0].delayMilliseconds is 10; leave it out, it is for slow alone." },
        { """{"rules":[{"kind":"slow","delayMilliseconds":700000}]}""", "rules[0].delayMilliseconds is 700000; it must be a whole number from 0 to 600000." },
        { """{"rules":[{"kind":"clock-skew","skewMinutes":3}]}""", "rules[0].skewMinutes is 3; it must be a whole number from 6 to 1440, or from -1440 to -6." },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_is_not_understood_is_refused_in_one_line_that_says_where_and_what_is_allowed(string file, string why)
    {
        var refusal = Should.Throw<FormatException>(() => Read(file)).Message;

        refusal.ShouldStartWith(why);
        refusal.ShouldNotContain("\n");
    }

    [Fact]
    public void What_goes_to_a_terminal_cannot_steer_it() =>
        Should.Throw<FormatException>(() => Read("""{"rules":[],"\u001b[2J":1}""")).Message.ShouldStartWith("the document has a member '?[2J'");

    private static FaultPlan Read(string file) => FaultPlanFile.Read(Encoding.UTF8.GetBytes(file), Regions);
}
