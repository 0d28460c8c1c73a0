namespace KmsGuard.Sandbox.Tests.Kms;

/// <summary>
/// "Key states of AWS KMS keys" (AWS KMS Developer Guide): which call succeeds in which state, and how the others are refused.
/// </summary>
internal static class KeyStateTable
{
    /// <summary>A refusal's error code, and its message, in which ARN stands for the key's.</summary>
    public static readonly Dictionary<string, (string Code, string Message)> Refusals = new()
    {
        ["[1]"] = ("DisabledException", "ARN is disabled."),
        ["[3]"] = ("KMSInvalidStateException", "ARN is pending deletion (or pending replica deletion)."),
        ["[4]"] = ("KMSInvalidStateException", "ARN is not pending deletion (or pending replica deletion)."),
        ["[5]"] = ("KMSInvalidStateException", "ARN is pending import because no key material has ever been imported "
            + "or one of the imported key materials is deleted or expired."),
        ["[6]"] = ("UnsupportedOperationException", "ARN origin is EXTERNAL which is not valid for this operation."),
        ["[7]"] = ("UnsupportedOperationException", "ARN origin is AWS_CLOUDHSM which is not valid for this operation."),
        ["[11]"] = ("KMSInvalidStateException", "ARN is unavailable."),
        ["[14]"] = ("KMSInvalidStateException", "ARN is creating."),
        ["[15]"] = ("KMSInvalidStateException", "ARN is updating."),
    };

    /// <summary>The states, in the order of the columns.</summary>
    public static readonly string[] States =
    [
        "Enabled", "Disabled", "PendingDeletion", "PendingReplicaDeletion",
        "PendingImport", "Unavailable", "Creating", "Updating",
    ];

    /// <summary>One call a row; <c>n/a</c> where such a key cannot be.</summary>
    public const string Rows = """
                                        Enabled Disabled PD    PRD   PendImp Unavail Creating Updating
        DescribeKey                     ok      ok       ok    ok    ok      ok      ok       ok
        EnableKeyRotation               ok      [1]      [3]   [3]   [6]     [7]     [14]     ok
        DisableKeyRotation              ok      [1]      [3]   [3]   [6]     [7]     [14]     ok
        GetKeyRotationStatus            ok      ok       ok    ok    [6]     [7]     ok       ok
        ListKeyRotations                ok      ok       ok    ok    ok      [7]     ok       ok
        RotateKeyOnDemand               ok      [1]      [3]   [3]   [5]     [7]     [14]     ok
        DisableKey                      ok      ok       [3]   [3]   [5]     ok      [14]     [15]
        EnableKey                       ok      ok       [3]   [3]   [5]     ok      [14]     [15]
        ScheduleKeyDeletion             ok      ok       [3]   [3]   ok      ok      ok       [15]
        CancelKeyDeletion               [4]     [4]      ok    ok    [4]     [4]     [4]      [4]
        TagResource                     ok      ok       [3]   [3]   ok      ok      ok       ok
        UntagResource                   ok      ok       [3]   [3]   ok      ok      ok       ok
        UpdateKeyDescription            ok      ok       [3]   [3]   ok      ok      ok       ok
        ListResourceTags                ok      ok       ok    ok    ok      ok      ok       ok
        ListGrants                      ok      ok       ok    ok    ok      ok      ok       ok
        ListAliases                     ok      ok       ok    ok    ok      ok      ok       ok
        GetKeyPolicy                    ok      ok       ok    ok    ok      ok      ok       ok
        PutKeyPolicy                    ok      ok       ok    ok    ok      ok      ok       ok
        Encrypt                         ok      [1]      [3]   [3]   [5]     [11]    [14]     ok
        Decrypt                         ok      [1]      [3]   [3]   [5]     [11]    [14]     ok
        GenerateDataKey                 ok      [1]      [3]   [3]   [5]     [11]    [14]     ok
        GenerateDataKeyWithoutPlaintext ok      [1]      [3]   [3]   [5]     [11]    [14]     ok
        CreateGrant                     ok      [1]      [3]   [3]   [5]     ok      [14]     ok
        DeleteImportedKeyMaterial       ok      ok       ok    ok    ok      n/a     [14]     [15]
        ReplicateKey                    ok      [1]      [3]   [3]   [5]     n/a     [14]     [15]
        GetKeyLastUsage                 ok      ok       ok    ok    ok      ok      ok       ok
        """;

    /// <summary>The cells of the table.</summary>
    public static IEnumerable<(string Operation, string State, string Outcome)> Cells() =>
        from row in Rows.Split('\n').Skip(1)
        let cells = row.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        from column in States.Index()
        where cells[column.Index + 1] != "n/a"
        select (cells[0], column.Item, cells[column.Index + 1]);
}
