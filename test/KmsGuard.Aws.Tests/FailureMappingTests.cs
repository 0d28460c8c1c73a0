using System.Net;
using System.Net.Sockets;
using Amazon.KeyManagementService;
using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using KmsGuard.Detect;

namespace KmsGuard.Aws.Tests;

public sealed class FailureMappingTests
{
    [Theory]
    [InlineData("AccessDeniedException", FailureKind.AccessDenied)]
    [InlineData("AccessDenied", FailureKind.AccessDenied)]
    [InlineData("AuthorizationError", FailureKind.AccessDenied)]
    [InlineData("ThrottlingException", FailureKind.Throttled)]
    [InlineData("LimitExceededException", FailureKind.Service)]
    [InlineData("NotFoundException", FailureKind.NotFound)]
    [InlineData("NotFound", FailureKind.NotFound)]
    [InlineData("KMSInvalidStateException", FailureKind.InvalidState)]
    [InlineData("DisabledException", FailureKind.InvalidState)]
    [InlineData("UnrecognizedClientException", FailureKind.UnknownCredentials)]
    [InlineData("InvalidClientTokenId", FailureKind.UnknownCredentials)]
    [InlineData("ExpiredToken", FailureKind.Credentials)]
    [InlineData("ExpiredTokenException", FailureKind.Credentials)]
    [InlineData("InvalidSignatureException", FailureKind.Credentials)]
    [InlineData("MissingAuthenticationToken", FailureKind.Credentials)]
    [InlineData("RegionDisabledException", FailureKind.UnknownCredentials)]
    [InlineData("UnsupportedOperationException", FailureKind.Service)]
    [InlineData("KMSInternalException", FailureKind.Service)]
    [InlineData("accessdeniedexception", FailureKind.Service)]
    [InlineData("", FailureKind.Service)]
    [InlineData(null, FailureKind.Service)]
    public void An_error_code_decides_the_kind(string? code, FailureKind expected)
    {
        var exception = new AmazonKeyManagementServiceException("because") { ErrorCode = code };

        var failure = FailureMapping.From("DescribeKey", exception);

        failure.Kind.ShouldBe(expected);
        failure.Operation.ShouldBe("DescribeKey");
        failure.Code.ShouldBe(code is { Length: > 0 } ? code : nameof(AmazonKeyManagementServiceException));
        failure.Message.ShouldBe("because");
    }

    public static TheoryData<Exception, FailureKind, string> Others => new()
    {
        { new AmazonClientException("Failed to resolve AWS credentials."), FailureKind.Credentials, "AmazonClientException" },
        { new ProfileNotFoundException("no such profile"), FailureKind.Credentials, "ProfileNotFoundException" },
        { new HttpRequestException("refused", new SocketException(111)), FailureKind.Service, "HttpRequestException" },
        { new HttpRequestException(HttpRequestError.ConnectionError, "refused", new SocketException(111)), FailureKind.Service, "ConnectionError" },
        { new HttpRequestException(HttpRequestError.NameResolutionError, "no such host"), FailureKind.Service, "NameResolutionError" },
        { new HttpRequestException("slow", new TimeoutException()), FailureKind.Service, "TimeoutException" },
        { new TaskCanceledException("not by the caller"), FailureKind.Service, "TaskCanceledException" },
        { new AmazonUnmarshallingException("x", "/", new FormatException("y")), FailureKind.Service, "AmazonUnmarshallingException" },
        { new AmazonKeyManagementServiceException("x") { StatusCode = HttpStatusCode.BadGateway }, FailureKind.Service, "Http502" },
        { new AmazonKeyManagementServiceException("x") { ErrorCode = " \r\n" }, FailureKind.Service, "AmazonKeyManagementServiceException" },
        { new AmazonKeyManagementServiceException("x") { ErrorCode = "\u202e" }, FailureKind.Service, "AmazonKeyManagementServiceException" },
        { new InvalidOperationException("our own mistake"), FailureKind.Service, "InvalidOperationException" },
    };

    [Theory]
    [MemberData(nameof(Others))]
    public void What_has_no_error_code_still_has_a_kind_and_a_name(Exception exception, FailureKind kind, string code)
    {
        var failure = FailureMapping.From("ListKeys", exception);

        failure.Kind.ShouldBe(kind);
        failure.Code.ShouldBe(code);
        failure.Message.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_failure_that_is_known_already_stays_as_it_is()
    {
        var failure = new Failure(FailureKind.Throttled, "ListGrants", "ThrottlingException", "slow down");

        FailureMapping.From("AssumeRole", new FailureException(failure)).ShouldBeSameAs(failure);
    }
}
