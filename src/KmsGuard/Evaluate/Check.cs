using KmsGuard.Detect;

namespace KmsGuard.Evaluate;

/// <summary>How a check came out.</summary>
public enum CheckResult
{
    /// <summary>Nothing stands in the way.</summary>
    Passed,

    /// <summary>This stands in the way.</summary>
    Failed,

    /// <summary>It could not be read, which stands in the way too: a deletion fails closed.</summary>
    Unread,

    /// <summary>Not asked yet: its answer would cost more than the others, or no longer matters.</summary>
    NotAsked,
}

/// <summary>One check of one key.</summary>
/// <param name="Name">What is checked, for people.</param>
/// <param name="Result">How it came out.</param>
/// <param name="Reason">Why it holds the key, one of <see cref="Evaluate.Reason"/>; null when it does not.</param>
/// <param name="Evidence">What was seen; empty where the name says it all.</param>
public sealed record Check(string Name, CheckResult Result, string? Reason, string Evidence)
{
    /// <summary>A check that holds nothing.</summary>
    public static Check Pass(string name, string evidence) => new(name, CheckResult.Passed, null, evidence);

    /// <summary>A check that holds the key.</summary>
    public static Check Fail(string name, string reason, string evidence) => new(name, CheckResult.Failed, reason, evidence);

    /// <summary>A check of a fact: not asked, unread, or judged.</summary>
    public static Check Of<T>(string name, Reading<T>? reading, Func<T, Check> judge)
        where T : class => reading switch
        {
            null => new(name, CheckResult.NotAsked, null, "not asked"),
            { Value: { } value } => judge(value),
            _ => new(name, CheckResult.Unread, Evaluate.Reason.Of(reading.Failure!), Quote.Of($"could not be read: {reading.Failure}", 400)),
        };
}
