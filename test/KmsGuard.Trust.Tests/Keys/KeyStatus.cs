namespace KmsGuard.Trust.Tests.Keys;

/// <summary>What stands of a key at one moment.</summary>
/// <param name="State">The KeyState.</param>
/// <param name="RotationDays">The rotation period; null when it does not rotate, or is not enabled.</param>
/// <param name="WindowDays">The waiting period of a deletion; null when none is scheduled.</param>
/// <param name="Tags">Its tags.</param>
internal sealed record KeyStatus(string State, int? RotationDays, int? WindowDays, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>Whether it carries a hold.</summary>
    public bool Held => Tags.ContainsKey("kmsguard:hold");

    /// <summary>The run whose tag it carries; null for none.</summary>
    public string? Run => Tags.GetValueOrDefault("kmsguard:run");

    /// <summary>Everything, in one text.</summary>
    public override string ToString() => Text(tag => $"{tag.Key}={tag.Value}");

    /// <summary>Everything but what is of a run's own: of the tags that were written, which there are and not what they say.</summary>
    public string Outline(KeyStatus before) => Text(tag =>
        before.Tags.TryGetValue(tag.Key, out var value) && value == tag.Value ? $"{tag.Key}={value}" : $"{tag.Key} written");

    private string Text(Func<KeyValuePair<string, string>, string> write) =>
        $"{State}, rotates {RotationDays?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "not"}, window {WindowDays}, "
        + string.Join(", ", Tags.OrderBy(tag => tag.Key, StringComparer.Ordinal).Select(write));
}
