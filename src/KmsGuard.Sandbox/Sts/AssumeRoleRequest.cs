using System.Globalization;
using System.Text.RegularExpressions;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Sts;

/// <summary>The parameters of an AssumeRole that meets STS's rules (AWS STS API Reference, AssumeRole).</summary>
internal sealed partial record AssumeRoleRequest(RoleArn Role, string SessionName, TimeSpan Duration, string? SourceIdentity)
{
    private const int Default = 3600;
    private const int Minimum = 900;
    private const int Maximum = 43_200;

    /// <exception cref="AwsException">ValidationError.</exception>
    public static AssumeRoleRequest Read(AwsRequest request)
    {
        var input = request.Input;
        var arn = input.Text("RoleArn") ?? throw Missing("roleArn");
        var role = RoleArn.Parse(arn) ?? throw new AwsException("ValidationError", $"{arn} is invalid");
        var session = CheckName(input.Text("RoleSessionName") ?? throw Missing("roleSessionName"), "roleSessionName");
        var identity = input.Text("SourceIdentity") is { } named ? CheckName(named, "sourceIdentity") : null;
        var duration = ReadDuration(input.Text("DurationSeconds"), chained: request.Caller.RoleArn is not null);
        return new(role, session, duration, identity);
    }

    private static TimeSpan ReadDuration(string? text, bool chained)
    {
        var seconds = Default;
        if (text is not null && !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
        {
            throw new AwsException("MalformedInput", $"'{text}' at 'durationSeconds' is no number of seconds.");
        }

        return seconds switch
        {
            < Minimum => throw Constraint(
                seconds, "durationSeconds", $"Member must have value greater than or equal to {Minimum}"),
            > Maximum => throw Constraint(
                seconds, "durationSeconds", $"Member must have value less than or equal to {Maximum}"),
            > Default when chained => throw new AwsException(
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining"),
            _ => TimeSpan.FromSeconds(seconds),
        };
    }

    private static string CheckName(string name, string parameter) => name switch
    {
        { Length: < 2 } => throw Constraint(name, parameter, "Member must have length greater than or equal to 2"),
        { Length: > 64 } => throw Constraint(name, parameter, "Member must have length less than or equal to 64"),
        _ when !Name().IsMatch(name) =>
            throw Constraint(name, parameter, @"Member must satisfy regular expression pattern: [\w+=,.@-]*"),
        _ => name,
    };

    private static AwsException Missing(string parameter) => new(
        "ValidationError",
        $"1 validation error detected: Value null at '{parameter}' failed to satisfy constraint: Member must not be null");

    private static AwsException Constraint(object value, string parameter, string rule) => new(
        "ValidationError",
        $"1 validation error detected: Value '{value}' at '{parameter}' failed to satisfy constraint: {rule}");

    [GeneratedRegex(@"\A[\w+=,.@-]*\z", RegexOptions.ECMAScript)]
    private static partial Regex Name();
}
