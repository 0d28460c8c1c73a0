using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using KmsGuard.Detect;
using KmsGuard.Remediate;
using KmsGuard.Report;
using KmsGuard.Tests.Detect;
using KmsGuard.Tests.Remediate;
using Microsoft.Extensions.Logging.Abstractions;
using Check = FsCheck.Check;

namespace KmsGuard.Tests.Report;

/// <summary>Whatever comes, whatever KMS answers: people are told, and what they are told is safe to read.</summary>
public sealed class AlertPropertyTests
{
    private const string Hostile = "line\r\nbreak \u202e\u0000\u001b[2J \u2028 <!channel> [help](https://example.com) `x` \ud83d\ude00\ud800&";

    private static readonly FixedTime Clock = new(AlertKeys.Now);

    public static TheoryData<string> Answers() => ["fine", "hostile", "denied", "throttled", "server error", "bug", "hang"];

    [Theory]
    [MemberData(nameof(Answers))]
    public void No_event_and_no_answer_of_KMS_loses_an_alert_or_makes_it_unsafe(string answer) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(MutatedEvent.Seeds, seed =>
        {
            var random = new Random(seed);
            var file = MutatedEvent.Files[random.Next(MutatedEvent.Files.Count)];
            var format = (MessageFormat)random.Next(3);
            var sink = new KeptNotices();

            var root = MutatedEvent.Of(file, random);
            var result = Alerting(root, answer, format).HandleAsync(root, sink, default).GetAwaiter().GetResult();

            (result.Refusal is null).ShouldBe(sink.Notices.Count == 1, $"{file}: {result.Refusal}");
            if (file.StartsWith("disable-key.", StringComparison.Ordinal) || file.StartsWith("schedule-key-deletion.", StringComparison.Ordinal))
            {
                result.Refusal.ShouldBeNull(file);
            }

            sink.Notices.ForEach(notice => NoticeRules.Check(notice, format));
        }));

    private static Alerting Alerting(JsonElement root, string answer, MessageFormat format)
    {
        var options = new AlertOptions
        {
            Format = format,
            OwnAccount = "111122223333",
            OwnRoles = [new("arn:aws*:iam::*:role/kmsguard-*")],
            EnrichmentBudget = answer == "hang" ? TimeSpan.FromMilliseconds(5) : TimeSpan.FromSeconds(30),
            Metrics = line => EmfLine.Read(line),
        };
        return new(Regions(root, answer), options, new(Clock), Clock, NullLogger.Instance);
    }

    private static IKmsRegions Regions(JsonElement root, string answer)
    {
        if (answer == "hang" || EventParser.Parse(root).Event is not { } happened)
        {
            return new Stuck();
        }

        var kms = AlertKeys.KmsOf(happened, (operation, _) => answer switch
        {
            "denied" => new(FailureKind.AccessDenied, operation, "AccessDeniedException", Hostile),
            "throttled" => new(FailureKind.Throttled, operation, "ThrottlingException", Hostile),
            "server error" => new(FailureKind.Service, operation, "KMSInternalException", new string('5', 100_000)),
            "bug" => throw new InvalidOperationException(Hostile),
            _ => null,
        });
        if (answer == "hostile" && happened.Key is { } key)
        {
            kms.Change(key, Spoil);
        }

        return new One(kms);
    }

    // More than AWS would let through, and in every place that an attacker can write to.
    private static KeySnapshot Spoil(KeySnapshot key)
    {
        string[] names = ["team", " team", "team ", "owner\u200b", "owner", "environment", .. Enumerable.Range(0, 50).Select(i => $"{Hostile}{i}")];
        var endless = string.Concat(Enumerable.Repeat(Hostile, 100));
        return key with
        {
            Aliases = Keys.Aliases([.. Enumerable.Range(0, 100).Select(i => $"alias/{i}{endless}")]),
            Description = Reading.Of(key.Description!.Value! with { Description = endless, Spec = Hostile, Origin = Hostile }),
            Tags = Keys.Tags([.. names.Select(name => (name, $"prod {endless}"))]),
            Grants = Reading.Of<IReadOnlyList<KeyGrant>>([.. Enumerable.Range(0, 200).Select(i => new KeyGrant($"{i}", $"{i}{endless}", endless))]),
            LastUsage = Reading.Of(new LastUsage(AlertKeys.Now, endless, endless)),
        };
    }
}
