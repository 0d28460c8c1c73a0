using System.Net;
using Amazon.Runtime;

namespace Amazon.SimpleNotificationService;

/// <summary>SNS answered with an error; <see cref="AmazonServiceException.ErrorCode"/> is SNS's own, such as NotFound.</summary>
public class AmazonSimpleNotificationServiceException : AmazonServiceException
{
    public AmazonSimpleNotificationServiceException(string message)
        : base(message)
    {
    }

    public AmazonSimpleNotificationServiceException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    public AmazonSimpleNotificationServiceException(
        string message, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, errorType, errorCode, requestId, statusCode)
    {
    }

    public AmazonSimpleNotificationServiceException(
        string message, Exception innerException, ErrorType errorType, string errorCode, string requestId, HttpStatusCode statusCode)
        : base(message, innerException, errorType, errorCode, requestId, statusCode)
    {
    }
}
