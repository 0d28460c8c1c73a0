namespace KmsGuard.Report;

/// <summary>One control of a framework, and how the keys of a sweep stand to it.</summary>
/// <param name="Framework">Whose it is.</param>
/// <param name="Id">Its id there.</param>
/// <param name="Title">What it asks.</param>
/// <param name="Status">Pass only where everything that it asks about was read and is so.</param>
/// <param name="Passed">Keys that are as it asks.</param>
/// <param name="Failed">Keys that are not.</param>
/// <param name="Unknown">Keys of which that could not be read.</param>
/// <param name="NotApplicable">Keys of which it asks nothing.</param>
/// <param name="Note">What it was judged by.</param>
public sealed record Control(
    string Framework, string Id, string Title, Standing Status, int Passed, int Failed, int Unknown, int NotApplicable, string Note);
