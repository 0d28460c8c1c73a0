using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

/// <summary>A topic that keeps what is published; the first tries end as the failures given, one each.</summary>
internal sealed class KeptNotices(params IEnumerable<Exception> failures) : INoticeSink
{
    private readonly Queue<Exception> failures = new(failures);

    public List<Notice> Notices { get; } = [];

    /// <summary>How often it was tried.</summary>
    public int Tries { get; private set; }

    public Task PublishAsync(Notice notice, CancellationToken cancellationToken)
    {
        Tries++;
        cancellationToken.ThrowIfCancellationRequested();
        if (failures.TryDequeue(out var failure))
        {
            return Task.FromException(failure);
        }

        Notices.Add(notice);
        return Task.CompletedTask;
    }
}
