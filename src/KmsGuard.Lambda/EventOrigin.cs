using System.Text.Json;
using Amazon.Lambda.CloudWatchEvents;

namespace KmsGuard.Lambda;

/// <summary>Where an event comes from, for the log. What the envelope does not tell is empty.</summary>
/// <param name="Id">EventBridge's id.</param>
/// <param name="DetailType">Its detail-type.</param>
/// <param name="Account">Twelve digits.</param>
/// <param name="Region">The Region.</param>
internal sealed record EventOrigin(string Id, string DetailType, string Account, string Region)
{
    /// <summary>Reads the envelope. One that does not fit gives nothing and stops nothing.</summary>
    public static EventOrigin Read(JsonElement input)
    {
        var envelope = Envelope(input);
        return new(envelope?.Id ?? "", envelope?.DetailType ?? "", envelope?.Account ?? "", envelope?.Region ?? "");
    }

    private static CloudWatchEvent<JsonElement>? Envelope(JsonElement input)
    {
        try
        {
            return input.ValueKind == JsonValueKind.Object ? input.Deserialize(FunctionJson.Default.CloudWatchEventJsonElement) : null;
        }
        catch (Exception)
        {
            // The alert has been given already, by a reader that trusts no shape; this one is only for the log.
            return null;
        }
    }
}
