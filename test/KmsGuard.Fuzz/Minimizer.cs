namespace KmsGuard.Fuzz;

/// <summary>Makes an input that breaks something smaller, as long as it breaks the same.</summary>
internal static class Minimizer
{
    private const int MostTrials = 4_000;

    /// <summary>The smallest that was found.</summary>
    public static byte[] Minimize(byte[] input, Predicate<byte[]> stillBreaks)
    {
        var trials = 0;
        for (var piece = Math.Max(1, input.Length / 2); piece >= 1; piece = piece == 1 ? 0 : piece / 2)
        {
            for (var at = 0; at < input.Length && trials < MostTrials;)
            {
                byte[] without = [.. input.AsSpan(0, at), .. input.AsSpan(Math.Min(input.Length, at + piece))];
                trials++;
                if (stillBreaks(without))
                {
                    input = without;
                }
                else
                {
                    at += piece;
                }
            }
        }

        return input;
    }
}
