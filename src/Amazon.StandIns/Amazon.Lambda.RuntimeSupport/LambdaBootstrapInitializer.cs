namespace Amazon.Lambda.RuntimeSupport;

/// <summary>Runs once before the first invocation. False ends the process quietly; an exception is reported to Lambda.</summary>
public delegate Task<bool> LambdaBootstrapInitializer();
