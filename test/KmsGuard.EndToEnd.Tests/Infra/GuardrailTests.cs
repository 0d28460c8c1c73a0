using KmsGuard.Remediate;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>What each guardrail denies, and what it leaves alone.</summary>
public sealed class GuardrailTests
{
    private const string Schedule = "kms:ScheduleKeyDeletion", Disable = "kms:DisableKey", Cancel = "kms:CancelKeyDeletion";
    private const string Key = $"arn:aws:kms:eu-west-1:{Guardrail.Member}:key/11111111-2222-4333-8444-555555555555";
    private const string Admin = $"arn:aws:iam::{Guardrail.Member}:role/admin", Emergency = $"arn:aws:iam::{Guardrail.Member}:role/emergency";
    private const string Sweep = $"arn:aws:iam::{Guardrail.Home}:role/kmsguard-sweep", MemberSweep = $"arn:aws:iam::{Guardrail.Member}:role/guard-sweep";

    private static readonly string[] Kinds = ["scp", "rcp", "key-policy"];

    public static TheoryData<string, string, bool> NoDeletion => new()
    {
        { Admin, Disable, true },
        { Admin, Schedule, true },
        { Admin, "kms:DeleteImportedKeyMaterial", true },
        { $"arn:aws:iam::{Guardrail.Member}:root", Schedule, true },
        { $"arn:aws:iam::{Guardrail.Member}:user/emergency", Schedule, true },
        { $"arn:aws:iam::{Guardrail.Member}:role/path/emergency", Schedule, true },
        { $"arn:aws:iam::{Guardrail.Member}:role/emergency-2", Schedule, true },
        { $"arn:aws:iam::{Guardrail.Member}:role/kmsguard-sweep", Schedule, true },
        { $"arn:aws:iam::{Guardrail.Home}:role/kmsguard-alert", Schedule, true },
        { $"arn:aws:iam::{Guardrail.Home}:role/kmsguard-rollback", Disable, true },
        { $"arn:aws:iam::{Guardrail.Member}:role/guard-alert", Schedule, true },
        { Emergency, Disable, false },
        { Emergency, Schedule, false },
        { Sweep, Schedule, false },
        { MemberSweep, Schedule, false },
        { Admin, Cancel, false },
        { Admin, "kms:EnableKey", false },
        { Admin, "kms:Decrypt", false },
    };

    [Theory]
    [MemberData(nameof(NoDeletion))]
    public void No_deletion_leaves_only_the_emergency_and_the_sweep(string principal, string action, bool denied)
    {
        foreach (var kind in Kinds)
        {
            Guardrail.Read($"{kind}/no-deletion").Denies(principal, action, Key).ShouldBe(denied, kind);
        }
    }

    [Theory]
    [InlineData("rcp")]
    [InlineData("key-policy")]
    public void A_service_s_own_principal_is_left_alone_by_what_stands_at_the_key(string kind) =>
        Guardrail.Read($"{kind}/no-deletion").Denies("backup.amazonaws.com", Disable, Key).ShouldBeFalse();

    /// <summary>The request's window in days, null where KMS's default of 30 takes its place without a context key.</summary>
    public static TheoryData<string, string, int?, bool> Window => new()
    {
        { Admin, Schedule, 7, true },
        { Admin, Schedule, 29, true },
        { Admin, Schedule, 30, false },
        { Admin, Schedule, null, false },
        { Emergency, Schedule, 7, true },
        { Sweep, Schedule, 29, true },
        { Sweep, Schedule, 30, false },
        { Admin, Disable, null, false },
    };

    [Theory]
    [MemberData(nameof(Window))]
    public void A_short_window_is_denied_to_everybody_and_the_default_to_nobody(string principal, string action, int? window, bool denied)
    {
        foreach (var kind in Kinds)
        {
            Guardrail.Read($"{kind}/window").Denies(principal, action, Key, Days("kms:ScheduleKeyDeletionPendingWindowInDays", window)).ShouldBe(denied, kind);
        }
    }

    /// <summary>The days without use, null where KMS knows nothing.</summary>
    public static TheoryData<string, string, int?, bool> RecentUse => new()
    {
        { Admin, Schedule, 0, true },
        { Admin, Schedule, 89, true },
        { Admin, Schedule, 90, false },
        { Admin, Schedule, null, true },
        { Admin, Disable, 89, true },
        { Admin, Disable, 90, false },
        { Admin, Disable, null, false },
        { Sweep, Schedule, 89, true },
        { Sweep, Schedule, null, true },
        { MemberSweep, Schedule, 90, false },
        { Emergency, Schedule, 0, false },
        { Emergency, Schedule, null, false },
        { Emergency, Disable, 0, false },
        { Admin, Cancel, null, false },
        { Admin, "kms:EnableKey", null, false },
    };

    [Theory]
    [MemberData(nameof(RecentUse))]
    public void A_used_key_is_kept_and_one_of_unknown_use_not_deleted(string principal, string action, int? days, bool denied)
    {
        foreach (var kind in Kinds)
        {
            Guardrail.Read($"{kind}/recent-use").Denies(principal, action, Key, Days("kms:TrailingDaysWithoutKeyUsage", days)).ShouldBe(denied, kind);
        }
    }

    public static TheoryData<string, IReadOnlyCollection<string>> Functions => new()
    {
        { "alert", Permissions.AlertWithRescue },
        { "sweep", Permissions.Sweep },
        { "rollback", Permissions.Rollback },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void KmsGuard_does_its_work_under_all_of_them(string function, IReadOnlyCollection<string> actions)
    {
        string[] roles = [$"arn:aws:iam::{Guardrail.Home}:role/kmsguard-{function}", $"arn:aws:iam::{Guardrail.Member}:role/guard-{function}"];
        // A request as the functions make it, with their defaults; the release of a hold is a person's.
        (string, string[])[] context =
        [
            .. Days("kms:ScheduleKeyDeletionPendingWindowInDays", 30), .. Days("kms:TrailingDaysWithoutKeyUsage", 90),
            ("aws:TagKeys", function == "rollback" ? ["kmsguard:hold"] : ["kmsguard:disabled-since", "kmsguard:run"]),
        ];

        foreach (var (name, role, action) in from name in Guardrail.Names from role in roles from action in actions select (name, role, action))
        {
            Guardrail.Read(name).Denies(role, action, Key, context).ShouldBeFalse($"{name}: {action} of {role}");
        }
    }

    private static (string, string[])[] Days(string key, int? days) => days is null ? [] : [(key, [$"{days}"])];
}
