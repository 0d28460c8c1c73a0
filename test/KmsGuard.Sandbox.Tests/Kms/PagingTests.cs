using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.Sandbox.Tests.Kms;

[Trait("Proof", "sandbox")]
public sealed class PagingTests
{
    private readonly KmsBench kms = new();

    /// <summary>List operation, its list, the name of an item, default and largest page.</summary>
    public static TheoryData<string, string, string, int, int> Lists() => new()
    {
        { "ListKeys", "Keys", "KeyId", 100, 1000 },
        { "ListAliases", "Aliases", "AliasName", 50, 100 },
        { "ListGrants", "Grants", "GrantId", 50, 100 },
        { "ListResourceTags", "Tags", "TagKey", 50, 50 },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Pages_hold_the_default_and_follow_each_other_without_gap_or_repetition(
        string operation, string list, string item, int pageSize, int most)
    {
        var key = Fill();
        var names = new List<string>();
        string? marker = null;
        do
        {
            var page = kms.Do(operation, Input(operation, key, limit: null, marker));
            var got = page.Texts(list, item);
            names.AddRange(got);
            marker = (string?)page["NextMarker"];
            page["Truncated"]!.GetValue<bool>().ShouldBe(marker is not null);
            got.Length.ShouldBe(marker is null ? got.Length : pageSize);
        }
        while (marker is not null);

        names.ShouldBeUnique();
        names.Count.ShouldBe(operation == "ListResourceTags" ? 50 : 130, operation);
        kms.Do(operation, Input(operation, key, limit: 7, marker: null)).Texts(list, item).ShouldBe(names.Take(7));
        kms.Do(operation, Input(operation, key, most, marker: null)).Texts(list, item).Length
            .ShouldBe(Math.Min(most, names.Count));
    }

    [Theory]
    [MemberData(nameof(Lists))]
    public void A_limit_out_of_range_is_refused(string operation, string list, string item, int pageSize, int most)
    {
        var key = kms.Seed();

        foreach (var limit in new[] { 0, -1, most + 1, int.MaxValue })
        {
            kms.Refused(operation, Input(operation, key, limit, marker: null)).Code
                .ShouldBe("ValidationException", $"{list} by {item}, {pageSize} a page");
        }
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("bm9uc2Vuc2U=")]
    [InlineData("")]
    [InlineData("\uffff")]
    public void A_marker_that_the_list_did_not_give_is_refused(string marker)
    {
        var key = kms.Seed();
        foreach (var row in Lists())
        {
            var operation = (string)row[0];
            kms.Refuses("InvalidMarkerException", operation, Input(operation, key, limit: null, marker));
        }
    }

    [Fact]
    public void A_marker_of_another_list_is_refused()
    {
        var key = Fill();
        var marker = kms.Do("ListKeys", new { Limit = 1 }).Text("NextMarker");

        kms.Refuses("InvalidMarkerException", "ListAliases", new { Marker = marker });
        kms.Refuses("InvalidMarkerException", "ListGrants", new { KeyId = key, Marker = marker });
        kms.Refuses("InvalidMarkerException", "ListKeys", new { Marker = marker }, region: "us-west-2");
    }

    [Fact]
    public void A_forged_marker_does_no_harm()
    {
        Fill();
        var genuine = Encoding.UTF8.GetString(Convert.FromBase64String(kms.Do("ListKeys", new { Limit = 1 }).Text("NextMarker")));
        var forged = Convert.ToBase64String(Encoding.UTF8.GetBytes(genuine.Split('\n')[0] + "\n\uffff\uffff"));

        kms.Do("ListKeys", new { Marker = forged })["Keys"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void A_page_goes_on_where_the_last_one_ended_even_when_that_key_is_gone()
    {
        for (var i = 0; i < 5; i++)
        {
            kms.Do("ScheduleKeyDeletion", new { KeyId = kms.Seed(), PendingWindowInDays = 7 });
        }

        var kept = Enumerable.Range(0, 5).Select(_ => kms.Seed()).ToList();
        var marker = kms.Do("ListKeys", new { Limit = 5 }).Text("NextMarker");
        var all = kms.Do("ListKeys").Texts("Keys", "KeyArn");
        kms.PassDays(8);

        kms.Do("ListKeys", new { Marker = marker }).Texts("Keys", "KeyArn").ShouldBe(all.Skip(5).Where(kept.Contains));
    }

    [Fact]
    public void Grants_are_filtered_before_they_are_cut_into_pages()
    {
        var key = kms.Seed(new KeySeed { GranteePrincipals = ["a", "b", "a", "b", "a"] });

        var first = kms.Do("ListGrants", new { KeyId = key, GranteePrincipal = "a", Limit = 2 });
        var rest = kms.Do("ListGrants", new { KeyId = key, GranteePrincipal = "a", Marker = first.Text("NextMarker") });

        first.Texts("Grants", "GranteePrincipal").ShouldBe(["a", "a"]);
        rest.Texts("Grants", "GranteePrincipal").ShouldBe(["a"]);
    }

    // One key with 130 grants and 50 tags among 130 keys, and 130 aliases with those that AWS has predefined.
    private string Fill()
    {
        var predefined = kms.Do("ListAliases")["Aliases"]!.AsArray().Count;
        for (var i = 0; i < 129; i++)
        {
            kms.Seed(new KeySeed { Aliases = i < 130 - predefined ? [$"alias/key-{i}"] : [] });
        }

        return kms.Seed(new KeySeed
        {
            GranteePrincipals = [.. Enumerable.Range(0, 130).Select(i => $"arn:aws:iam::111122223333:user/{i}")],
            Tags = Enumerable.Range(0, 50).ToDictionary(i => $"tag-{i}", i => i.ToString(CultureInfo.InvariantCulture)),
        });
    }

    private static JsonObject Input(string operation, string key, int? limit, string? marker)
    {
        var input = new JsonObject { ["Limit"] = limit, ["Marker"] = marker };
        if (operation is "ListGrants" or "ListResourceTags")
        {
            input["KeyId"] = key;
        }

        return input;
    }
}
