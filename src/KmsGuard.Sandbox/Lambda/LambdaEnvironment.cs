using System.Globalization;

namespace KmsGuard.Sandbox.Lambda;

/// <summary>A function's environment (AWS Lambda Developer Guide, defined runtime environment variables).</summary>
internal static class LambdaEnvironment
{
    // A machine's own: where programs, the .NET runtime and a place to write are.
    private static readonly string[] Inherited = ["PATH", "DOTNET_ROOT", "HOME", "TMPDIR", "TEMP", "TMP", "SystemRoot"];

    public static Dictionary<string, string> Build(LambdaRuntimeApi api, LambdaFunction function)
    {
        var region = api.FunctionArn.Split(':')[3];
        var variables = new Dictionary<string, string>
        {
            ["AWS_LAMBDA_RUNTIME_API"] = api.Address,
            ["AWS_LAMBDA_FUNCTION_NAME"] = api.FunctionName,
            ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] = function.MemorySize.ToString(CultureInfo.InvariantCulture),
            ["AWS_LAMBDA_FUNCTION_VERSION"] = "$LATEST",
            ["AWS_LAMBDA_LOG_GROUP_NAME"] = $"/aws/lambda/{api.FunctionName}",
            ["AWS_LAMBDA_LOG_STREAM_NAME"] = "sandbox",
            ["AWS_LAMBDA_INITIALIZATION_TYPE"] = "on-demand",
            ["AWS_REGION"] = region,
            ["AWS_DEFAULT_REGION"] = region,
            ["AWS_ACCESS_KEY_ID"] = function.Credentials?.AccessKeyId ?? "AKIASANDBOX",
            ["AWS_SECRET_ACCESS_KEY"] = function.Credentials?.SecretAccessKey ?? "sandbox",
            ["_HANDLER"] = function.Handler,
            ["LAMBDA_TASK_ROOT"] = Path.GetDirectoryName(Path.GetFullPath(function.Program))!,
            ["TZ"] = ":UTC",
            ["LANG"] = "en_US.UTF-8",
        };
        if (function.Credentials is { } session)
        {
            variables["AWS_SESSION_TOKEN"] = session.SessionToken;
        }

        if (function.AwsEndpoint is { } endpoint)
        {
            variables["AWS_ENDPOINT_URL"] = endpoint.ToString();
        }

        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
            {
                variables[name] = value;
            }
        }

        foreach (var (name, value) in function.Environment)
        {
            variables[name] = value;
        }

        return variables;
    }
}
