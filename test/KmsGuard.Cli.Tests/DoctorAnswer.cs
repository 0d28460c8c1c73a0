namespace KmsGuard.Cli.Tests;

/// <summary>What a doctor said as JSON.</summary>
internal static class DoctorAnswer
{
    /// <summary>Its checks, in their order.</summary>
    public static List<(string Area, string Status, string What, string? Try)> Checks(Answer answer) => [.. answer.Json.GetProperty("checks").EnumerateArray().Select(check => (
        check.GetProperty("area").GetString()!, check.GetProperty("status").GetString()!, check.GetProperty("what").GetString()!,
        check.TryGetProperty("try", out var todo) ? todo.GetString() : null))];
}
