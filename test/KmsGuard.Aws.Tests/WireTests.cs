using KmsGuard.Aws.Tests.Stub;
using KmsGuard.Detect;
using KmsGuard.Remediate;

namespace KmsGuard.Aws.Tests;

/// <summary>The real SDK against a server that misbehaves: trouble is a value, and it always ends.</summary>
public sealed class WireTests
{
    private static readonly KeyArn Key =
        KeyArn.Parse("arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab");

    internal static readonly Dictionary<string, (Answer Answer, FailureKind Kind, string Code)> Troubles = new()
    {
        ["an HTML page with 500, as moto gives"] = (Answers.Html(500), FailureKind.Service, "Http500"),
        ["an HTML page with 200, as a proxy gives"] = (Answers.Html(200), FailureKind.Service, "HttpRequestException"),
        ["an HTML page with 403, as a firewall gives"] = (Answers.Html(403), FailureKind.Service, "Http403"),
        ["a server error"] = (Answers.Json("""{"__type":"KMSInternalException"}""", 500), FailureKind.Service, "KMSInternalException"),
        ["no answer"] = (Answers.Silence, FailureKind.Service, "TimeoutException"),
        ["half an answer"] = (Answers.HalfThenSilence, FailureKind.Service, "TimeoutException"),
        ["a reset"] = (Answers.Reset, FailureKind.Service, "IOException"),
        ["a reset in the answer"] = (Answers.HalfThenReset, FailureKind.Service, "IOException"),
        ["an answer that is too long"] = (Answers.Json(new string(' ', 9_000_000)), FailureKind.Service, "HttpRequestException"),
        ["throttling to the last retry"] = (Answers.Error("ThrottlingException"), FailureKind.Throttled, "ThrottlingException"),
        ["a quota that waiting does not help"] = (Answers.Error("LimitExceededException"), FailureKind.Service, "LimitExceededException"),
        ["a full error name"] = (Answers.Error("com.amazonaws.kms#AccessDeniedException"), FailureKind.AccessDenied, "AccessDeniedException"),
        ["a denial"] = (Answers.Error("AccessDeniedException"), FailureKind.AccessDenied, "AccessDeniedException"),
        ["a key that is gone"] = (Answers.Error("NotFoundException"), FailureKind.NotFound, "NotFoundException"),
        ["a state that forbids it"] = (Answers.Error("KMSInvalidStateException"), FailureKind.InvalidState, "KMSInvalidStateException"),
        ["expired credentials"] = (Answers.Error("ExpiredTokenException"), FailureKind.Credentials, "ExpiredTokenException"),
        ["a signature that does not fit"] = (Answers.Error("InvalidSignatureException"), FailureKind.Credentials, "InvalidSignatureException"),
        ["a service that is away"] = (Answers.Json("", 503), FailureKind.Service, "Http503"),
        ["an unmodelled error"] = (Answers.Error("DisabledException"), FailureKind.InvalidState, "DisabledException"),
        ["a Region that is not enabled"] = (Answers.Error("UnrecognizedClientException"), FailureKind.UnknownCredentials, "UnrecognizedClientException"),
    };

    public static TheoryData<string> TroubleNames => [.. Troubles.Keys];

