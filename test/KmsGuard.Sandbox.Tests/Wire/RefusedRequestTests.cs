using System.Net;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace KmsGuard.Sandbox.Tests.Wire;

public sealed class RefusedRequestTests
{
    public static TheoryData<string?, string> BadSignatures() => new()
    {
        { null, "MissingAuthenticationToken" },
        { "", "MissingAuthenticationToken" },
        { "Bearer abc", "IncompleteSignature" },
        { "AWS4-HMAC-SHA256 nonsense", "IncompleteSignature" },
        { "AWS4-HMAC-SHA256 Credential=A/20261101/us-east-1/kms/aws4_request, SignedHeaders=host", "IncompleteSignature" },
        { "AWS4-HMAC-SHA256 Credential=A/20261101/us-east-1/aws4_request, SignedHeaders=host, Signature=0", "IncompleteSignature" },
        { "AWS4-HMAC-SHA256 Credential=/20261101/us-east-1/kms/aws4_request, SignedHeaders=host, Signature=0", "IncompleteSignature" },
    };

    [Theory]
    [MemberData(nameof(BadSignatures))]
    public async Task A_request_without_a_proper_signature_is_refused_in_both_protocols(string? authorization, string code)
    {
        await using var aws = await AwsSandbox.StartAsync();

        var json = await RawRequest.JsonAsync(aws, authorization, "TrentService.ListKeys", "{}");
        var query = await RawRequest.QueryAsync(aws, authorization, ("Action", "GetCallerIdentity"));

        json.Status.ShouldBe(HttpStatusCode.Forbidden);
        JsonNode.Parse(json.Body)!["__type"]!.ToString().ShouldBe(code + "Exception");
        query.Status.ShouldBe(HttpStatusCode.Forbidden);
        Code(query.Body).ShouldBe(code);
        aws.Calls.Snapshot().ShouldBeEmpty();
    }

    public static TheoryData<string, string, string> BadJson() => new()
    {
        { "TrentService.DescribeKey", "{", "SerializationException" },
        { "TrentService.DescribeKey", "[]", "SerializationException" },
        { "TrentService.DescribeKey", """{"KeyId":"a","KeyId":"b"}""", "SerializationException" },
        { "TrentService.DescribeKey", new string('[', 5000), "SerializationException" },
        { "TrentService.InventKey", "{}", "UnknownOperationException" },
        { "DynamoDB_20120810.ListTables", "{}", "UnknownOperationException" },
    };

    [Theory]
    [MemberData(nameof(BadJson))]
    public async Task A_malformed_KMS_request_is_refused_with_its_error(string target, string body, string code)
    {
        await using var aws = await AwsSandbox.StartAsync();

        var answer = await RawRequest.JsonAsync(aws, RawRequest.Signature("kms"), target, body);

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(answer.Body)!["__type"]!.ToString().ShouldBe(code);
    }

    [Theory]
    [InlineData("sns", "Action", "Subscribe", "InvalidAction")]
    [InlineData("sts", "Action", "GetSessionToken", "InvalidAction")]
    [InlineData("sts", "Version", "2011-06-15", "MissingAction")]
    [InlineData("s3", "Action", "ListBuckets", "UnknownOperationException")]
    public async Task A_query_for_nothing_the_sandbox_has_is_refused(string service, string field, string value, string code)
    {
        await using var aws = await AwsSandbox.StartAsync();

        var answer = await RawRequest.QueryAsync(aws, RawRequest.Signature(service), (field, value));

        answer.Status.ShouldBe(HttpStatusCode.BadRequest);
        Code(answer.Body).ShouldBe(code);
    }

    [Fact]
    public async Task An_error_that_quotes_what_XML_cannot_hold_is_still_XML()
    {
        await using var aws = await AwsSandbox.StartAsync();

        var answer = await RawRequest.QueryAsync(aws, RawRequest.Signature("sts"), ("Action", "A\u0001\uFFFE<b>"));

        Code(answer.Body).ShouldBe("InvalidAction");
    }

    private static string? Code(string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        return root.Element(root.Name.Namespace + "Error")?.Element(root.Name.Namespace + "Code")?.Value;
    }
}
