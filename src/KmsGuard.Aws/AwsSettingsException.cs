namespace KmsGuard.Aws;

/// <summary>AWS cannot be reached as configured: no Region, no credentials, no such profile. The message says what to do.</summary>
public sealed class AwsSettingsException(string message, Exception? cause = null) : Exception(message, cause);
