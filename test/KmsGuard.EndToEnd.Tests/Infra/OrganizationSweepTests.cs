using System.Text.Json.Nodes;
using KmsGuard.EndToEnd.Tests.Infra.Organization;
using KmsGuard.Sandbox.Kms;

namespace KmsGuard.EndToEnd.Tests.Infra;

/// <summary>A night over an organization: the definition carried out, with the published sweep behind it.</summary>
[Collection(PublishedFunctionTests.Name)]
public sealed class OrganizationSweepTests(PublishedFunction published, Jsonata jsonata) : IClassFixture<Jsonata>
{
    private const string One = "222233334444", Closed = "333344445555", Crashing = "444455556666", Slow = "555566667777";

    [JsonataFact]
    public async Task Every_account_and_Region_is_swept_once_and_one_notice_tells_of_all()
    {
        await using var scene = await StartAsync();
        Plant(scene);
        scene.Sandbox.Sts.DenyAssume($"arn:aws:iam::{Closed}:role/{OrganizationScene.MemberRole}");
        scene.Lambda.Crashing = (Crashing, "us-west-2");
        scene.Lambda.Slow = (Slow, "eu-west-1");

        var night = await scene.RunAsync();

        night.Error.ShouldBeNull();
        Pairs(scene).ShouldBe(
            from account in new[] { OrganizationScene.Home, One, Closed, Crashing, Slow } from region in Regions select $"{account} {region}", ignoreOrder: true);
        night.Output!["totals"]!.ToJsonString().ShouldBe("");
        scene.Objects.Keys.ShouldBe([.. new[] { OrganizationScene.Home, One, Closed, Crashing, Slow }.Select(account => $"runs/night/{account}.json")], ignoreOrder: true);
        var notice = scene.Sandbox.Sns.Messages.ShouldHaveSingleItem();
        notice.Subject.ShouldBe("");
        notice.Message.ShouldBe("");
    }

    private static readonly string[] Regions = ["us-east-1", "us-west-2", "eu-west-1"];

    private async Task<OrganizationScene> StartAsync()
    {
        var scene = await OrganizationScene.StartAsync(published, jsonata, One, Closed, Crashing, Slow);
        scene.Pages = [[OrganizationScene.Home, One], [], [Closed, "-" + One, Crashing, Slow]];
        return scene;
    }

    private static void Plant(OrganizationScene scene)
    {
        var kms = scene.Sandbox.Kms;
        var longAgo = scene.Sandbox.Clock.GetUtcNow().AddDays(-100);
        kms.Seed(OrganizationScene.Home, "us-east-1", new());
        kms.Seed(One, "us-east-1", new() { KeyState = "Disabled", CreatedAt = longAgo, Aliases = ["alias/old"] });
        kms.Seed(One, "eu-west-1", new() { KeyState = "PendingDeletion", PendingWindowInDays = 7 });
        kms.Seed(Crashing, "us-east-1", new());
        kms.Seed(Crashing, "us-west-2", new());
        for (var i = 0; i < 20; i++)
        {
            kms.Seed(Slow, "eu-west-1", new() { KeyState = "Disabled", CreatedAt = longAgo });
        }
    }

    private static IEnumerable<string> Pairs(OrganizationScene scene) =>
        from payload in scene.Lambda.Payloads
        where payload["accounts"] is not null
        from region in payload["regions"]!.AsArray()
        select $"{payload["accounts"]![0]} {region}";
}
