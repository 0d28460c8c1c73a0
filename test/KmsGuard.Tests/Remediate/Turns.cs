namespace KmsGuard.Tests.Remediate;

/// <summary>Lets others go first.</summary>
internal static class Turns
{
    /// <summary>Long enough for whatever is not held up to come to its end.</summary>
    public static async Task PassAsync()
    {
        for (var turn = 0; turn < 500; turn++)
        {
            await Task.Yield();
        }
    }
}
