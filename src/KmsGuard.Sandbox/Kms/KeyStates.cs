using System.Collections.Frozen;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Kms;

/// <summary>Which call a key allows in which state: "Key states of AWS KMS keys" in the AWS KMS Developer Guide.</summary>
internal static class KeyStates
{
    // "-" is allowed as far as the state goes; a number is the footnote by which the guide refuses. Where the guide leaves
    // a choice of footnotes, the state's own comes first (1 before 7), and 3 (KMSInvalidStateException) stands for 2 or 3,
    // because that is what CloudTrail's example of a Decrypt under a key pending deletion shows. Pending replica deletion
    // shares the column of pending deletion. Calls that are not listed are allowed in every state.
    private const string Table = """
                                          Enabled Disabled Pending  Pending Un-       Creating Updating
                                                           Deletion Import  available
        EnableKeyRotation                 -       1        3        6       7         14       -
        DisableKeyRotation                -       1        3        6       7         14       -
        GetKeyRotationStatus              -       -        -        6       7         -        -
        RotateKeyOnDemand                 -       1        3        5       7         14       -
        ListKeyRotations                  -       -        -        -       7         -        -
        DisableKey                        -       -        3        5       -         14       15
        EnableKey                         -       -        3        5       -         14       15
        ScheduleKeyDeletion               -       -        3        -       -         -        15
        CancelKeyDeletion                 4       4        -        4       4         4        4
        TagResource                       -       -        3        -       -         -        -
        UntagResource                     -       -        3        -       -         -        -
        UpdateKeyDescription              -       -        3        -       -         -        -
        CreateAlias                       -       -        3        -       -         14       -
        CreateGrant                       -       1        3        5       -         14       -
        DeleteImportedKeyMaterial         -       -        -        -       9         14       15
        ReplicateKey                      -       1        3        5       7         14       15
        Encrypt                           -       1        3        5       11        14       -
        Decrypt                           -       1        3        5       11        14       -
        GenerateDataKey                   -       1        3        5       11        14       -
        GenerateDataKeyWithoutPlaintext   -       1        3        5       11        14       -
        """;

    private static readonly FrozenDictionary<string, string[]> Rows = Table
        .Split('\n')
        .Skip(2)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        .ToFrozenDictionary(cells => cells[0], cells => cells[1..]);

    /// <exception cref="AwsException">The key's state forbids the operation.</exception>
    public static void Demand(string operation, KmsKey key)
    {
        if (Rows.TryGetValue(operation, out var row) && row[Column(key.State)] is not "-" and var footnote)
        {
            throw Refusal(footnote, key);
        }
    }

    private static int Column(KeyState state) => state switch
    {
        KeyState.Enabled => 0,
        KeyState.Disabled => 1,
        KeyState.PendingDeletion or KeyState.PendingReplicaDeletion => 2,
        KeyState.PendingImport => 3,
        KeyState.Unavailable => 4,
        KeyState.Creating => 5,
        _ => 6,
    };

    private static AwsException Refusal(string footnote, KmsKey key) => footnote switch
    {
        "1" => new("DisabledException", $"{key.Arn} is disabled."),
        "3" => Invalid(key, "pending deletion (or pending replica deletion)"),
        "4" => Invalid(key, "not pending deletion (or pending replica deletion)"),
        "5" => Invalid(
            key,
            "pending import because no key material has ever been imported "
            + "or one of the imported key materials is deleted or expired"),
        "11" => Invalid(key, "unavailable"),
        "14" => Invalid(key, "creating"),
        "15" => Invalid(key, "updating"),
        _ => KmsErrors.WrongOrigin(key),
    };

    private static AwsException Invalid(KmsKey key, string state) => new("KMSInvalidStateException", $"{key.Arn} is {state}.");
}
