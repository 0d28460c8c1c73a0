using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Remediate;

/// <summary>Keeps the tag <c>kmsguard:disabled-since</c> true as events arrive. Decides only.</summary>
public static class QuarantineMark
{
    // EventBridge tries for a day and Lambda for six hours more. An older time is not AWS's: whoever may invoke the function
    // could shorten a quarantine with it.
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(2);

    /// <summary>What to do to the tag; null for nothing. The event is a hint: the key's state as it was read must agree.</summary>
    public static KeyAction? For(KeyEvent happened, KeySnapshot key, DateTimeOffset now)
    {
        if (happened.Refused || key.Tags?.Value is not { } tags)
        {
            return null;
        }

        tags.TryGetValue(KeyTags.DisabledSince, out var before);
        return (happened.Kind, key.Description?.Value?.State) switch
        {
            (KeyEventKind.KeyDisabled, KeyState.Disabled) => Mark(),
            (KeyEventKind.KeyEnabled, KeyState.Enabled) when before is not null => new KeyAction.UntagResource(KeyTags.DisabledSince, before),
            _ => null,
        };

        // Never into the future, never far into the past, and never back in time: events come late and more than once.
        KeyAction.TagResource? Mark()
        {
            var since = happened.At is { } at && at < now && now - at < MaxAge ? at : now;
            return DisabledSince.FromTags(tags, null) is { } known && known >= since.AddSeconds(-1)
                ? null
                : new(KeyTags.DisabledSince, DisabledSince.ToTag(since), before);
        }
    }
}
