using System.Net;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.SimpleNotificationService.Internal;

/// <summary>The XML of a PublishResponse, or of an ErrorResponse.</summary>
internal sealed class PublishUnmarshaller : XmlResponseUnmarshaller
{
    public static PublishUnmarshaller Instance { get; } = new();

    public override AmazonWebServiceResponse Unmarshall(XmlUnmarshallerContext input)
    {
        var response = new PublishResponse();
        while (input.Read())
        {
            if (!input.IsStartElement)
                continue;

            if (input.TestExpression("PublishResult/MessageId"))
                response.MessageId = StringUnmarshaller.Instance.Unmarshall(input);
            else if (input.TestExpression("PublishResult/SequenceNumber"))
                response.SequenceNumber = StringUnmarshaller.Instance.Unmarshall(input);
            else if (input.TestExpression("ResponseMetadata/RequestId"))
                response.ResponseMetadata = new ResponseMetadata { RequestId = StringUnmarshaller.Instance.Unmarshall(input) };
        }

        return response;
    }

    public override AmazonServiceException UnmarshallException(
        XmlUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var error = XmlErrorResponseUnmarshaller.GetInstance().Unmarshall(input);
        return new AmazonSimpleNotificationServiceException(
            error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
