using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Events;

namespace KmsGuard.Sandbox.Tests.Events;

[Trait("Proof", "sandbox")]
public sealed class EventPatternTests
{
    public static TheoryData<string, string, bool> Cases() => new()
    {
        // Exact values.
        { """{"a":["x"]}""", """{"a":"x","b":1}""", true },
        { """{"a":["x"]}""", """{"a":"X"}""", false },
        { """{"a":["x","y"]}""", """{"a":"y"}""", true },
        { """{"a":["x"]}""", """{"b":"x"}""", false },
        { """{"a":["x"]}""", """{"a":{"x":1}}""", false },
        { """{"a":[300]}""", """{"a":300}""", true },
        { """{"a":[300]}""", """{"a":300.0}""", false },
        { """{"a":[300]}""", """{"a":"300"}""", false },
        { """{"a":[true]}""", """{"a":true}""", true },
        { """{"a":[true]}""", """{"a":"true"}""", false },
        { """{"a":[null]}""", """{"a":null}""", true },
        { """{"a":[null]}""", """{}""", false },
        { """{"a":[""]}""", """{"a":""}""", true },
        { """{"a":[""]}""", """{"a":null}""", false },

        // Every field of a pattern, at any depth.
        { """{"a":["x"],"b":["y"]}""", """{"a":"x","b":"z"}""", false },
        { """{"d":{"a":["x"]}}""", """{"d":{"a":"x"}}""", true },
        { """{"d":{"a":["x"]}}""", """{"d":"x"}""", false },
        { """{"d":{"a":["x"]}}""", """{"a":"x"}""", false },

        // Arrays in the event: one of theirs is enough, and within one object all must hold.
        { """{"a":["x"]}""", """{"a":["w","x"]}""", true },
        { """{"a":["x"]}""", """{"a":[]}""", false },
        { """{"d":{"a":["x"],"b":["y"]}}""", """{"d":[{"a":"x","b":"y"}]}""", true },
        { """{"d":{"a":["x"],"b":["y"]}}""", """{"d":[{"a":"x","b":"z"},{"a":"w","b":"y"}]}""", false },

        // Text.
        { """{"a":[{"prefix":"Sch"}]}""", """{"a":"Schedule"}""", true },
        { """{"a":[{"prefix":"sch"}]}""", """{"a":"Schedule"}""", false },
        { """{"a":[{"prefix":{"equals-ignore-case":"sch"}}]}""", """{"a":"Schedule"}""", true },
        { """{"a":[{"suffix":"Deletion"}]}""", """{"a":"ScheduleKeyDeletion"}""", true },
        { """{"a":[{"suffix":{"equals-ignore-case":"DELETION"}}]}""", """{"a":"ScheduleKeyDeletion"}""", true },
        { """{"a":[{"suffix":"Key"}]}""", """{"a":"ScheduleKeyDeletion"}""", false },
        { """{"a":[{"equals-ignore-case":"disablekey"}]}""", """{"a":"DisableKey"}""", true },
        { """{"a":[{"equals-ignore-case":"disable"}]}""", """{"a":"DisableKey"}""", false },
        { """{"a":[{"prefix":"1"}]}""", """{"a":12}""", false },

        // Wildcards.
        { """{"a":[{"wildcard":"* is disabled*"}]}""", """{"a":"arn:x is disabled."}""", true },
        { """{"a":[{"wildcard":"* is disabled*"}]}""", """{"a":" is disabled"}""", true },
        { """{"a":[{"wildcard":"* is disabled*"}]}""", """{"a":"arn:x is enabled."}""", false },
        { """{"a":[{"wildcard":"ab*ba"}]}""", """{"a":"aba"}""", false },
        { """{"a":[{"wildcard":"ab*ba"}]}""", """{"a":"abba"}""", true },
        { """{"a":[{"wildcard":"a*b*c"}]}""", """{"a":"a-c-b"}""", false },
        { """{"a":[{"wildcard":"a*b*c"}]}""", """{"a":"abbbc"}""", true },
        { """{"a":[{"wildcard":"*"}]}""", """{"a":""}""", true },
        { """{"a":[{"wildcard":"100\\*"}]}""", """{"a":"100*"}""", true },
        { """{"a":[{"wildcard":"100\\*"}]}""", """{"a":"1000"}""", false },

        // Anything but.
        { """{"a":[{"anything-but":"x"}]}""", """{"a":"y"}""", true },
        { """{"a":[{"anything-but":"x"}]}""", """{"a":"x"}""", false },
        { """{"a":[{"anything-but":"x"}]}""", """{}""", false },
        { """{"a":[{"anything-but":["x","y"]}]}""", """{"a":"y"}""", false },
        { """{"a":[{"anything-but":["x","y"]}]}""", """{"a":"z"}""", true },
        { """{"a":[{"anything-but":[1,2]}]}""", """{"a":2}""", false },
        { """{"a":[{"anything-but":{"prefix":"Get"}}]}""", """{"a":"GetKeyPolicy"}""", false },
        { """{"a":[{"anything-but":{"prefix":["Get","List"]}}]}""", """{"a":"ListKeys"}""", false },
        { """{"a":[{"anything-but":{"suffix":"Key"}}]}""", """{"a":"DisableKey"}""", false },
        { """{"a":[{"anything-but":{"wildcard":"*Key*"}}]}""", """{"a":"ListKeys"}""", false },
        { """{"a":[{"anything-but":{"equals-ignore-case":"listkeys"}}]}""", """{"a":"ListKeys"}""", false },
        { """{"a":[{"anything-but":{"wildcard":"*Key*"}}]}""", """{"a":"ListAliases"}""", true },

        // Numbers.
        { """{"a":[{"numeric":["=",300]}]}""", """{"a":300.0}""", true },
        { """{"a":[{"numeric":[">",0,"<=",5]}]}""", """{"a":5}""", true },
        { """{"a":[{"numeric":[">",0,"<=",5]}]}""", """{"a":0}""", false },
        { """{"a":[{"numeric":[">=",7]}]}""", """{"a":"8"}""", false },

        // Presence.
        { """{"a":[{"exists":true}]}""", """{"a":null}""", true },
        { """{"a":[{"exists":true}]}""", """{}""", false },
        { """{"a":[{"exists":true}]}""", """{"a":{"b":1}}""", false },
        { """{"a":[{"exists":false}]}""", """{}""", true },
        { """{"a":[{"exists":false}]}""", """{"a":"x"}""", false },
        { """{"d":{"a":[{"exists":false}]}}""", """{}""", true },
        { """{"a":["x",{"exists":false}]}""", """{}""", true },
        { """{"d":{"a":[{"exists":false}]}}""", """{"d":[]}""", true },
        { """{"d":{"a":[{"exists":false}]}}""", """{"d":[{"a":"x"}]}""", false },

        // Alternatives.
        { """{"$or":[{"a":["x"]},{"b":["y"]}]}""", """{"b":"y"}""", true },
        { """{"$or":[{"a":["x"]},{"b":["y"]}]}""", """{"a":"w","b":"z"}""", false },
        { """{"c":["z"],"$or":[{"a":["x"]},{"b":["y"]}]}""", """{"a":"x"}""", false },
        { """{"d":{"$or":[{"a":["x"]},{"b":["y"]}]}}""", """{"d":{"a":"x"}}""", true },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_pattern_takes_what_EventBridge_would(string pattern, string json, bool matches) =>
        EventPattern.Parse(JsonNode.Parse(pattern)!.AsObject()).Matches(JsonNode.Parse(json)!.AsObject()).ShouldBe(matches);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"a":"x"}""")]
    [InlineData("""{"a":[]}""")]
    [InlineData("""{"a":[["x"]]}""")]
    [InlineData("""{"a":[{"cidr":"10.0.0.0/8"}]}""")]
    [InlineData("""{"a":[{"prefix":"x","suffix":"y"}]}""")]
    [InlineData("""{"a":[{"prefix":1}]}""")]
    [InlineData("""{"a":[{"exists":"yes"}]}""")]
    [InlineData("""{"a":[{"numeric":[">"]}]}""")]
    [InlineData("""{"a":[{"numeric":["!",1]}]}""")]
    [InlineData("""{"a":[{"anything-but":[]}]}""")]
    [InlineData("""{"a":[{"wildcard":"x**"}]}""")]
    [InlineData("""{"a":[{"wildcard":"x\\y"}]}""")]
    [InlineData("""{"$or":[{"a":["x"]}]}""")]
    public void A_pattern_that_EventBridge_would_refuse_is_refused(string pattern) =>
        Should.Throw<FormatException>(() => EventPattern.Parse(JsonNode.Parse(pattern)!.AsObject()));
}
