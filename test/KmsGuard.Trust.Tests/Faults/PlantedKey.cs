using KmsGuard.Evaluate;

namespace KmsGuard.Trust.Tests.Faults;

/// <summary>A key of a sandbox whose right outcome is known.</summary>
/// <param name="Arn">The key.</param>
/// <param name="Region">Its Region.</param>
/// <param name="State">Its state before the sweep.</param>
/// <param name="Right">The outcome when nothing goes wrong and both rules enforce.</param>
/// <param name="Doomed">Whether it may be scheduled for deletion.</param>
internal sealed record PlantedKey(string Arn, string Region, string State, Outcome Right, bool Doomed);
