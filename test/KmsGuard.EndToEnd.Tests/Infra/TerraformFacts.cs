
namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>A test that needs Terraform: skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerraformFactAttribute : FactAttribute
{
    /// <summary>Decides when tests are discovered.</summary>
    public TerraformFactAttribute() => Skip = Terraform.SkipReason;
}

/// <summary>Cases that need Terraform: skipped, with the reason, where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TerraformTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides when tests are discovered.</summary>
    public TerraformTheoryAttribute() => Skip = Terraform.SkipReason;
}

/// <summary>Cases that need Terraform and moto to deploy to: skipped, with the reason, where one of them is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DeployedTheoryAttribute : TheoryAttribute
{
    /// <summary>Decides when tests are discovered.</summary>
    public DeployedTheoryAttribute() => Skip = Terraform.SkipReason ?? MotoServer.SkipReason;
}

/// <summary>A test that needs Terraform and moto to deploy to: skipped, with the reason, where one of them is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DeployedFactAttribute : FactAttribute
{
    /// <summary>Decides when tests are discovered.</summary>
    public DeployedFactAttribute() => Skip = Terraform.SkipReason ?? MotoServer.SkipReason;
}
