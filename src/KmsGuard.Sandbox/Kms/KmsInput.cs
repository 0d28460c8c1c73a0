using System.Globalization;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Reads parameters, which may be anything that a client cares to send.</summary>
internal static class KmsInput
{
    /// <summary>The answers' form of a time: seconds since 1970, to the millisecond.</summary>
    public static JsonNode Epoch(this DateTimeOffset time) => JsonValue.Create(time.ToUnixTimeMilliseconds() / 1000.0);

    extension(JsonObject input)
    {
        public string? Text(string name) =>
            !input.Has(name) ? null
            : input[name] is JsonValue value && value.TryGetValue<string>(out var text) ? text
            : throw Unreadable(name);

        public string RequiredText(string name) =>
            input.Text(name) is { Length: > 0 } text ? text : throw KmsErrors.Missing(name);

        /// <exception cref="AwsException">Longer than allowed.</exception>
        public string? Text(string name, int maxLength) => input.Text(name) switch
        {
            { } text when text.Length > maxLength =>
                throw KmsErrors.TooLong(name, maxLength),
            var text => text,
        };

        public bool Flag(string name) => input.Has(name)
            && (input[name] is JsonValue value && value.TryGetValue<bool>(out var flag) ? flag : throw Unreadable(name));

        /// <summary>A whole number between two limits, or the default.</summary>
        public int Number(string name, int least, int most, int otherwise)
        {
            if (!input.Has(name))
            {
                return otherwise;
            }

            // Read from its text: a value that was made in this process gives itself away as one type of number only.
            if (!long.TryParse(input[name]!.ToJsonString(), CultureInfo.InvariantCulture, out var number))
            {
                throw Unreadable(name);
            }

            return number >= least && number <= most
                ? (int)number
                : throw KmsErrors.Constraint($"'{number}'", name, $"Member must be between {least} and {most} (inclusive)");
        }

        /// <exception cref="AwsException">Absent, or longer than allowed, or not base64.</exception>
        public byte[] Blob(string name, int maxLength)
        {
            byte[] blob;
            try
            {
                blob = Convert.FromBase64String(input.RequiredText(name));
            }
            catch (FormatException)
            {
                throw Unreadable(name);
            }

            return blob.Length <= maxLength
                ? blob
                : throw KmsErrors.TooLong(name, maxLength);
        }

        public IReadOnlyList<string> Texts(string name) => [.. input.Items(name).Select(item =>
            item is JsonValue value && value.TryGetValue<string>(out var text) ? text : throw Unreadable(name))];

        public IReadOnlyList<JsonNode?> Items(string name) => input.Has(name)
            ? [.. input[name] as JsonArray ?? throw Unreadable(name)]
            : [];

        public JsonObject? Structure(string name) => input.Has(name) ? input[name] as JsonObject ?? throw Unreadable(name) : null;

        private bool Has(string name) => input[name] is not null;
    }

    private static AwsException Unreadable(string name) =>
        new("SerializationException", $"The value of {name} is not of the type that the operation takes.");
}
