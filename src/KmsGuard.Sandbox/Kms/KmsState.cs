namespace KmsGuard.Sandbox.Kms;

/// <summary>All keys of all accounts and Regions, and what time does to them. Not thread-safe: the service locks.</summary>
internal sealed class KmsState(SandboxOptions options, TimeProvider clock)
{
    private readonly Dictionary<(string Account, string Region), KmsPartition> partitions = [];

    public KeyTimetable Timetable { get; } = new();

    public DateTimeOffset Now => clock.GetUtcNow();

    public bool Serves(string account, string region) =>
        options.Accounts.Contains(account) && options.Regions.Contains(region);

    public KmsPartition Partition(string account, string region)
    {
        if (!partitions.TryGetValue((account, region), out var partition))
        {
            partition = new KmsPartition(account, region);
            partitions.Add((account, region), partition);
        }

        return partition;
    }
}
