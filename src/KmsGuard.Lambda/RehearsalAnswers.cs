using System.Net;
using System.Text;

namespace KmsGuard.Lambda;

/// <summary>The AWS of a rehearsal: one disabled key, and a topic without readers. It needs no network.</summary>
internal sealed class RehearsalAnswers : HttpMessageHandler
{
    /// <summary>The account that all of it is in: AWS's own example.</summary>
    public const string Account = "111122223333";

    /// <summary>The Region that all of it is in.</summary>
    public const string Region = "us-east-1";

    /// <summary>The topic.</summary>
    public const string Topic = $"arn:aws:sns:{Region}:{Account}:rehearsal";

    /// <summary>Somebody disables the key.</summary>
    public const string Event = $$"""
        {
          "version": "0", "id": "00000000-0000-4000-8000-000000000001", "detail-type": "AWS API Call via CloudTrail",
          "source": "aws.kms", "account": "{{Account}}", "time": "2026-01-01T00:00:00Z", "region": "{{Region}}", "resources": [],
          "detail": {
            "eventVersion": "1.11", "eventTime": "2026-01-01T00:00:00Z", "eventSource": "kms.amazonaws.com", "eventName": "DisableKey",
            "eventID": "00000000-0000-4000-8000-000000000002", "awsRegion": "{{Region}}", "recipientAccountId": "{{Account}}",
            "sourceIPAddress": "192.0.2.1", "userAgent": "rehearsal", "requestParameters": { "keyId": "{{KeyId}}" },
            "responseElements": { "keyId": "{{KeyArn}}" },
            "resources": [{ "accountId": "{{Account}}", "type": "AWS::KMS::Key", "ARN": "{{KeyArn}}" }],
            "userIdentity": {
              "type": "AssumedRole", "arn": "arn:aws:sts::{{Account}}:assumed-role/rehearsal/rehearsal", "accountId": "{{Account}}",
              "principalId": "AROAREHEARSAL:rehearsal",
              "sessionContext": {
                "sessionIssuer": {
                  "type": "Role", "arn": "arn:aws:iam::{{Account}}:role/rehearsal", "accountId": "{{Account}}", "userName": "rehearsal"
                }
              }
            }
          }
        }
        """;

    private const string KeyId = "00000000-0000-4000-8000-000000000000", KeyArn = $"arn:aws:kms:{Region}:{Account}:key/{KeyId}";

    // What every read of a key answers, in one: the SDK leaves out what is not a read's own.
    private const string Key = $$"""
        {
          "KeyId": "{{KeyArn}}", "Truncated": false,
          "KeyMetadata": {
            "Arn": "{{KeyArn}}", "KeyId": "{{KeyId}}", "AWSAccountId": "{{Account}}", "KeyManager": "CUSTOMER", "KeyState": "Disabled",
            "Enabled": false, "KeySpec": "SYMMETRIC_DEFAULT", "KeyUsage": "ENCRYPT_DECRYPT", "Origin": "AWS_KMS", "MultiRegion": false,
            "CreationDate": 1735689600.0, "Description": "", "EncryptionAlgorithms": ["SYMMETRIC_DEFAULT"]
          },
          "Aliases": [{ "AliasName": "alias/rehearsal", "AliasArn": "arn:aws:kms:{{Region}}:{{Account}}:alias/rehearsal", "TargetKeyId": "{{KeyId}}" }],
          "Tags": [{ "TagKey": "owner", "TagValue": "rehearsal" }],
          "KeyRotationEnabled": true, "RotationPeriodInDays": 365, "NextRotationDate": 1767225600.0,
          "Grants": [{
            "KeyId": "{{KeyArn}}", "GrantId": "0", "GranteePrincipal": "arn:aws:iam::{{Account}}:role/rehearsal",
            "IssuingAccount": "arn:aws:iam::{{Account}}:root", "CreationDate": 1735689600.0, "Operations": ["Decrypt"]
          }],
          "KeyLastUsage": { "Operation": "Decrypt", "Timestamp": 1767225500.0, "CloudTrailEventId": "00000000-0000-4000-8000-000000000003" },
          "TrackingStartDate": 1735689600.0, "KeyCreationDate": 1735689600.0
        }
        """;

    private const string Published = """
        <PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">
          <PublishResult><MessageId>00000000-0000-4000-8000-000000000004</MessageId></PublishResult>
          <ResponseMetadata><RequestId>00000000-0000-4000-8000-000000000005</RequestId></ResponseMetadata>
        </PublishResponse>
        """;

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Later, as from a network: what an answer is waited for with is compiled only where it is waited for.
        await Task.Yield();
        // Of the two services only KMS names its operations in a header.
        var kms = request.Headers.Contains("X-Amz-Target");
        var answer = new HttpResponseMessage(HttpStatusCode.OK)
        {
            RequestMessage = request,
            Content = new StringContent(kms ? Key : Published, Encoding.UTF8, kms ? "application/x-amz-json-1.1" : "text/xml"),
        };
        answer.Headers.Add("x-amzn-RequestId", "00000000-0000-4000-8000-000000000005");
        return answer;
    }
}
