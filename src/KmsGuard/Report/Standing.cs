using System.Text.Json.Serialization;
using KmsGuard.Evaluate;

namespace KmsGuard.Report;

/// <summary>How a key, or a whole sweep, stands to what a control asks.</summary>
[JsonConverter(typeof(KebabCaseConverter<Standing>))]
public enum Standing
{
    /// <summary>As it is asked.</summary>
    Pass,

    /// <summary>Not as it is asked.</summary>
    Fail,

    /// <summary>Something that had to be read for it was not.</summary>
    Unknown,

    /// <summary>Nothing is asked of it.</summary>
    NotApplicable,

    /// <summary>A sweep cannot prove it, whatever it reads.</summary>
    NotAssessed,
}
