using KmsGuard.Aws;
using KmsGuard.Aws.Report;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Settings;

namespace KmsGuard.Lambda;

/// <summary>
/// What the functions are made of, put together by hand, once a process: clients and their connections outlive an
/// invocation, and a container would cost every cold start more than it saves here.
/// </summary>
public sealed class Composition : IDisposable
{
    private readonly SnsNoticeSink? sns;

    private Composition(FunctionKind? function, Func<string, string?> environment, GuardSettings settings, AwsSettings aws, TimeProvider time)
    {
        Environment = environment;
        Settings = settings;
        Aws = aws;
        Time = time;
        Memory = new AlertMemory(time);
        // A sweep can wait. An alert and a rollback are about one key or a few, and somebody waits for them.
        Kms = new KmsRegions(aws, function == FunctionKind.Sweep ? settings.QuotaShare : 100);
        // An alert's delivery tries again by itself, for longer, and counts; the SDK's tries would be hidden in each of its own.
        var publishing = function == FunctionKind.Alert ? aws with { Retries = 0 } : aws;
        sns = settings.TopicArn is { } topic ? new SnsNoticeSink(publishing, topic) : null;
    }

    /// <summary>The function's environment variables.</summary>
    public Func<string, string?> Environment { get; }

    /// <summary>The settings as the environment has them.</summary>
    public GuardSettings Settings { get; }

    /// <summary>How AWS is reached.</summary>
    public AwsSettings Aws { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>What the alert function has told people in this execution environment.</summary>
    public AlertMemory Memory { get; }

    /// <summary>Takes metrics, a line each.</summary>
    public Action<string> Metrics { get; set; } = RawLog.OfProcess.Write;

    /// <summary>Takes decisions, a line each.</summary>
    public Action<string> Decisions { get; set; } = RawLog.OfProcess.Append;

    /// <summary>KMS, wherever it is asked for.</summary>
    public KmsRegions Kms { get; }

    /// <summary>Where notices go; null for nowhere.</summary>
    public INoticeSink? Sink => sns;

    /// <summary>Reads the settings and makes the clients.</summary>
    /// <param name="function">The function that is to run; null when its name is not known.</param>
    /// <param name="environment">The value of an environment variable; null or empty for none.</param>
    /// <param name="aws">How AWS is reached; null for the way the SDK finds it.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="SettingsException">Something is wrong: everything that is, in one message.</exception>
    public static Composition Of(
        FunctionKind? function, Func<string, string?> environment, AwsSettings? aws = null, TimeProvider? time = null)
    {
        List<string> problems = [];
        if (function is null)
        {
            problems.Add(
                $"KMSGUARD_FUNCTION is '{SafeText.OneLine(environment("KMSGUARD_FUNCTION"), 60)}'; "
                + $"it must be one of {string.Join(", ", Enum.GetValues<FunctionKind>().Select(KebabCase.Of))}.");
        }

        var settings = FunctionSettings.Read(environment, [], problems);
        if (function == FunctionKind.Alert && settings.TopicArn is null)
        {
            problems.Add("KMSGUARD_TOPIC_ARN is ''; it must be the ARN of an SNS topic: an alert goes nowhere else.");
        }

        aws = (aws ?? new()) with { RoleName = settings.RoleName };
        try
        {
            if (settings.TopicArn is { } topic)
            {
                SnsNoticeSink.Check(topic);
            }

            aws = aws with { Region = aws.ResolveRegion(), Credentials = aws.ResolveCredentials() };
        }
        catch (AwsSettingsException e)
        {
            problems.Add(e.Message);
        }

        return problems.Count == 0
            ? new(function, environment, settings, aws, time ?? TimeProvider.System)
            : throw new SettingsException(problems);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        sns?.Dispose();
        Kms.Dispose();
    }
}
