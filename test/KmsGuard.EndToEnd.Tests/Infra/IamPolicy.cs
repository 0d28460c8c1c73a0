using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>
/// Evaluates policies as IAM does, as far as the templates use it (AWS: "Policy evaluation logic", "IAM JSON policy elements:
/// Condition operators"). Context keys without a value are missing from the request.
/// </summary>
internal static class IamPolicy
{
    /// <summary>Whether an identity's policy allows a request: some statement allows it, and none denies.</summary>
    public static bool Allows(IReadOnlyList<JsonObject> statements, string action, string resource, params (string Key, string[] Values)[] context) =>
        Takes(statements, "Allow", null, action, resource, context) && !Takes(statements, "Deny", null, action, resource, context);

    /// <summary>Whether a resource's policy allows a request of a principal, such as <c>Service:events.amazonaws.com</c>.</summary>
    public static bool Admits(IReadOnlyList<JsonObject> statements, string principal, string action, string resource, params (string Key, string[] Values)[] context) =>
        Takes(statements, "Allow", principal, action, resource, context) && !Takes(statements, "Deny", principal, action, resource, context);

    /// <summary>Whether a policy denies a request, whatever others allow.</summary>
    public static bool Denies(IReadOnlyList<JsonObject> statements, string action, string resource, params (string Key, string[] Values)[] context) =>
        Takes(statements, "Deny", null, action, resource, context);

    private static bool Takes(
        IEnumerable<JsonObject> statements, string effect, string? principal, string action, string resource, (string Key, string[] Values)[] context)
    {
        var keys = context.ToDictionary(entry => entry.Key, entry => entry.Values, StringComparer.OrdinalIgnoreCase);
        return statements.Any(statement =>
            statement["Effect"]!.ToString() == effect
            && (principal is null || IsOf(statement["Principal"]!, principal))
            && Texts(statement["Action"]!).Any(pattern => Like(pattern, action))
            && Texts(statement["Resource"]!).Any(pattern => Like(pattern, resource))
            && (statement["Condition"] as JsonObject ?? []).All(operation => ((JsonObject)operation.Value!).All(
                test => Holds(operation.Key, keys.GetValueOrDefault(test.Key), Texts(test.Value!)))));
    }

    private static bool IsOf(JsonNode statement, string principal) => statement is JsonObject kinds
        ? kinds.Any(kind => Texts(kind.Value!).Any(name => $"{kind.Key}:{name}" == principal))
        : statement.ToString() == "*";

    // Values of a statement are alternatives; a negated comparison is true of a missing key, and holds for none of them.
    private static bool Holds(string operation, string[]? actual, IReadOnlyList<string> expected)
    {
        const string forAll = "ForAllValues:";
        if (operation.StartsWith(forAll, StringComparison.Ordinal))
        {
            return (actual ?? []).All(value => Holds(operation[forAll.Length..], [value], expected));
        }

        const string forAny = "ForAnyValue:";
        if (operation.StartsWith(forAny, StringComparison.Ordinal))
        {
            return (actual ?? []).Any(value => Holds(operation[forAny.Length..], [value], expected));
        }

        if (operation == "Null")
        {
            return expected.Contains(actual is null ? "true" : "false");
        }

        return Negated(operation) is { } positive
            ? actual is null || !expected.Any(value => Compare(positive, actual.ShouldHaveSingleItem(), value))
            : actual is not null && expected.Any(value => Compare(operation, actual.ShouldHaveSingleItem(), value));
    }

    private static string? Negated(string operation) =>
        operation.Contains("Not", StringComparison.Ordinal) ? operation.Replace("Not", "", StringComparison.Ordinal) : null;

    private static bool Compare(string operation, string actual, string expected) => operation switch
    {
        "StringEquals" or "ArnEquals" => actual == expected,
        "StringEqualsIgnoreCase" or "Bool" => actual.Equals(expected, StringComparison.OrdinalIgnoreCase),
        "StringLike" or "ArnLike" => Like(expected, actual),
        "NumericEquals" => Number(actual) == Number(expected),
        "NumericLessThan" => Number(actual) < Number(expected),
        "NumericLessThanEquals" => Number(actual) <= Number(expected),
        "NumericGreaterThan" => Number(actual) > Number(expected),
        "NumericGreaterThanEquals" => Number(actual) >= Number(expected),
        _ => throw new NotSupportedException($"{operation} is not evaluated here."),
    };

    private static bool Like(string pattern, string text) => Regex.IsMatch(
        text, $"^{Regex.Escape(pattern).Replace(@"\*", ".*", StringComparison.Ordinal).Replace(@"\?", ".", StringComparison.Ordinal)}$", RegexOptions.Singleline);

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Texts(JsonNode node) =>
        node is JsonArray list ? [.. list.Select(item => item!.ToString())] : [node.ToString()];
}
