using System.Text.Json;
using Amazon.Lambda.Core;
using Amazon.Lambda.RuntimeSupport;
using KmsGuard.Evaluate;
using KmsGuard.Report;
using KmsGuard.Restore;

namespace KmsGuard.Lambda;

/// <summary>Runs the function that the environment names. It is made in the initializer, from where Lambda is told why it cannot be.</summary>
internal static class FunctionBootstrap
{
    /// <exception cref="InvalidOperationException">This is not Lambda: there is no Runtime API.</exception>
    public static LambdaBootstrap Build(Func<string, string?> environment)
    {
        var kind = KebabCase.Parse<FunctionKind>(environment("KMSGUARD_FUNCTION") ?? "");
        var rehearsal = kind == FunctionKind.Alert ? Rehearsal.Start(environment) : Task.CompletedTask;
        var composition = new Lazy<Composition>(() => Composition.Of(kind, environment));
        return Builder(kind, composition).UseBootstrapHandler(async () =>
        {
            _ = composition.Value;
            if (Rehearsal.IsWorthWaitingFor(environment))
            {
                await rehearsal;
            }

            return true;
        }).Build();
    }

    private static LambdaBootstrapBuilder Builder(FunctionKind? kind, Lazy<Composition> composition)
    {
        var serializer = new FunctionSerializer();
        Func<JsonElement, ILambdaContext, Task> alert = (input, context) => new AlertFunction(composition.Value).HandleAsync(input, context);
        Func<JsonElement, ILambdaContext, Task<SweepReport>> sweep = (input, context) => new SweepFunction(composition.Value).HandleAsync(input, context);
        Func<JsonElement, ILambdaContext, Task<RollbackReport>> rollback = (input, context) => new RollbackFunction(composition.Value).HandleAsync(input, context);
        return kind switch
        {
            FunctionKind.Sweep => LambdaBootstrapBuilder.Create<JsonElement, SweepReport>(sweep, serializer),
            FunctionKind.Rollback => LambdaBootstrapBuilder.Create<JsonElement, RollbackReport>(rollback, serializer),
            _ => LambdaBootstrapBuilder.Create<JsonElement>(alert, serializer),
        };
    }
}
