using KmsGuard.Detect;

namespace KmsGuard.Fuzz.Targets;

/// <summary>AWS's sentence about a refusal.</summary>
internal sealed class DenialTarget() : Target("denial")
{
    public override IReadOnlyList<string> Words =>
    [
        "User: ", "arn:aws:sts::111122223333:assumed-role/r/s", " is not authorized to perform: kms:DescribeKey", " on resource: ", "arn:aws:kms:eu-west-1:111122223333:key/1",
        " with an explicit deny", " in a service control policy", " in an identity-based policy: arn:aws:iam::aws:policy/p", " because no ", "resource-based", " policy allows", " the action",
    ];

    public override IEnumerable<byte[]> Made => ["User: arn:aws:iam::111122223333:user/u is not authorized to perform: kms:DescribeKey on resource: arn:aws:kms:eu-west-1:111122223333:key/1 with an explicit deny in a service control policy: arn:aws:organizations::1:policy/p"u8.ToArray()];

    public override void Run(ReadOnlySpan<byte> input)
    {
        var message = Text(input);
        Hold.That(Denial.Of(new(FailureKind.Throttled, "DescribeKey", "ThrottlingException", message)) is null, "a denial is of a refusal");
        var denial = Denial.Of(new(FailureKind.AccessDenied, "DescribeKey", "AccessDeniedException", message))!;
        Hold.Same("kms:DescribeKey", denial.Action, "the action is the one that was called");
        foreach (var arn in new[] { denial.Principal, denial.Resource, denial.Policy }.OfType<string>())
        {
            Hold.Shown(arn, 304, "an ARN of a denial");
            Hold.That(arn.StartsWith("arn:", StringComparison.Ordinal) && message.Contains(arn, StringComparison.Ordinal) && !arn.Any(char.IsWhiteSpace), "an ARN of a denial is one of the message", arn);
        }
    }
}
