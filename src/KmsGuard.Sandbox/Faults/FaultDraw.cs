using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using KmsGuard.Sandbox.Wire;

namespace KmsGuard.Sandbox.Faults;

/// <summary>Draws what goes wrong with each call, by one plan.</summary>
internal sealed class FaultDraw
{
    private readonly ConcurrentDictionary<string, int> numbers = new(StringComparer.Ordinal);

    private readonly TimeProvider time;

    /// <param name="plan">The plan.</param>
    /// <param name="time">The callers' time; null for the system's, by which SDKs sign.</param>
    /// <exception cref="ArgumentException">The plan has a rule that cannot be.</exception>
    public FaultDraw(FaultPlan plan, TimeProvider? time = null)
    {
        this.time = time ?? TimeProvider.System;
        foreach (var rule in plan.Rules)
        {
            rule.Check();
        }

        Plan = plan;
    }

    public FaultPlan Plan { get; }

    /// <summary>Null when all goes well.</summary>
    public Fault? Next(AwsRequest request)
    {
        var rules = Plan.Rules.Where(rule => rule.Matches(request)).ToList();
        if (rules.Count == 0)
        {
            return null;
        }

        // A hash instead of a generator: a generator's numbers would go to whichever call comes first.
        var call = $"{request.Caller.Account}\n{request.Region}\n{request.Service}\n{request.Operation}\n{KeyId(request)}";
        var number = numbers.AddOrUpdate(call, 1, (_, before) => before + 1);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{Plan.Seed}\n{number}\n{call}"));
        var (drawn, after) = (Fraction(hash), Fraction(hash.AsSpan(8)));
        foreach (var rule in rules)
        {
            if (drawn < rule.Share)
            {
                return rule.Kind switch
                {
                    FaultKind.Slow => new(rule.Kind, true, TimeSpan.FromMilliseconds(rule.DelayMilliseconds ?? FaultRule.UsualDelay)),
                    FaultKind.ClockSkew => SkewedClock.Look(request.SignedAt, time.GetUtcNow().AddMinutes(rule.SkewMinutes ?? FaultRule.UsualSkew)),
                    _ => new(rule.Kind, rule.IsAlwaysDone ?? after < rule.AfterShare),
                };
            }

            drawn -= rule.Share;
        }

        return null;
    }

    // The same key by its id and by its ARN.
    private static string? KeyId(AwsRequest request) => request.KeyId?.Split(":key/")[^1];

    private static double Fraction(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt64BigEndian(bytes) / (ulong.MaxValue + 1.0);
}
