using System.CommandLine;
using KmsGuard.Aws;
using KmsGuard.Cli.Errors;

namespace KmsGuard.Cli.Options;

/// <summary>How AWS is reached: the options of every command that calls it.</summary>
internal sealed class AwsOptions
{
    private readonly Option<string> endpointUrl = ValueOption.Once(
        "--endpoint-url", "URL", "Where every AWS service is served, such as the sandbox; AWS itself if left out.");

    private readonly Option<string> profile = ValueOption.Once(
        "--profile", "NAME", "A profile of the shared AWS configuration.");

    private readonly Option<string> region = ValueOption.Once(
        "--region", "R", "The home Region; AWS_REGION or the profile's if left out.");

    /// <summary>Gives a command these options.</summary>
    public void AddTo(Command command)
    {
        command.Add(endpointUrl);
        command.Add(profile);
        command.Add(region);
    }

    /// <summary>Reads them.</summary>
    public AwsSettings Read(ParseResult parsed, CliHost host, string? roleName, ICollection<string> problems)
    {
        var home = parsed.Given(region, problems);
        if (home is { Length: > 0 } && !RegionCatalog.Exists(home))
        {
            problems.Add($"--region is '{home}'; it must be an AWS Region, such as {Nearest.To(home, RegionCatalog.All) ?? "eu-west-1"}.");
        }

        return new AwsSettings
        {
            EndpointUrl = parsed.Given(endpointUrl, problems),
            Profile = parsed.Given(profile, problems),
            Region = home,
            RoleName = roleName,
            Credentials = host.Credentials,
        };
    }
}
