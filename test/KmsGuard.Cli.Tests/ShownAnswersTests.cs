using KmsGuard.Cli.Doctor;
using KmsGuard.Cli.Output;
using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Restore;
using KmsGuard.Testing;
using Spectre.Console;

namespace KmsGuard.Cli.Tests;

/// <summary>Explanations, rollbacks, releases and examinations as a terminal shows them, for people to read in a review.</summary>
public class ShownAnswersTests
{
    private static readonly string Folder = SourceTree.PathTo("test", "KmsGuard.Cli.Tests", "Snapshots");
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
    private static readonly KeyArn Arn = KeyArn.Parse("arn:aws:kms:ap-southeast-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab");

    private static readonly Dictionary<string, Action<IAnsiConsole>> Answers = new()
    {
        ["explain"] = Explain,
        ["rollback"] = console => RestoreTable.Write(
            new RollbackReport(false, "arn:aws:iam::111122223333:user/alice", "still needed", null,
            [
                new(Arn.ToString(), KeyState.PendingDeletion, KeyState.Enabled, RollbackOutcome.Restored, null) { MultiRegion = MultiRegionKind.Primary, Note = "eu-west-1 is not enabled" },
                new(Arn.ToString(), KeyState.PendingDeletion, KeyState.PendingDeletion, RollbackOutcome.Failed, "CancelKeyDeletion: AccessDeniedException: with an explicit deny in a resource-based policy"),
            ]),
            console, terminal: true),
        ["release"] = console => RestoreTable.Write(
            new ReleaseReport("arn:aws:iam::111122223333:user/alice", "done", [new(Arn.ToString(), "2026-11-22T03:00:00Z by arn:aws:iam::111122223333:user/alice: still needed", ReleaseOutcome.Released, null)]), console, terminal: true),
        ["doctor"] = console => new DoctorReport(
        [
            DoctorCheck.Ok("credentials", "Account 111122223333 as arn:aws:sts::111122223333:assumed-role/Admin/alice, by the profile work."),
            new("clock", DoctorStatus.Warning, "This machine's clock is 90 seconds ahead of AWS's.", "set it by NTP"),
            new("permissions", DoctorStatus.Problem, "111122223333 us-east-1: kms:ListGrants is denied.", "allow kms:ListGrants in the policies of arn:aws:iam::111122223333:role/Admin"),
            new("trail", DoctorStatus.Unknown, "Whether KMS's events reach EventBridge is not tried."),
        ]).Write(console),
    };

    public static TheoryData<string, int> Screens
    {
        get
        {
            var screens = new TheoryData<string, int>();
            foreach (var name in Answers.Keys)
            {
                screens.Add(name, 80);
                screens.Add(name, 200);
            }

            return screens;
        }
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public void An_answer_reads_as_its_snapshot(string name, int columns) =>
        Written(name, columns).ShouldMatch(Path.Combine(Folder, $"{name}.{columns}.txt"));

    [Theory]
    [MemberData(nameof(Screens))]
    public void No_line_is_wider_than_the_terminal(string name, int columns) =>
        Written(name, columns).Split('\n').ShouldAllBe(line => line.Length <= columns);

    private static string Written(string name, int columns)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        Answers[name](Terminal.On(writer, new(false, columns)));
        // Tables fill up their cells.
        return string.Join('\n', writer.ToString().Split('\n').Select(line => line.TrimEnd()));
    }

    private static void Explain(IAnsiConsole console)
    {
        var options = new SweepOptions { Deletion = RuleMode.Enforce };
        var key = new KeySnapshot(Arn)
        {
            Aliases = Reading.Of<IReadOnlyList<string>>(["alias/old-reports"]),
            Description = Reading.Of(new KeyDescription
            {
                Arn = Arn,
                Manager = KeyManager.Customer,
                State = KeyState.Disabled,
                Spec = "SYMMETRIC_DEFAULT",
                Usage = "ENCRYPT_DECRYPT",
                Origin = "AWS_KMS",
                CreatedAt = Now.AddDays(-400),
            }),
            Tags = Reading.Of<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { [KeyTags.DisabledSince] = "2026-11-01T08:00:00Z" }),
            Grants = Reading.Failed<IReadOnlyList<KeyGrant>>(new(FailureKind.AccessDenied, "ListGrants", "AccessDeniedException", "with an explicit deny in a resource-based policy")),
            LastUsage = Reading.Of(new LastUsage(null, TrackingStart: Now.AddDays(-200), CreatedAt: Now.AddDays(-400))),
        };
        Explanation.Write(key, KeyEvaluator.Decide(key, options, Now), options, Now, console);
    }
}
