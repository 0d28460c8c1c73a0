using KmsGuard.Aws.Tests.Stub;
using KmsGuard.Detect;

namespace KmsGuard.Aws.Tests;

/// <summary>Lists whose pages lead astray: they must end, and never pass for whole.</summary>
public sealed class PagesTests
{
    private const string Arn = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";

    public static TheoryData<string, string[]> Astray => new()
    {
        { "RepeatedMarker", ["""{"Truncated":true,"NextMarker":"a"}"""] },
        { "RepeatedMarker", ["""{"Truncated":true,"NextMarker":"a"}""", """{"Truncated":true,"NextMarker":"b"}""", """{"Truncated":true,"NextMarker":"a"}"""] },
        { "FormatException", ["""{"Truncated":true}"""] },
        { "FormatException", ["""{"Truncated":true,"NextMarker":""}"""] },
    };

    [Theory]
    [MemberData(nameof(Astray))]
    public async Task A_list_without_an_end_is_a_failure(string code, string[] pages)
    {
        await using var stub = await StubKms.StartAsync([.. pages.Select(page => Answers.Json(page))]);
        var kms = await stub.OpenAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));

        (await kms.ListAliasesAsync(patience.Token)).Failure.ShouldNotBeNull().Code.ShouldBe(code);
        (await kms.ListGrantsAsync(KeyArn.Parse(Arn), patience.Token)).Failure.ShouldNotBeNull().Kind.ShouldBe(FailureKind.Service);
        (await kms.ListResourceTagsAsync(KeyArn.Parse(Arn), patience.Token)).Failure.ShouldNotBeNull();
        await Should.ThrowAsync<FailureException>(async () => await kms.ListKeysAsync(null, patience.Token).ToListAsync());
    }

    [Fact]
    public async Task Pages_before_the_one_that_fails_still_count()
    {
        await using var stub = await StubKms.StartAsync(
            Answers.Json($$"""{"Keys":[{"KeyArn":"{{Arn}}"}],"Truncated":true,"NextMarker":"a"}"""),
            Answers.Error("AccessDeniedException"));
        var kms = await stub.OpenAsync();
        var keys = new List<KeyArn>();

        var list = async () =>
        {
            await foreach (var page in kms.ListKeysAsync(null, default))
            {
                keys.AddRange(page.Keys);
            }
        };

        (await Should.ThrowAsync<FailureException>(list)).Failure.Kind.ShouldBe(FailureKind.AccessDenied);
        keys.ShouldBe([KeyArn.Parse(Arn)]);
    }

    [Fact]
    public async Task An_empty_page_does_not_end_a_list()
    {
        await using var stub = await StubKms.StartAsync(
            Answers.Json("""{"Keys":[],"Truncated":true,"NextMarker":"a"}"""),
            Answers.Json($$"""{"Keys":[{"KeyArn":"{{Arn}}"}],"Truncated":true,"NextMarker":"b"}"""),
            Answers.Json("""{"Truncated":false}"""));
        var kms = await stub.OpenAsync();

        var pages = await kms.ListKeysAsync(null, default).ToListAsync();

        pages.SelectMany(page => page.Keys).ShouldBe([KeyArn.Parse(Arn)]);
        stub.Requests.Select(body => body["Marker"]?.GetValue<string>()).ShouldBe([null, "a", "b"]);
    }

    [Fact]
    public async Task A_key_whose_ARN_makes_no_sense_fails_the_list()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("""{"Keys":[{"KeyArn":"arn:aws:kms:::alias/x"}]}"""));
        var kms = await stub.OpenAsync();

        var list = async () => await kms.ListKeysAsync(null, default).ToListAsync();

        (await Should.ThrowAsync<FailureException>(list)).Failure.Kind.ShouldBe(FailureKind.Service);
    }

    [Fact]
    public async Task Pages_are_as_large_as_KMS_allows()
    {
        await using var stub = await StubKms.StartAsync(Answers.Json("{}"));
        var kms = await stub.OpenAsync();

        (await kms.ListKeysAsync(null, default).ToListAsync()).ShouldHaveSingleItem().Keys.ShouldBeEmpty();
        (await kms.ListAliasesAsync(default)).Value.ShouldNotBeNull().ShouldBeEmpty();
        (await kms.ListAliasesAsync("id", default)).Value.ShouldNotBeNull().ShouldBeEmpty();
        (await kms.ListGrantsAsync(KeyArn.Parse(Arn), default)).Value.ShouldNotBeNull().ShouldBeEmpty();
        (await kms.ListResourceTagsAsync(KeyArn.Parse(Arn), default)).Value.ShouldNotBeNull().ShouldBeEmpty();

        stub.Requests.Select(body => body["Limit"]!.GetValue<int>()).ShouldBe([1000, 100, 100, 100, 50]);
    }
}
