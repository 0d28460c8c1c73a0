using System.Text.Json;

namespace KmsGuard.Sandbox.Faults;

/// <summary>The kinds of faults by the names that files give them, such as <c>internal-error</c>.</summary>
internal static class FaultNames
{
    /// <summary>All of them.</summary>
    public static IEnumerable<string> All => Enum.GetValues<FaultKind>().Select(Of);

    /// <summary>A kind's name.</summary>
    public static string Of(FaultKind kind) => JsonNamingPolicy.KebabCaseLower.ConvertName(kind.ToString());

    /// <summary>The kind of a name; null when there is none.</summary>
    public static FaultKind? Parse(string name) =>
        Enum.GetValues<FaultKind>().Cast<FaultKind?>().FirstOrDefault(kind => Of(kind!.Value) == name);
}
