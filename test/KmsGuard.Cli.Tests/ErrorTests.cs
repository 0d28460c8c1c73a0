using System.Net;
using System.Net.Sockets;
using KmsGuard.Sandbox.Faults;

namespace KmsGuard.Cli.Tests;

/// <summary>What a command ends with when AWS says no, or nothing: one line, with what to do.</summary>
public sealed class ErrorTests : CommandTest
{
    private const string DenyDescribe =
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"kms:*","Resource":"*"},
          {"Effect":"Deny","Principal":"*","Action":"kms:DescribeKey","Resource":"*"}]}
        """;

    [Fact]
    public async Task Expired_credentials_are_told_before_anything_is_done()
    {
        Fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.ExpiredToken, "GetCallerIdentity");

        var line = (await Fixture.RunAsync("sweep")).ShouldBeRefused();

        line.ShouldContain("Nothing was done. The credentials have expired.");
        line.ShouldContain("Try: log in again");
    }

    [Fact]
    public async Task A_denied_role_names_the_action_and_the_organization()
    {
        Fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.Denial, "GetCallerIdentity");

        var line = (await Fixture.RunAsync("sweep")).ShouldBeRefused();

        line.ShouldContain("sts:GetCallerIdentity is denied: a service control policy denies it explicitly.");
        line.ShouldContain("AWS organization");
    }

    [Fact]
    public async Task An_endpoint_where_nothing_listens_is_named_with_the_option_that_says_so()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var answer = await CommandFixture.RunAtAsync(new($"http://127.0.0.1:{port}"), "", "sweep", "--region", "us-east-1");

        var line = answer.ShouldBeRefused();
        line.ShouldContain($"Nothing takes connections at 127.0.0.1:{port}.");
        line.ShouldContain("look at --endpoint-url");
    }

    [Fact]
    public async Task A_host_that_has_no_address_is_told_from_one_that_does_not_listen()
    {
        var answer = await CommandFixture.RunAtAsync(new("http://kmsguard.invalid"), "", "sweep", "--region", "us-east-1");

        answer.ShouldBeRefused().ShouldContain("The name of kmsguard.invalid cannot be looked up.");
    }

    [Fact]
    public async Task TLS_where_there_is_none_is_told_as_that()
    {
        var answer = await CommandFixture.RunAtAsync(new($"https://127.0.0.1:{Fixture.Sandbox.Endpoint.Port}"), "", "sweep", "--region", "us-east-1");

        answer.ShouldBeRefused().ShouldContain("No secure connection");
    }

    [Fact]
    public async Task A_Region_that_is_not_enabled_is_told_with_the_command_that_shows_it()
    {
        var answer = await CommandFixture.RunAtAsync(Fixture.Sandbox.Endpoint, "", "sweep", "--region", "ap-east-1");

        var line = answer.ShouldBeRefused();
        line.ShouldContain("not enabled for the account");
        line.ShouldContain("aws sts get-caller-identity");
    }

    [Fact]
    public async Task A_mistyped_Region_and_command_are_recognized()
    {
        (await CommandFixture.RunAtAsync(Fixture.Sandbox.Endpoint, "", "sweep", "--region", "us-eats-1")).ShouldBeRefused().ShouldContain("such as us-east-1");
        (await CommandFixture.RunBareAsync("", "swep")).ShouldBeRefused().ShouldContain("There is no command 'swep'. Did you mean 'sweep'?");
        (await Fixture.RunAsync("sweep", "--reginos", "us-east-1")).ShouldBeRefused().ShouldContain("Did you mean '--regions'?");
    }

    [Fact]
    public async Task A_key_that_may_not_be_read_names_the_missing_action_in_the_ledger()
    {
        Fixture.Seed(seed: new() { Policy = DenyDescribe });
        Fixture.Seed();

        var answer = await Fixture.RunAsync("sweep", "--output", "json");

        answer.ExitCode.ShouldBe(1, answer.Error);
        var unread = answer.Json.GetProperty("keys").EnumerateArray().Single(key => key.GetProperty("outcome").GetString() == "unreadable");
        unread.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("kms:DescribeKey");
        unread.GetProperty("detail").GetString().ShouldNotBeNull().ShouldContain("explicit deny in a resource-based policy");
    }

    [Fact]
    public async Task A_notice_that_is_denied_says_so()
    {
        Fixture.Seed();
        Fixture.Sandbox.Faults = FaultPlan.Always(FaultKind.Denial, "Publish");

        var answer = await Fixture.RunAsync("sweep", "--topic-arn", "arn:aws:sns:us-east-1:111122223333:kmsguard", "--notice", "always");

        answer.ExitCode.ShouldBe(1);
        answer.Error.ShouldContain("sns:Publish is denied");
    }
}
