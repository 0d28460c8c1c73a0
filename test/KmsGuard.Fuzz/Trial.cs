using System.Diagnostics;
using System.Text.RegularExpressions;

namespace KmsGuard.Fuzz;

/// <summary>One input, tried.</summary>
/// <param name="Broken">What it broke, the same for every input that breaks the same; null for nothing.</param>
/// <param name="Trouble">What was thrown; null for nothing.</param>
public sealed partial record Trial(string? Broken, Exception? Trouble)
{
    /// <summary>Tries an input.</summary>
    public static Trial Of(Target target, byte[] input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            target.Run(input);
            var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Hold.That(allocated <= target.MaxAllocated(input.Length), "the memory is bounded by the length of the input", $"{allocated} bytes for {input.Length}");
            return new(null, null);
        }
        catch (Exception e)
        {
            return new(SignatureOf(e), e);
        }
    }

    // A rule by its name; anything else by its type and the first place of ours that it came through.
    private static string SignatureOf(Exception trouble) => trouble is FindingException finding
        ? Numbers().Replace(finding.Rule, "N")
        : $"{trouble.GetType().Name} in {new StackTrace(trouble).GetFrames().Select(frame => frame.GetMethod()).FirstOrDefault(IsOurs)?.Name ?? "no code of ours"}";

    private static bool IsOurs(System.Reflection.MethodBase? method) =>
        method?.DeclaringType?.Namespace is { } name && name.StartsWith("KmsGuard", StringComparison.Ordinal) && !name.StartsWith("KmsGuard.Fuzz", StringComparison.Ordinal);

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
