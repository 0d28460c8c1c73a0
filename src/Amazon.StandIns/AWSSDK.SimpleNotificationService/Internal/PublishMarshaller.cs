using Amazon.Runtime;
using Amazon.Runtime.Internal;
using Amazon.Runtime.Internal.Transform;
using Amazon.SimpleNotificationService.Model;

namespace Amazon.SimpleNotificationService.Internal;

/// <summary>Publish in the AWS query protocol: a form with one field a value, maps as numbered name and value pairs.</summary>
internal sealed class PublishMarshaller : IMarshaller<IRequest, AmazonWebServiceRequest>
{
    public static PublishMarshaller Instance { get; } = new();

    public IRequest Marshall(AmazonWebServiceRequest input)
    {
        var publish = (PublishRequest)input;
        var request = new DefaultRequest(publish, "Amazon.SimpleNotificationService");
        var form = request.Parameters;

        form["Action"] = "Publish";
        form["Version"] = "2010-03-31";
        Set(form, "TopicArn", publish.TopicArn);
        Set(form, "Message", publish.Message);
        Set(form, "Subject", publish.Subject);
        Set(form, "MessageStructure", publish.MessageStructure);
        Set(form, "MessageGroupId", publish.MessageGroupId);
        Set(form, "MessageDeduplicationId", publish.MessageDeduplicationId);

        foreach (var (index, (name, value)) in (publish.MessageAttributes ?? []).Index())
        {
            var entry = $"MessageAttributes.entry.{index + 1}";
            Set(form, $"{entry}.Name", name);
            Set(form, $"{entry}.Value.DataType", value.DataType);
            Set(form, $"{entry}.Value.StringValue", value.StringValue);
            Set(form, $"{entry}.Value.BinaryValue", Base64(value.BinaryValue));
        }

        return request;
    }

    private static void Set(IDictionary<string, string> form, string field, string value)
    {
        if (value is not null)
            form[field] = value;
    }

    private static string Base64(MemoryStream value) => value is null ? null : Convert.ToBase64String(value.ToArray());
}
