using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Amazon.Lambda.CloudWatchEvents;
using Amazon.Lambda.Serialization.SystemTextJson;

namespace Amazon.StandIns.Tests.Lambda;

public sealed partial class SourceGeneratorLambdaJsonSerializerTests
{
    private readonly SourceGeneratorLambdaJsonSerializer<TestJson> _serializer = new();

    [Fact]
    public void An_eventbridge_event_is_read_with_its_detail()
    {
        var read = Read<CloudWatchEvent<Detail>>(
            """
            {"version":"0","id":"e-1","detail-type":"AWS API Call via CloudTrail","source":"aws.kms","account":"111122223333",
             "time":"2026-07-01T10:20:30Z","region":"us-east-1","resources":["arn:aws:kms:us-east-1:111122223333:key/k"],
             "detail":{"eventName":"DisableKey"}}
            """);

        read.Version.ShouldBe("0");
        read.Id.ShouldBe("e-1");
        read.DetailType.ShouldBe("AWS API Call via CloudTrail");
        read.Source.ShouldBe("aws.kms");
        read.Account.ShouldBe("111122223333");
        read.Time.ShouldBe(new DateTime(2026, 7, 1, 10, 20, 30, DateTimeKind.Utc));
        read.Time.Kind.ShouldBe(DateTimeKind.Utc);
        read.Region.ShouldBe("us-east-1");
        read.Resources.ShouldBe(["arn:aws:kms:us-east-1:111122223333:key/k"]);
        read.Detail.EventName.ShouldBe("DisableKey");
    }

    [Fact]
    public void A_response_keeps_the_names_as_declared_leaves_out_nulls_and_escapes_no_html() =>
        Written(_serializer, new Answer("<ä&b>", null)).ShouldBe("""{"Text":"<ä&b>"}""");

    [Fact]
    public void The_options_can_be_changed_but_those_of_the_context_do_not_count() =>
        Written(new(options => options.PropertyNamingPolicy = JsonNamingPolicy.KebabCaseLower), new Answer("t", 7))
            .ShouldBe("""{"text":"t","some-number":7}""");

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("""{"eventName":7}""")]
    [InlineData("[]")]
    public void A_payload_that_does_not_fit_says_for_what(string payload)
    {
        var error = Should.Throw<JsonSerializerException>(() => Read<Detail>(payload));

        error.Message.ShouldContain("Error converting the Lambda event JSON payload to type");
        error.Message.ShouldContain(typeof(Detail).FullName!);
        error.InnerException.ShouldBeOfType<JsonException>();
    }

    [Fact]
    public void A_type_outside_the_context_is_named()
    {
        Should.Throw<JsonSerializerException>(() => Read<Version>("{}")).Message.ShouldContain("No JsonTypeInfo registered");
        Should.Throw<JsonSerializerException>(() => Written(_serializer, new Version(1, 2))).Message.ShouldContain("System.Version");
    }

    private T Read<T>(string json) => _serializer.Deserialize<T>(new MemoryStream(Encoding.UTF8.GetBytes(json)));

    private static string Written<T>(SourceGeneratorLambdaJsonSerializer<TestJson> serializer, T value)
    {
        var stream = new MemoryStream();
        serializer.Serialize(value, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    internal sealed record Detail(string EventName);

    internal sealed record Answer(string Text, int? SomeNumber);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseUpper)]
    [JsonSerializable(typeof(CloudWatchEvent<Detail>))]
    [JsonSerializable(typeof(Answer))]
    internal sealed partial class TestJson : JsonSerializerContext;
}
