using System.Text.RegularExpressions;
using KmsGuard.Report;

namespace KmsGuard.Aws.Report;

/// <summary>An SNS topic's ARN.</summary>
/// <param name="Text">The ARN itself.</param>
/// <param name="Region">The topic's Region: SNS takes messages for a topic nowhere else.</param>
/// <param name="IsFifo">Whether it is a FIFO topic, which asks for a message group.</param>
internal sealed partial record TopicArn(string Text, string Region, bool IsFifo)
{
    /// <exception cref="AwsSettingsException">The text is no topic's ARN, or one of another partition than its Region's.</exception>
    public static TopicArn Parse(string text) =>
        Form().Match(text) is { Success: true } match && RegionCatalog.PartitionOf(match.Groups["region"].Value) == match.Groups["partition"].Value
            ? new(text, match.Groups["region"].Value, match.Groups["fifo"].Success)
            : throw new AwsSettingsException(
                $"'{SafeText.OneLine(text, 100)}' is not the ARN of an SNS topic, such as arn:aws:sns:eu-west-1:111122223333:alerts.");

    [GeneratedRegex(
        @"^arn:(?<partition>aws[a-z-]{0,16}):sns:(?<region>[a-z]{2,8}(-[a-z]{1,16}){1,3}-[0-9]{1,2}):[0-9]{12}:"
            + @"[A-Za-z0-9_-]{1,256}(?<fifo>\.fifo)?\z",
        RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
