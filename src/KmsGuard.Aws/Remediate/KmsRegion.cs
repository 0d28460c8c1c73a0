using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Aws.Detect;
using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Aws.Remediate;

/// <summary>KMS in one account and Region: what is read, and each action as the one call it stands for.</summary>
internal sealed class KmsRegion(IAmazonKeyManagementService kms, string account, string region, CallCounter counter)
    : KeyReader(kms, account, region), IKmsRegion
{
    /// <inheritdoc/>
    public IReadOnlyDictionary<string, int> Calls => counter.Calls;

    /// <inheritdoc/>
    public int Throttled => counter.Throttled;

    /// <inheritdoc/>
    public async Task<Failure?> ApplyAsync(KeyArn key, KeyAction action, CancellationToken cancellationToken)
    {
        // The calls name the key by its id, as every emulator takes it too; a multi-Region key has the same id elsewhere.
        if (key.Account != Account || key.Region != Region)
        {
            return new(
                FailureKind.Service, action.Operation, "WrongRegion", $"{key} is not a key of account {Account} in {Region}.");
        }

        try
        {
            await CallAsync(key.KeyId, action, cancellationToken);
            return null;
        }
        catch (Exception e)
        {
            // One key's trouble must not stop the others: only the caller's cancellation is thrown.
            cancellationToken.ThrowIfCancellationRequested();
            return FailureMapping.From(action.Operation, e);
        }
    }

    private Task CallAsync(string keyId, KeyAction action, CancellationToken cancellationToken) => action switch
    {
        KeyAction.EnableKeyRotation enable => Kms.EnableKeyRotationAsync(
            new EnableKeyRotationRequest { KeyId = keyId, RotationPeriodInDays = enable.PeriodDays }, cancellationToken),
        KeyAction.DisableKeyRotation => Kms.DisableKeyRotationAsync(
            new DisableKeyRotationRequest { KeyId = keyId }, cancellationToken),
        KeyAction.ScheduleKeyDeletion schedule => Kms.ScheduleKeyDeletionAsync(
            new ScheduleKeyDeletionRequest { KeyId = keyId, PendingWindowInDays = schedule.WindowDays }, cancellationToken),
        KeyAction.CancelKeyDeletion => Kms.CancelKeyDeletionAsync(
            new CancelKeyDeletionRequest { KeyId = keyId }, cancellationToken),
        KeyAction.EnableKey => Kms.EnableKeyAsync(new EnableKeyRequest { KeyId = keyId }, cancellationToken),
        KeyAction.DisableKey => Kms.DisableKeyAsync(new DisableKeyRequest { KeyId = keyId }, cancellationToken),
        KeyAction.TagResource tag => Kms.TagResourceAsync(
            new TagResourceRequest { KeyId = keyId, Tags = [new Tag { TagKey = tag.Name, TagValue = tag.Value }] },
            cancellationToken),
        KeyAction.UntagResource untag => Kms.UntagResourceAsync(
            new UntagResourceRequest { KeyId = keyId, TagKeys = [untag.Name] }, cancellationToken),
        _ => throw new NotSupportedException($"{action.Operation} is not among the actions that KMS is called for."),
    };
}
