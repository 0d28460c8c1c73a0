using KmsGuard.Detect;
using KmsGuard.Evaluate;
using KmsGuard.Report;

namespace KmsGuard.Cli.Output.Asff;

/// <summary>One finding: a key, a check, and how the key stands to it.</summary>
internal sealed record AsffFinding(KeyReport Key, KeyArn Arn, AsffCheck Check, Standing Standing)
{
    /// <summary>Whether somebody has to look at it.</summary>
    public bool Active => Standing is Standing.Fail or Standing.Unknown;

    /// <summary>In Security Hub's words.</summary>
    public string Status => Standing switch
    {
        Standing.Pass => "PASSED",
        Standing.Fail => "FAILED",
        Standing.Unknown => "WARNING",
        _ => "NOT_AVAILABLE",
    };

    /// <summary>The label of its severity.</summary>
    public string Severity => Active ? Check.Severity : "INFORMATIONAL";

    /// <summary>The findings of a key. One that is well is told of too: the same finding of an earlier run is closed by that. What is
    /// not known, and was not refused either, is left as Security Hub has it.</summary>
    public static IEnumerable<AsffFinding> Of(KeyReport key)
    {
        if (key.Outcome == Outcome.AwsManaged)
        {
            return [];
        }

        var arn = KeyArn.Parse(key.Arn);
        return AsffCheck.All
            .Select(check => new AsffFinding(key, arn, check, check.Stand(key)))
            .Where(finding => finding.Standing != Standing.Unknown || finding.Check == AsffCheck.Readable)
            // A key of a kind that never rotates had no finding to close.
            .Where(finding => finding.Standing != Standing.NotApplicable || key.State != KeyState.Enabled);
    }
}
