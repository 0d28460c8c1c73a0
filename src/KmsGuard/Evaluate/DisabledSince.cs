using System.Globalization;
using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>Since when a key is disabled, as the tag <c>kmsguard:disabled-since</c> has it: KMS itself does not say.</summary>
public static class DisabledSince
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    private static readonly string[] Formats = [Format, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd"];

    /// <summary>The tag's value for a time.</summary>
    public static string ToTag(DateTimeOffset at) => at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads the tag; null where it is missing, is no date, or names a time before the key was created:
    /// such a mark proves nothing.</summary>
    public static DateTimeOffset? FromTags(IReadOnlyDictionary<string, string> tags, DateTimeOffset? createdAt) =>
        tags.TryGetValue(KeyTags.DisabledSince, out var value) && Parse(value) is { } at && !(at < createdAt?.AddSeconds(-1)) ? at : null;

    /// <summary>Since when it is proven that the key is disabled (UTC); null where its tags were not read, or prove nothing.</summary>
    public static DateTimeOffset? Proven(KeySnapshot key, KeyDescription description, DateTimeOffset now) =>
        key.Tags?.Value is { } tags && FromTags(tags, description.CreatedAt) is { } since && since <= now ? LaterUse(since, key) ?? since : null;

    /// <summary>Whether the key has been disabled for the days asked for.</summary>
    public static Check Check(KeySnapshot key, KeyDescription description, SweepOptions options, DateTimeOffset now)
    {
        const string name = "disabled for long enough";
        if (options.DisabledDays == 0)
        {
            return Evaluate.Check.Pass(name, "0 days asked for");
        }

        return Evaluate.Check.Of(name, key.Tags, tags =>
        {
            if (FromTags(tags, description.CreatedAt) is not { } since)
            {
                return Evaluate.Check.Fail(name, Reason.NotMarked, WhyNot(tags, description));
            }

            var evidence = $"tag {KeyTags.DisabledSince}={ToTag(since)}, from DisableKey or the first enforcing sweep";
            if (since > now)
            {
                return Evaluate.Check.Fail(name, Reason.Quarantine, $"{evidence}: that time is yet to come");
            }

            if (LaterUse(since, key) is { } used)
            {
                (since, evidence) = (used, $"{evidence}, but used on {ToTag(used)}");
            }

            var days = Math.Floor((now - since).TotalDays);
            return days >= options.DisabledDays
                ? Evaluate.Check.Pass(name, $"{evidence}: {days:0} days")
                : Evaluate.Check.Fail(name, Reason.Quarantine, $"{evidence}: {days:0} of {options.DisabledDays} days");
        });
    }

    // A use after the mark proves that the key was enabled in between, and nobody moved the mark.
    private static DateTimeOffset? LaterUse(DateTimeOffset since, KeySnapshot key) =>
        key.LastUsage?.Value?.UsedAt is { } used && used > since ? used : null;

    private static string WhyNot(IReadOnlyDictionary<string, string> tags, KeyDescription description) =>
        !tags.TryGetValue(KeyTags.DisabledSince, out var value) ? $"nobody knows since when: no tag {KeyTags.DisabledSince}"
        : $"the tag {KeyTags.DisabledSince}={Quote.Of(value, 60)} proves nothing: "
            + (Parse(value) is null ? "it is no time in UTC" : $"the key was created on {ToTag(description.CreatedAt!.Value)}");

    private static DateTimeOffset? Parse(string value) =>
        DateTimeOffset.TryParseExact(value, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null;
}
