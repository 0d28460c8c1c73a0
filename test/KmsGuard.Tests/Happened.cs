using KmsGuard.Detect;

namespace KmsGuard.Tests;

/// <summary>Events to judge and to remember: each begins as a plain one, and a test changes what it is about.</summary>
internal static class Happened
{
    public static readonly Principal Developer = new()
    {
        Type = "AssumedRole",
        Name = "role Developer, session alice",
        Arn = "arn:aws:sts::111122223333:assumed-role/Developer/alice",
        RoleArn = "arn:aws:iam::111122223333:role/Developer",
    };

    /// <summary>Done by a developer an hour ago.</summary>
    public static KeyEvent Of(KeyEventKind kind, string id = "event-1") => new()
    {
        Kind = kind,
        Name = kind.ToString(),
        Key = Keys.Arn,
        Account = Keys.Arn.Account,
        Region = Keys.Arn.Region,
        At = Keys.Now.AddHours(-1),
        Id = id,
        Principal = Developer,
    };

    public static KeyEvent Refused(KeyEventKind kind, string id = "event-1") => Of(kind, id) with { ErrorCode = "AccessDenied", ErrorMessage = "no" };

    /// <summary>A use that was refused because the key is disabled, or pending deletion.</summary>
    public static KeyEvent Use(string state, string id = "event-1") => Of(KeyEventKind.DoomedKeyUsed, id) with
    {
        ErrorCode = "KMSInvalidStateException",
        ErrorMessage = $"{Keys.Arn} is {state}.",
    };
}
