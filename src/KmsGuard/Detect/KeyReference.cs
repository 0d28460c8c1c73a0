using System.Diagnostics.CodeAnalysis;

namespace KmsGuard.Detect;

/// <summary>A key as a person names it.</summary>
/// <param name="KeyId">The id, with or without its ARN.</param>
/// <param name="Arn">The whole ARN; null when only an id was given, and the Region has to be looked for.</param>
public sealed record KeyReference(string KeyId, KeyArn? Arn)
{
    /// <summary>Reads an id or an ARN.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out KeyReference? reference)
    {
        text = text?.Trim();
        reference = KeyArn.TryParse(text, out var arn) ? new KeyReference(arn.KeyId, arn)
            : KeyArn.IsKeyId(text) ? new KeyReference(text, null)
            : null;
        return reference is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Arn?.ToString() ?? KeyId;
}
