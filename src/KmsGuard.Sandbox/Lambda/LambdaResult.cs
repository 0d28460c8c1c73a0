namespace KmsGuard.Sandbox.Lambda;

/// <summary>How a function failed, in its own words or in Lambda's.</summary>
/// <param name="ErrorType">The exception's type, or Lambda's own: <c>Sandbox.Timedout</c>, <c>Runtime.ExitError</c>.</param>
/// <param name="ErrorMessage">What went wrong.</param>
/// <param name="StackTrace">Empty when the function sent none.</param>
public sealed record LambdaError(string ErrorType, string ErrorMessage, IReadOnlyList<string> StackTrace);

/// <summary>What an invocation came to: an answer or an error.</summary>
/// <param name="Payload">The function's answer as it sent it; null when it failed.</param>
/// <param name="Error">Why it failed; null when it answered.</param>
public sealed record LambdaResult(string? Payload, LambdaError? Error);