    [Theory]
    [MemberData(nameof(TroubleNames))]
    public async Task Trouble_comes_back_as_a_failure(string trouble)
    {
        var (answer, kind, code) = Troubles[trouble];
        await using var stub = await StubKms.StartAsync(answer);
        var kms = await stub.OpenAsync(stub.Settings with { AttemptTimeout = PatienceWith(code, 2) });
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));

        var reading = kms.GetKeyLastUsageAsync(Key, patience.Token);
        var written = await kms.ApplyAsync(Key, new KeyAction.DisableKey(), patience.Token);
        var read = await reading;

        read.Value.ShouldBeNull();
        read.Failure.ShouldNotBeNull();
        read.Failure.Kind.ShouldBe(kind);
        read.Failure.Code.ShouldBe(code);
        read.Failure.Operation.ShouldBe("GetKeyLastUsage");
        read.Failure.Message.ShouldNotBeEmpty();
        written.ShouldNotBeNull();
        written.Kind.ShouldBe(kind);
        written.Operation.ShouldBe("DisableKey");
    }

    [Theory]
    [InlineData("""{"KeyRotationEnabled":tr""")]
    [InlineData("""{"KeyRotationEnabled":"perhaps"}""")]
    [InlineData("""{"KeyRotationEnabled":true,"NextRotationDate":{"a":[]}}""")]
    [InlineData("""["KeyRotationEnabled"]""")]
    [InlineData("true")]
    [InlineData("")]
    public async Task JSON_that_breaks_off_or_makes_no_sense_is_a_failure_to_read(string body)
    {
        await using var stub = await StubKms.StartAsync(Answers.Json(body));

        var failure = (await (await stub.OpenAsync()).GetKeyRotationStatusAsync(Key, default)).Failure.ShouldNotBeNull();

        failure.Kind.ShouldBe(FailureKind.Service);
        failure.Operation.ShouldBe("GetKeyRotationStatus");
        failure.Code.ShouldEndWith("Exception");
    }

    [Fact]
    public async Task An_error_text_from_outside_stays_one_short_line()
    {
        await using var stub = await StubKms.StartAsync(
            Answers.Error("AccessDeniedException", "no\r\nINFO all is well\u001b[2J" + new string('x', 5000)));
        var kms = await stub.OpenAsync();

        var failure = (await kms.DescribeKeyAsync(Key.KeyId, default)).Failure.ShouldNotBeNull();

        failure.Message.ShouldStartWith("no INFO all is well [2Jxxx");
        failure.Message.Length.ShouldBe(600);
        failure.Message.ShouldNotContain(c => char.IsControl(c));
    }

    [Fact]
    public async Task Every_attempt_is_counted_and_so_is_throttling()
    {
        await using var stub = await StubKms.StartAsync(
            Answers.Error("ThrottlingException"),
            Answers.Error("ThrottlingException"),
            Answers.Json("""{"KeyRotationEnabled":true,"RotationPeriodInDays":365,"NextRotationDate":1773253425.56}"""));
        var kms = await stub.OpenAsync(stub.Settings with { Retries = 2 });

        var status = (await kms.GetKeyRotationStatusAsync(Key, default)).Value.ShouldNotBeNull();

        status.ShouldBe(new RotationStatus(true, 365, DateTimeOffset.FromUnixTimeMilliseconds(1773253425560)));
        kms.Calls.ShouldBe(new Dictionary<string, int> { ["GetKeyRotationStatus"] = 3 });
        kms.Throttled.ShouldBe(2);
    }

    public static TheoryData<string> Passing => ["a server error", "no answer", "half an answer", "an HTML page with 500, as moto gives"];

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_may_pass_is_tried_again(string trouble)
    {
        await using var stub = await StubKms.StartAsync(Troubles[trouble].Answer, Answers.Json("""{"KeyRotationEnabled":false}"""));
        var kms = await stub.OpenAsync(
            stub.Settings with { Retries = 1, AttemptTimeout = PatienceWith(Troubles[trouble].Code, 15) });

        (await kms.GetKeyRotationStatusAsync(Key, default)).Value.ShouldBe(new RotationStatus(false));

        kms.Calls.ShouldBe(new Dictionary<string, int> { ["GetKeyRotationStatus"] = 2 });
        kms.Throttled.ShouldBe(0);
    }

    [Fact]
    public async Task An_error_that_only_speaks_of_throttling_is_not_counted_as_that()
    {
        await using var stub = await StubKms.StartAsync(Answers.Error("AccessDeniedException", "ThrottlingException"));
        var kms = await stub.OpenAsync();

        (await kms.ListGrantsAsync(Key, default)).Failure!.Kind.ShouldBe(FailureKind.AccessDenied);

        kms.Throttled.ShouldBe(0);
        kms.Calls.ShouldBe(new Dictionary<string, int> { ["ListGrants"] = 1 });
    }

    [Fact]
    public async Task The_callers_cancellation_is_thrown()
    {
        await using var stub = await StubKms.StartAsync(Answers.Silence);
        var kms = await stub.OpenAsync(stub.Settings with { AttemptTimeout = TimeSpan.FromMinutes(30) });
        using var stop = new CancellationTokenSource();

        var reading = kms.DescribeKeyAsync(Key.KeyId, stop.Token);
        var writing = kms.ApplyAsync(Key, new KeyAction.EnableKey(), stop.Token);
        var listing = Task.Run(async () => await kms.ListKeysAsync(null, stop.Token).FirstAsync(stop.Token));
        SpinWait.SpinUntil(() => stub.Requests.Count == 3, TimeSpan.FromMinutes(5)).ShouldBeTrue();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(reading);
        await Should.ThrowAsync<OperationCanceledException>(writing);
        await Should.ThrowAsync<OperationCanceledException>(listing);
    }

    [Fact]
    public async Task Nobody_listening_is_a_failure_too()
    {
        AwsSettings settings;
        await using (var stub = await StubKms.StartAsync(Answers.Silence))
        {
            settings = stub.Settings;
        }

        using var regions = new KmsRegions(settings, 100);
        var open = () => regions.OpenAsync(null, "eu-west-1", new Run("run-1"), default);

        var failure = (await Should.ThrowAsync<FailureException>(open)).Failure;
        failure.Kind.ShouldBe(FailureKind.Service);
        failure.Operation.ShouldBe("GetCallerIdentity");
        (await regions.WhoAmIAsync(default)).ShouldBeNull();
    }

    // Only where the attempt is to be given up is it worth being short of patience; with seconds enough for the next one to
    // be answered.
    private static TimeSpan PatienceWith(string code, int seconds) =>
        code == nameof(TimeoutException) ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromMinutes(5);
}
