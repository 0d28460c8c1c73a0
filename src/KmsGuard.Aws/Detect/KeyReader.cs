using System.Runtime.CompilerServices;
using Amazon.KeyManagementService;
using Amazon.KeyManagementService.Model;
using KmsGuard.Detect;
using KmsGuard.Report;

namespace KmsGuard.Aws.Detect;

/// <summary>Reads keys with KMS's own calls, pages as large as each operation allows.</summary>
internal abstract class KeyReader(IAmazonKeyManagementService kms, string account, string region) : IKeyReader
{
    private readonly ArnReader arns = new(account, region);

    /// <inheritdoc/>
    public string Account => account;

    /// <inheritdoc/>
    public string Region => region;

    /// <summary>The client, for what writes.</summary>
    protected IAmazonKeyManagementService Kms => kms;

    /// <inheritdoc/>
    public async IAsyncEnumerable<KeyPage> ListKeysAsync(
        string? marker, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pages = Pages.ReadAsync(
            "ListKeys",
            async at =>
            {
                var page = await kms.ListKeysAsync(new() { Limit = 1000, Marker = at }, cancellationToken);
                return new Page<KeyArn>(page.Keys?.Select(key => arns.Read(key.KeyArn)), page.Truncated, page.NextMarker);
            },
            marker,
            cancellationToken);
        await foreach (var (keys, at, next) in pages)
        {
            yield return new(keys, at, next);
        }
    }

    /// <inheritdoc/>
    public Task<Reading<ILookup<string, string>>> ListAliasesAsync(CancellationToken cancellationToken) => TryAsync(
        "ListAliases",
        async () => (await AliasesAsync<(string KeyId, string Name)>(
            null,
            // Predefined AWS aliases without a key have no target.
            alias => alias.TargetKeyId is { Length: > 0 } ? [(alias.TargetKeyId, alias.AliasName)] : [],
            cancellationToken)).ToLookup(alias => alias.KeyId, alias => alias.Name, StringComparer.Ordinal),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Reading<IReadOnlyList<string>>> ListAliasesAsync(string keyId, CancellationToken cancellationToken) => TryAsync(
        "ListAliases",
        async () => await AliasesAsync<string>(keyId, alias => [alias.AliasName], cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Reading<KeyDescription>> DescribeKeyAsync(string keyId, CancellationToken cancellationToken) => TryAsync(
        "DescribeKey",
        async () =>
        {
            // To describe a predefined AWS alias creates the key behind it.
            if (!KeyReference.TryParse(keyId, out _))
            {
                throw new FailureException(new(
                    FailureKind.Service, "DescribeKey", "InvalidKeyId",
                    $"'{SafeText.OneLine(keyId, 100)}' is neither the id nor the ARN of a key."));
            }

            var answer = await kms.DescribeKeyAsync(new DescribeKeyRequest { KeyId = keyId }, cancellationToken);
            return KeyMapping.Description(answer.KeyMetadata, arns);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<Reading<RotationStatus>> GetKeyRotationStatusAsync(KeyArn key, CancellationToken cancellationToken) => TryAsync(
        "GetKeyRotationStatus",
        async () => KeyMapping.Rotation(
            await kms.GetKeyRotationStatusAsync(new GetKeyRotationStatusRequest { KeyId = key.ToString() }, cancellationToken)),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Reading<IReadOnlyDictionary<string, string>>> ListResourceTagsAsync(
        KeyArn key, CancellationToken cancellationToken) => TryAsync(
        "ListResourceTags",
        async () =>
        {
            var tags = await Pages.AllAsync(
                "ListResourceTags",
                async marker =>
                {
                    var page = await kms.ListResourceTagsAsync(
                        new() { KeyId = key.ToString(), Limit = 50, Marker = marker }, cancellationToken);
                    return new Page<Tag>(page.Tags, page.Truncated, page.NextMarker);
                },
                cancellationToken);
            return (IReadOnlyDictionary<string, string>)tags.ToDictionary(
                tag => tag.TagKey, tag => tag.TagValue ?? "", StringComparer.Ordinal);
        },
        cancellationToken);

    /// <inheritdoc/>
    public Task<Reading<IReadOnlyList<KeyGrant>>> ListGrantsAsync(KeyArn key, CancellationToken cancellationToken) => TryAsync(
        "ListGrants",
        () => Pages.AllAsync(
            "ListGrants",
            async marker =>
            {
                var page = await kms.ListGrantsAsync(
                    new() { KeyId = key.ToString(), Limit = 100, Marker = marker }, cancellationToken);
                return new Page<KeyGrant>(page.Grants?.Select(KeyMapping.Grant), page.Truncated, page.NextMarker);
            },
            cancellationToken),
        cancellationToken);

    /// <inheritdoc/>
    public Task<Reading<LastUsage>> GetKeyLastUsageAsync(KeyArn key, CancellationToken cancellationToken) => TryAsync(
        "GetKeyLastUsage",
        async () => KeyMapping.Usage(
            await kms.GetKeyLastUsageAsync(new GetKeyLastUsageRequest { KeyId = key.ToString() }, cancellationToken)),
        cancellationToken);

    // Only what is asked of an alias is kept: there may be a hundred thousand, and each entry has dates and an ARN too.
    private Task<IReadOnlyList<T>> AliasesAsync<T>(
        string? keyId, Func<AliasListEntry, IEnumerable<T>> pick, CancellationToken cancellationToken) => Pages.AllAsync(
        "ListAliases",
        async marker =>
        {
            var page = await kms.ListAliasesAsync(new() { KeyId = keyId, Limit = 100, Marker = marker }, cancellationToken);
            return new Page<T>(page.Aliases?.SelectMany(pick), page.Truncated, page.NextMarker);
        },
        cancellationToken);

    // Whatever goes wrong with one fact of one key stays with that fact: only the caller's cancellation is thrown.
    private static async Task<Reading<T>> TryAsync<T>(
        string operation, Func<Task<T>> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return Reading.Of(await read());
        }
        catch (Exception e)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Reading.Failed<T>(FailureMapping.From(operation, e));
        }
    }
}
