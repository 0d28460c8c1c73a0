using System.Text.Json.Serialization;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Remediate;

namespace KmsGuard.Report;

/// <summary>One key in the ledger.</summary>
/// <param name="Arn">The key.</param>
/// <param name="State">Its state; null when unknown.</param>
/// <param name="Outcome">The outcome.</param>
/// <param name="Rule"><c>rotation</c>, <c>deletion</c> or null.</param>
/// <param name="Action">The API operation that is due or was done; null for none.</param>
/// <param name="Reasons">Every reason, by its stable name.</param>
/// <param name="Detail">The evidence in words.</param>
public sealed record KeyReport(
    string Arn, KeyState? State, Outcome Outcome, string? Rule, string? Action, IReadOnlyList<string> Reasons, string Detail)
{
    // KMS's own limit (AWS: "CreateAlias").
    private const int MaxAlias = 256;

    /// <summary>Its aliases, <c>alias/</c> included; null for none, and where they could not be read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Aliases { get; init; }

    /// <summary>When KMS will delete it (UTC); null when it will not, or when that is not known, as while replicas are left.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DeletionDate { get; init; }

    /// <summary>Days until then when it was looked at, begun days counted; null where there is no date.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? DaysLeft { get; init; }

    /// <summary>Since when it is disabled, by what proves it (UTC); null for keys that are not, and where nothing does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? DisabledSince { get; init; }

    /// <summary>Whether it rotates by itself, after the run; null for keys that cannot, and where that was not read.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? Rotates { get; init; }

    /// <summary>The names that people know it by, a few, fit to be shown; empty for none.</summary>
    [JsonIgnore]
    public string Names => Aliases is { } aliases ? Quote.Few(aliases) : "";

    /// <summary>Whether it is to be deleted, at a date or once its replicas are gone.</summary>
    [JsonIgnore]
    public bool IsPendingDeletion => State?.IsPendingDeletion() == true;

    /// <summary>Whether it is deleted within seven days: the shortest waiting period that KMS has.</summary>
    [JsonIgnore]
    public bool IsLastChance => DaysLeft <= SweepOptions.MinWindowDays && IsPendingDeletion;

    /// <summary>The entry that a decision amounts to.</summary>
    public static KeyReport Of(Decision decision, DateTimeOffset now) => new(
        decision.Arn.ToString(), decision.State, decision.Outcome, decision.Rule, decision.Action?.Operation, decision.Reasons, decision.Detail)
    {
        Aliases = decision.Aliases.Count > 0 ? [.. decision.Aliases.Select(alias => Quote.Of(alias, MaxAlias))] : null,
        DeletionDate = decision.DeletionDate,
        DaysLeft = decision.DeletionDate is { } date ? Decision.DaysLeft(date, now) : null,
        DisabledSince = decision.DisabledSince,
        Rotates = decision is { Outcome: Outcome.Changed, Action: KeyAction.EnableKeyRotation } ? true : decision.Rotates,
    };
}
