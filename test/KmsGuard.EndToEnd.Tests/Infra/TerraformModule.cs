using System.Text.Json.Nodes;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>A folder that was applied: its plan and its state.</summary>
/// <param name="Folder">The folder, relative to infra/terraform.</param>
/// <param name="Plan">What was planned.</param>
/// <param name="State">What came of it.</param>
internal sealed record TerraformModule(string Folder, JsonObject Plan, JsonObject State)
{
    /// <summary>Applies it, which must succeed.</summary>
    /// <param name="terraform">With this command, which has been initialized there.</param>
    /// <param name="folder">The folder, relative to infra/terraform.</param>
    /// <param name="variables">As <c>name=value</c>.</param>
    public static async Task<TerraformModule> ApplyAsync(Terraform terraform, string folder, IEnumerable<string> variables)
    {
        await terraform.RunAsync(folder, ["plan", "-no-color", "-out=plan", .. variables.Select(variable => $"-var={variable}")]);
        await terraform.RunAsync(folder, "apply", "-no-color", "plan");
        return new(folder, await ShowAsync(terraform, folder, "plan"), await ShowAsync(terraform, folder));
    }

    /// <summary>What is deployed of a module; of the folder's own without a name.</summary>
    public TerraformState Deployed(string? call = null) => TerraformState.Read(Plan, State, call);

    /// <summary>What was planned of it.</summary>
    public TerraformState Planned(string? call = null) => TerraformState.Read(Plan, null, call);

    private static async Task<JsonObject> ShowAsync(Terraform terraform, string folder, params string[] plan) =>
        (JsonObject)JsonNode.Parse(await terraform.RunAsync(folder, ["show", "-json", .. plan]))!;
}
