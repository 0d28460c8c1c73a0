using System.CommandLine;

namespace KmsGuard.Cli.Options;

/// <summary>The keys that a command is given.</summary>
internal static class KeysArgument
{
    /// <summary>Any number of them: whether there are enough is for the command to say.</summary>
    public static Argument<string[]> Create() => new Argument<string[]>("KEY")
    {
        Description = "Keys, by id or ARN.",
        Arity = ArgumentArity.ZeroOrMore,
    }.WithoutOptions();
}
