namespace KmsGuard.Detect;

/// <summary>A fact that was asked for: either its value, or why it could not be read.</summary>
public sealed record Reading<T>
    where T : class
{
    internal Reading(T? value, Failure? failure) => (Value, Failure) = (value, failure);

    /// <summary>The fact; null when it could not be read.</summary>
    public T? Value { get; }

    /// <summary>Why it could not be read; null when it was.</summary>
    public Failure? Failure { get; }
}

/// <summary>Makes readings.</summary>
public static class Reading
{
    /// <summary>A fact that was read.</summary>
    public static Reading<T> Of<T>(T value)
        where T : class => new(value, null);

    /// <summary>A fact that could not be read.</summary>
    public static Reading<T> Failed<T>(Failure failure)
        where T : class => new(null, failure);
}
