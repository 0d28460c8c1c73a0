using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>The refusals that more than one operation gives, in AWS's words.</summary>
internal static class KmsErrors
{
    public static AwsException Validation(string message) => new("ValidationException", message);

    public static AwsException Missing(string parameter) => Constraint("null", parameter, "Member must not be null");

    public static AwsException TooLong(string parameter, int maxLength) =>
        Invalid("Value at", parameter, $"Member must have length less than or equal to {maxLength}");

    public static AwsException Constraint(string value, string parameter, string rule) =>
        Invalid($"Value {value} at", parameter, rule);

    /// <summary>Enough of a text from outside to know it again.</summary>
    public static string Short(string text) => text.Length <= 64 ? text : $"{text[..64]}...";

    public static AwsException NotFound(string arn) => new("NotFoundException", $"Key '{arn}' does not exist");

    public static AwsException InvalidArn(string text) => new("InvalidArnException", $"Invalid arn {text}");

    public static AwsException Unsupported(string message) => new("UnsupportedOperationException", message);

    public static AwsException WrongOrigin(KmsKey key) =>
        Unsupported($"{key.Arn} origin is {key.Set.Origin} which is not valid for this operation.");

    public static AwsException LimitExceeded(string message) => new("LimitExceededException", message);

    public static AwsException Denied(AwsCaller caller, string operation, string resource, string why) => new(
        "AccessDeniedException",
        $"User: {caller.Arn} is not authorized to perform: kms:{operation} on resource: {resource} {why}");

    public static AwsException DeniedByNoPolicy(AwsCaller caller, string operation, string resource) =>
        Denied(caller, operation, resource, $"because no resource-based policy allows the kms:{operation} action");

    private static AwsException Invalid(string value, string parameter, string rule) => Validation(
        $"1 validation error detected: {value} '{char.ToLowerInvariant(parameter[0])}{parameter[1..]}' "
        + $"failed to satisfy constraint: {rule}");
}
