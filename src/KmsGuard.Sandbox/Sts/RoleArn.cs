using System.Text.RegularExpressions;

namespace KmsGuard.Sandbox.Sts;

/// <summary>An IAM role's ARN in parts; the name is without its path.</summary>
internal sealed partial record RoleArn(string Arn, string Account, string Name)
{
    /// <summary>Null when the text is no role's ARN.</summary>
    public static RoleArn? Parse(string arn) =>
        Form().Match(arn) is { Success: true } match ? new(arn, match.Groups[1].Value, match.Groups[2].Value) : null;

    [GeneratedRegex(@"\Aarn:aws:iam::(\d{12}):role/(?:[\x21-\x7E]{1,510}/)?([\w+=,.@-]{1,64})\z", RegexOptions.ECMAScript)]
    private static partial Regex Form();
}
