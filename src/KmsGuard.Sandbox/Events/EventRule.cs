using System.Text.Json.Nodes;

namespace KmsGuard.Sandbox.Events;

/// <summary>A rule on an event bus.</summary>
/// <param name="Name">Its logical name in the template.</param>
/// <param name="State">ENABLED, ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS or DISABLED.</param>
/// <param name="Pattern">What it takes.</param>
/// <param name="Targets">The logical names of the functions that it invokes.</param>
public sealed record EventRule(string Name, string State, EventPattern Pattern, IReadOnlyList<string> Targets)
{
    private const string WithReadOnly = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

    /// <summary>The logical name of its bus; null for the default one, the only one that AWS services send events to.</summary>
    public string? Bus { get; init; }

    /// <summary>Whether a successful read-only call can match: only then is its event worth building.</summary>
    internal bool TakesSuccessfulReads { get; } =
        State == WithReadOnly && !Pattern.Requires("detail", "errorCode") && !Pattern.Requires("detail", "errorMessage");

    /// <summary>Whether the rule takes the event; read-only ones come only to the state that asks for them.</summary>
    public bool Takes(JsonObject json) => State switch
    {
        WithReadOnly => true,
        "ENABLED" => !IsReadOnly(json),
        _ => false,
    } && Pattern.Matches(json);

    private static bool IsReadOnly(JsonObject json) =>
        json["detail"] is JsonObject detail
        && detail["readOnly"] is JsonValue value
        && value.TryGetValue<bool>(out var readOnly)
        && readOnly;
}
