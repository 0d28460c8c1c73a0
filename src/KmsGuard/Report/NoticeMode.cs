namespace KmsGuard.Report;

/// <summary>When a sweep sends a notice.</summary>
public enum NoticeMode
{
    /// <summary>When something changed, is due, went wrong, or is pending deletion.</summary>
    Due,

    /// <summary>After every run.</summary>
    Always,

    /// <summary>Never: whoever invokes the sweep tells, of many accounts at once.</summary>
    None,
}
