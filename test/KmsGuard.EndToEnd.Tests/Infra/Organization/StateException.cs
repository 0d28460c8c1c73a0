namespace KmsGuard.EndToEnd.Tests.Infra.Organization;

/// <summary>An error as Step Functions has it: a name to retry and catch by, and a text.</summary>
public sealed class StateException(string error, string cause) : Exception($"{error}: {cause}")
{
    public string Error => error;

    public string Cause => cause;

    /// <summary>Whether a list of names takes it. Two kinds are beyond States.ALL (AWS Step Functions Developer Guide, Handling
    /// errors).</summary>
    public bool IsOneOf(IEnumerable<string> names) => names.Any(name =>
        name == error
        || (name == "States.ALL" && error is not ("States.DataLimitExceeded" or "States.Runtime"))
        || (name == "States.TaskFailed" && error is not "States.Timeout" && !IsOfStates));

    private bool IsOfStates => error is "States.DataLimitExceeded" or "States.Runtime" or "States.QueryEvaluationError" or "States.ExceedToleratedFailureThreshold";
}
