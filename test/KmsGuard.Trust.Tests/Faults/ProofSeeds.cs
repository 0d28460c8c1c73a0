using System.Globalization;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>The seeds of a proof: as many as are usual, or those that <c>eng/prove</c> was asked for.</summary>
/// <param name="Seeds">The seeds.</param>
/// <param name="CoverAll">Whether they are enough to have met everything.</param>
internal sealed record ProofSeeds(IReadOnlyList<int> Seeds, bool CoverAll)
{
    private const string One = "KMSGUARD_PROOF_SEED", Many = "KMSGUARD_PROOF_SEEDS";

    /// <exception cref="FormatException">The environment asks for what is no number.</exception>
    public static ProofSeeds Of(int usual) => Of(usual, Environment.GetEnvironmentVariable);

    internal static ProofSeeds Of(int usual, Func<string, string?> environment)
    {
        var count = Read(environment, Many, 1);
        return Read(environment, One, int.MinValue) is { } only
            ? new([only], false)
            : new([.. Enumerable.Range(0, count ?? usual)], (count ?? usual) >= usual);
    }

    /// <summary>The command that plays a seed again.</summary>
    public static string Replay(int seed) => $"eng/prove faults --seed {seed}";

    private static int? Read(Func<string, string?> environment, string name, int least) => environment(name) switch
    {
        null or "" => null,
        var text when int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least => number,
        var text => throw new FormatException($"{name} is '{text}'; it must be a whole number from {least} to {int.MaxValue}."),
    };
}
