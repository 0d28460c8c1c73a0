using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>
/// The package as <c>eng/package</c> makes it, and what <c>terraform apply</c> makes of it on a moto of its own: the complete
/// example, the root module by itself with other values and without anything optional, and the modules for a benchmark and
/// for a key.
/// </summary>
public sealed class TerraformDeployment : IAsyncLifetime
{
    /// <summary>What is applied, relative to infra/terraform: the example, and the root module by itself.</summary>
    public const string Complete = "examples/complete", Root = ".";

    private const string TrailLogs = "trail";

    /// <summary>Where the example's guard is, and from where events are forwarded to it.</summary>
    public const string Home = "eu-west-1", Further = "eu-central-1";

    // No value is a default, and no two are the same: one in another's place shows.
    private static readonly string[] Plain =
    [
        "name_prefix=guard", "rotation=off", "deletion=enforce", "rotation_period_days=180", "window_days=21", "disabled_days=14", "idle_days=45",
        "max_deletions=3", "quota_share=25", "schedule_expression=rate(12 hours)", "schedule_timezone=Asia/Tokyo", "schedule_state=DISABLED",
        "sweep_alarm_hours=50", "message_format=json", "notice=always", "sweep_concurrency=2", "log_retention_days=60", "architecture=arm64",
    ];

    private static readonly string[] Key =
    [
        "alias=alias/orders", "purpose=Encrypts the orders.", "rotation_period_days=200",
        $"administrators=[\"arn:aws:iam::{MotoServer.Account}:role/key-admin\"]", $"users=[\"arn:aws:iam::{MotoServer.Account}:role/orders\"]",
    ];

    private readonly Dictionary<string, TerraformModule> applied = [];
    private readonly MotoServer moto = new();
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("kmsguard-package-");
    private Terraform terraform = null!;
    private string runtime = "";

    /// <summary>The zip that Terraform was given.</summary>
    public string Package => Path.Combine(folder.FullName, "kmsguard.zip");

    /// <summary>What moto has.</summary>
    internal MotoClient Aws { get; private set; } = null!;

    /// <summary>The bus that the example's events are forwarded to.</summary>
    internal string HomeBusArn => Applied(Complete).State["values"]!["outputs"]!["kmsguard"]!["value"]!["home_bus_arn"]!.ToString();

    /// <summary>A folder that was applied.</summary>
    internal TerraformModule Applied(string folder) => applied[folder];

    /// <summary>What a second plan of the example would change: addresses, with the attributes that differ.</summary>
    public async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> DriftAsync()
    {
        await terraform.RunAsync(Complete, ["plan", "-no-color", "-out=again", $"-var={runtime}"]);
        var plan = JsonNode.Parse(await terraform.RunAsync(Complete, "show", "-json", "again"))!;
        return plan["resource_changes"]!.AsArray().Where(change => change!["change"]!["actions"]!.AsArray().Any(action => action!.ToString() is not ("no-op" or "read")))
            .ToDictionary(change => change!["address"]!.ToString(), change => Differences(change!["change"]!));
    }

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        // Every test of the collection is skipped, and says why.
        if ((Terraform.SkipReason ?? MotoServer.SkipReason) is not null)
        {
            return;
        }

        var endpoint = await moto.EndpointAsync();
        Aws = new(endpoint);
        await PackageAsync();
        terraform = new(
            ("AWS_ENDPOINT_URL", endpoint.ToString()), ("AWS_ACCESS_KEY_ID", "test"), ("AWS_SECRET_ACCESS_KEY", "test"),
            ("AWS_REGION", Home), ("AWS_EC2_METADATA_DISABLED", "true"), ("TF_VAR_package", Package));
        foreach (var module in new[] { Complete, Root, "cis-4.7", "key" })
        {
            await terraform.InitAsync(module);
        }

        runtime = $"runtime={await RuntimeAsync()}";
        await Aws.JsonAsync("logs", Home, "Logs_20140328.CreateLogGroup", new() { ["logGroupName"] = TrailLogs });
        var modules = await Task.WhenAll(
            TerraformModule.ApplyAsync(terraform, Complete, [runtime]),
            TerraformModule.ApplyAsync(terraform, Root, [runtime, .. Plain]),
            TerraformModule.ApplyAsync(terraform, "cis-4.7", [$"log_group_name={TrailLogs}", "notification_email=audit@example.com", "name_prefix=cis"]),
            TerraformModule.ApplyAsync(terraform, "key", Key));
        foreach (var module in modules)
        {
            applied[module.Folder] = module;
        }
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        moto.Dispose();
        Aws?.Dispose();
        terraform?.Dispose();
        folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    private async Task PackageAsync()
    {
        var (exitCode, output, error) = await Command.RunAsync(new(Path.Combine(PublishedFunction.Root, "eng", "package"), ["--output", Package]));
        exitCode.ShouldBe(0, output + error);
    }

    // Before 6.27 the provider itself refuses dotnet10, which it does not know; nothing runs on moto, so that another will do.
    private async Task<string> RuntimeAsync()
    {
        var versions = JsonNode.Parse(await terraform.RunAsync(".", "version", "-json"))!["provider_selections"]!;
        return Version.Parse(versions["registry.terraform.io/hashicorp/aws"]!.ToString()) < new Version(6, 27) ? "provided.al2023" : "dotnet10";
    }

    private static IReadOnlyList<string> Differences(JsonNode change) =>
        [.. ((JsonObject)change["after"]!).Where(attribute => !JsonNode.DeepEquals(attribute.Value, change["before"]?[attribute.Key])).Select(attribute => attribute.Key)];
}

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class TerraformDeploymentTests : ICollectionFixture<TerraformDeployment>
{
    /// <summary>What to name in [Collection].</summary>
    public const string Name = "terraform";
}
