using KmsGuard.Detect;
using KmsGuard.Evaluate;

namespace KmsGuard.Tests.Evaluate;

public sealed class KeyKindTests
{
    private static readonly string[] Specs =
    [
        "SYMMETRIC_DEFAULT", "RSA_2048", "RSA_3072", "RSA_4096", "ECC_NIST_P256", "ECC_NIST_P384", "ECC_NIST_P521", "ECC_SECG_P256K1",
        "ECC_NIST_EDWARDS25519", "SM2", "ML_DSA_44", "ML_DSA_65", "ML_DSA_87", "ML_KEM_512", "ML_KEM_768", "ML_KEM_1024",
        "HMAC_224", "HMAC_256", "HMAC_384", "HMAC_512", "NEW_SPEC",
    ];

    private static readonly string[] Origins = ["AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE", "NEW_ORIGIN"];

    private static readonly string[][] Rows =
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Evaluate", "key-kinds.table"))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries)),
    ];

    private static readonly SweepOptions Asking = Keys.Enforcing with { DisabledDays = 0 };

    public static TheoryData<KeyManager, KeyState> ManagersAndStates()
    {
        var data = new TheoryData<KeyManager, KeyState>();
        foreach (var manager in Enum.GetValues<KeyManager>())
        {
            foreach (var state in Enum.GetValues<KeyState>())
            {
                data.Add(manager, state);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(ManagersAndStates))]
    public void Every_kind_of_key_has_the_outcome_and_reasons_of_its_row(KeyManager manager, KeyState state)
    {
        var wrong = new List<string>();
        foreach (var (spec, origin, kind) in from spec in Specs from origin in Origins from kind in Enum.GetValues<MultiRegionKind>() select (spec, origin, kind))
        {
            string[] cells = [manager.ToString(), state.ToString(), spec, origin, kind.ToString()];
            var row = Rows.Single(row => Enumerable.Range(0, 5).All(i => Covers(row[i], cells[i])));
            var decision = KeyEvaluator.Decide(Key(manager, state, spec, origin, kind), Asking, Keys.Now);
            var got = $"{KebabCase.Of(decision.Outcome)} | {string.Join(", ", decision.Reasons)}".Trim();
            var expected = $"{row[5]} | {row[6]}".Trim();
            if (got != expected)
            {
                wrong.Add($"{string.Join(" | ", cells)}: {got}, expected {expected}");
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void No_row_of_the_table_is_idle() => Rows.ShouldAllBe(row =>
        Specs.Any(spec => Covers(row[2], spec)) && Origins.Any(origin => Covers(row[3], origin)) && row.Length == 7);

    private static bool Covers(string pattern, string value) => pattern switch
    {
        "*" => true,
        "asymmetric" => value == "SM2" || new[] { "RSA_", "ECC_", "ML_" }.Any(family => value.StartsWith(family, StringComparison.Ordinal)),
        _ when pattern.EndsWith('*') => value.StartsWith(pattern[..^1], StringComparison.Ordinal),
        _ => pattern == value,
    };

    private static KeySnapshot Key(KeyManager manager, KeyState state, string spec, string origin, MultiRegionKind kind) => Keys.Unused() with
    {
        Tags = Keys.Tags(),
        Rotation = Reading.Of(new RotationStatus(false)),
        Description = Reading.Of(Keys.Description(state) with
        {
            Manager = manager,
            Spec = spec,
            Origin = origin,
            MultiRegion = kind,
            Primary = kind == MultiRegionKind.None ? null : Keys.Arn.In("us-east-1"),
            Replicas = kind == MultiRegionKind.None ? [] : [Keys.Arn.In("us-west-2"), Keys.Arn],
        }),
    };
}
