using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace KmsGuard.Detect;

/// <summary>A KMS key's ARN. It names one key: the keys of a multi-Region set share their id, never their ARN.</summary>
/// <param name="Partition">aws, aws-cn, aws-us-gov, ...</param>
/// <param name="Region">The Region the key lives in.</param>
/// <param name="Account">Twelve digits: the account that owns the key.</param>
/// <param name="KeyId">A UUID, or <c>mrk-</c> and 32 hexadecimal digits.</param>
public sealed partial record KeyArn(string Partition, string Region, string Account, string KeyId)
{
    /// <summary>Reads an ARN; anything that is not exactly a key ARN is refused, aliases included.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out KeyArn? arn)
    {
        var match = text is { Length: <= 256 } ? Form().Match(text) : Match.Empty;
        arn = match.Success
            ? new KeyArn(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value, match.Groups[4].Value)
            : null;
        return arn is not null;
    }

    /// <summary>Reads an ARN that AWS itself gave.</summary>
    /// <exception cref="FormatException">The text is no key ARN.</exception>
    public static KeyArn Parse(string text) =>
        TryParse(text, out var arn) ? arn : throw new FormatException($"'{text}' is not the ARN of a KMS key.");

    /// <summary>Whether the text can be a key's id.</summary>
    public static bool IsKeyId([NotNullWhen(true)] string? text) => text is { Length: <= 64 } && IdForm().IsMatch(text);

    /// <summary>Whether an id is that of a multi-Region key, which all keys of its set share.</summary>
    public static bool IsMultiRegionId(string keyId) => keyId.StartsWith("mrk-", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"arn:{Partition}:kms:{Region}:{Account}:key/{KeyId}";

    // Emulators put dashes into mrk- ids, so both forms are taken; \z, because $ would let a line break through.
    private const string Id = "(?:mrk-)?[0-9a-fA-F](?:[0-9a-fA-F-]{30,34})[0-9a-fA-F]";

    [GeneratedRegex(@"^arn:(aws(?:-[a-z]+)*):kms:([a-z]{2,8}(?:-[a-z]+)+-[0-9]{1,2}):([0-9]{12}):key/(" + Id + @")\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();

    [GeneratedRegex("^" + Id + @"\z", RegexOptions.CultureInvariant)]
    private static partial Regex IdForm();
}
