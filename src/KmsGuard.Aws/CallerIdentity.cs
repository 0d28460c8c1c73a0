namespace KmsGuard.Aws;

/// <summary>Who the caller is.</summary>
/// <param name="Account">Twelve digits.</param>
/// <param name="Arn">The user or role session.</param>
public sealed record CallerIdentity(string Account, string Arn);
