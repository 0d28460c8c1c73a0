using Amazon.KeyManagementService.Model;

namespace KmsGuard.Sandbox.Tests.Wire;

public sealed class KmsOverHttpTests
{
    [Fact]
    public async Task The_SDK_creates_uses_disables_and_schedules_a_key()
    {
        await using var aws = await AwsSandbox.StartAsync(new() { Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero) });
        using var kms = aws.KmsClient();

        var id = (await kms.CreateKeyAsync(new CreateKeyRequest { Description = "Zürich" })).KeyMetadata.KeyId;
        var secret = await kms.EncryptAsync(new EncryptRequest { KeyId = id, Plaintext = new([1, 2, 3]) });
        var opened = await kms.DecryptAsync(new DecryptRequest { CiphertextBlob = secret.CiphertextBlob });
        await kms.DisableKeyAsync(new DisableKeyRequest { KeyId = id });
        await Should.ThrowAsync<DisabledException>(
            () => kms.DecryptAsync(new DecryptRequest { CiphertextBlob = secret.CiphertextBlob }));
        var scheduled = await kms.ScheduleKeyDeletionAsync(id, 7);

        opened.Plaintext.ToArray().ShouldBe(new byte[] { 1, 2, 3 });
        scheduled.DeletionDate!.Value.ToUniversalTime().Date.ShouldBe(new DateTime(2026, 3, 8));
        (await kms.DescribeKeyAsync(id)).KeyMetadata.Description.ShouldBe("Zürich");

        aws.Clock.Advance(TimeSpan.FromDays(8));
        await Should.ThrowAsync<NotFoundException>(() => kms.DescribeKeyAsync(id));
    }

    [Fact]
    public async Task Every_answered_call_is_logged_with_who_what_and_how_it_ended()
    {
        await using var aws = await AwsSandbox.StartAsync();
        using var kms = aws.KmsClient(region: "eu-west-1");

        await kms.ListKeysAsync(new ListKeysRequest());
        await Should.ThrowAsync<NotFoundException>(() => kms.DescribeKeyAsync("alias/none"));

        var calls = aws.Calls.Snapshot();
        calls.Select(call => (call.Operation, call.KeyId, call.ErrorCode)).ShouldBe(
            [("ListKeys", null, null), ("DescribeKey", "alias/none", "NotFoundException")]);
        calls.ShouldAllBe(call => call.Service == "kms" && call.Region == "eu-west-1" && call.Account == "111122223333"
            && call.CallerArn == "arn:aws:iam::111122223333:user/sandbox");
    }

    [Fact]
    public async Task Many_clients_are_served_at_once()
    {
        await using var aws = await AwsSandbox.StartAsync(new() { Quotas = false });
        using var kms = aws.KmsClient();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => kms.CreateKeyAsync(new CreateKeyRequest())));

        (await kms.ListKeysAsync(new ListKeysRequest())).Keys.Count.ShouldBe(40);
        aws.Calls.Snapshot().Count.ShouldBe(41);
    }

    [Fact]
    public async Task A_sandbox_that_ended_serves_nothing_more_and_may_end_again()
    {
        var aws = await AwsSandbox.StartAsync();
        using var http = new HttpClient();
        var endpoint = aws.Endpoint;

        await aws.DisposeAsync();
        await aws.DisposeAsync();

        await Should.ThrowAsync<HttpRequestException>(() => http.GetAsync(endpoint));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_at_the_start()
    {
        await using var first = await AwsSandbox.StartAsync();

        var taken = await Should.ThrowAsync<IOException>(() => AwsSandbox.StartAsync(new() { Port = first.Endpoint.Port }));

        taken.Message.ShouldContain("address already in use");
    }
}
