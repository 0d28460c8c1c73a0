using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Remediate;

/// <summary>What a sweep found and did in one account and Region.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Region">The Region.</param>
/// <param name="Failure">Why it could not be read to the end; null when it was.</param>
/// <param name="Next">Where a following slice goes on; null when nothing is left.</param>
/// <param name="Listed">Keys that ListKeys gave, counted as they came: the entries have to add up to them.</param>
/// <param name="Keys">One entry a key.</param>
/// <param name="BreakerOpen">Whether more deletions were due than allowed.</param>
/// <param name="MatchedGlobs">The exempt globs that matched some alias here.</param>
/// <param name="Calls">API calls by operation.</param>
/// <param name="Throttled">How many of them were throttled.</param>
public sealed record RegionResult(
    string Account,
    string Region,
    Failure? Failure,
    string? Next,
    int Listed,
    IReadOnlyList<KeyReport> Keys,
    bool BreakerOpen,
    IReadOnlyCollection<Glob> MatchedGlobs,
    IReadOnlyDictionary<string, int> Calls,
    int Throttled);
