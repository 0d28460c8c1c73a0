namespace KmsGuard.Report;

/// <summary>How much of a run a notice shows: counts are always whole, lists are not.</summary>
/// <param name="LastChance">Keys that are deleted within a week.</param>
/// <param name="Keys">Keys in each of the other lists.</param>
/// <param name="Examples">Keys for each reason to hold.</param>
/// <param name="Regions">Regions, and warnings.</param>
/// <param name="Line">The longest evidence, in UTF-16 units.</param>
internal sealed record NoticeSize(int LastChance, int Keys, int Examples, int Regions, int Line)
{
    /// <summary>A mail: below 200 KB even where everything is at its longest.</summary>
    public static readonly NoticeSize Mail = new(100, 25, 2, 60, 240);

    /// <summary>A chat message: 8,000 characters, so that what matters is not cut off.</summary>
    public static readonly NoticeSize Chat = new(8, 3, 1, 5, 120);
}
