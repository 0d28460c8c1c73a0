namespace KmsGuard.Evaluate;

/// <summary>How far two texts are apart.</summary>
public static class EditDistance
{
    /// <summary>How many characters have to be put in, left out, replaced, or swapped with their neighbour
    /// to make one text of the other.</summary>
    public static int Between(string a, string b)
    {
        var rows = new int[a.Length + 1][];
        for (var i = 0; i <= a.Length; i++)
        {
            rows[i] = new int[b.Length + 1];
            for (var j = 0; j <= b.Length; j++)
            {
                rows[i][j] = i == 0 || j == 0 ? i + j : Math.Min(
                    Math.Min(rows[i - 1][j], rows[i][j - 1]) + 1,
                    rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    rows[i][j] = Math.Min(rows[i][j], rows[i - 2][j - 2] + 1);
                }
            }
        }

        return rows[a.Length][b.Length];
    }
}
