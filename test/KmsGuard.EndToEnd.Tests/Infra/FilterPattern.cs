using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>
/// A metric filter's pattern over JSON, as far as the templates use it: equality of texts with wildcards, and, or,
/// parentheses (AWS: "Filter pattern syntax for metric filters").
/// </summary>
internal sealed partial class FilterPattern
{
    private readonly Queue<string> tokens;
    private readonly Func<JsonNode, bool> matches;

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public FilterPattern(string pattern)
    {
        var body = Braces().Match(pattern) is { Success: true } whole ? whole.Groups["body"].Value : throw new FormatException($"Not in braces: {pattern}");
        if (!string.IsNullOrWhiteSpace(Token().Replace(body, "")))
        {
            throw new FormatException($"Not understood: {body}");
        }

        tokens = new(Token().Matches(body).Select(token => token.Value));
        matches = Or();
        if (tokens.Count > 0)
        {
            throw new FormatException($"Too much at the end: {string.Join(' ', tokens)}");
        }
    }

    /// <summary>Whether the pattern takes a log event.</summary>
    public bool Matches(JsonNode record) => matches(record);

    private Func<JsonNode, bool> Or()
    {
        var left = And();
        while (tokens.TryPeek(out var next) && next == "||")
        {
            tokens.Dequeue();
            var (first, second) = (left, And());
            left = record => first(record) || second(record);
        }

        return left;
    }

    private Func<JsonNode, bool> And()
    {
        var left = Term();
        while (tokens.TryPeek(out var next) && next == "&&")
        {
            tokens.Dequeue();
            var (first, second) = (left, Term());
            left = record => first(record) && second(record);
        }

        return left;
    }

    private Func<JsonNode, bool> Term()
    {
        var token = tokens.Dequeue();
        if (token == "(")
        {
            var inner = Or();
            return tokens.Dequeue() == ")" ? inner : throw new FormatException("A parenthesis is not closed.");
        }

        if (!token.StartsWith("$.", StringComparison.Ordinal) || tokens.Dequeue() != "=")
        {
            throw new FormatException($"No comparison: {token}");
        }

        var text = new Regex($"^{Regex.Escape(tokens.Dequeue().Trim('"')).Replace(@"\*", ".*", StringComparison.Ordinal)}$", RegexOptions.Singleline);
        return record => record[token["$.".Length..]] is JsonValue value && text.IsMatch(value.ToString());
    }

    [GeneratedRegex(@"^\{(?<body>.*)\}$", RegexOptions.Singleline)]
    private static partial Regex Braces();

    [GeneratedRegex("""\(|\)|&&|\|\||=|"[^"]*"|[^\s()=&|"]+""")]
    private static partial Regex Token();
}
