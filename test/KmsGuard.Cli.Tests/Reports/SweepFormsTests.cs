using System.Text;
using System.Text.Json;

namespace KmsGuard.Cli.Tests.Reports;

/// <summary>The forms of a sweep's answer, asked for as a person would.</summary>
public sealed class SweepFormsTests : CommandTest
{
    [Fact]
    public async Task Csv_in_a_file_begins_with_the_mark_that_Excel_needs_and_in_a_pipe_it_does_not()
    {
        var key = Fixture.Seed();
        var path = Fixture.NewPath();

        var piped = await Fixture.RunAsync("sweep", "--output", "csv");
        var filed = await Fixture.RunAsync("sweep", "--output", "csv", "--out", path);

        (piped.ExitCode, filed.ExitCode, filed.Output).ShouldBe((0, 0, ""), piped.Error + filed.Error);
        piped.Output.ShouldStartWith("\"arn\",");
        Csv.Read(piped.Output)[1][0].ShouldBe(key);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes.Take(3).ShouldBe(Encoding.UTF8.GetPreamble());
        Encoding.UTF8.GetString(bytes[3..]).ShouldBe(piped.Output);
    }

    [Fact]
    public async Task Findings_go_into_a_file_each_part_and_longer_ones_of_yesterday_are_gone()
    {
        for (var i = 0; i < 60; i++)
        {
            Fixture.Seed(i % 2 == 0 ? "us-east-1" : "eu-west-1");
        }

        var folder = Directory.CreateTempSubdirectory("kmsguard-forms-").FullName;
        var path = Path.Combine(folder, "findings.json");

        var first = await Fixture.RunAsync("sweep", "--regions", "us-east-1,eu-west-1", "--output", "asff", "--out", path);

        first.ExitCode.ShouldBe(0, first.Error);
        Files().ShouldBe(["findings-2.json", "findings-3.json", "findings-4.json", "findings.json"]);
        foreach (var file in Files())
        {
            using var part = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, file)));
            part.RootElement.GetArrayLength().ShouldBeInRange(20, 100);
            part.RootElement.EnumerateArray().Select(finding => finding.GetProperty("ProductArn").GetString()).Distinct().Count().ShouldBe(1);
        }

        first.Error.ShouldContain($"Written to {path}.\n  111122223333 us-east-1: 30 to look at, 70 that close earlier ones.");
        var second = await Fixture.RunAsync("sweep", "--regions", "us-west-2", "--output", "asff", "--out", path);

        second.ExitCode.ShouldBe(0, second.Error);
        second.Error.ShouldContain("No findings.");
        Files().ShouldBe(["findings.json"]);
        (await File.ReadAllTextAsync(path)).ShouldBe("[]\n");
        Directory.Delete(folder, recursive: true);

        IEnumerable<string> Files() => Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Findings_on_standard_output_are_a_part_a_line()
    {
        Fixture.Seed("us-east-1");
        Fixture.Seed("eu-west-1");

        var answer = await Fixture.RunAsync("sweep", "--regions", "us-east-1,eu-west-1", "--output", "asff");

        answer.ExitCode.ShouldBe(0, answer.Error);
        var lines = answer.Output.TrimEnd('\n').Split('\n');
        lines.Length.ShouldBe(2);
        lines.ShouldAllBe(line => JsonDocument.Parse(line, default).RootElement.GetArrayLength() == 4);
    }

    [Fact]
    public async Task A_part_that_cannot_be_written_stops_a_sweep_before_it_does_anything()
    {
        Fixture.Seed();
        var folder = Directory.CreateTempSubdirectory("kmsguard-forms-").FullName;
        var (path, part) = (Path.Combine(folder, "findings.json"), Path.Combine(folder, "findings-2.json"));
        await File.WriteAllTextAsync(part, "somebody else's");

        var answer = await Fixture.RunAsync("sweep", "--rotation", "enforce", "--output", "asff", "--out", path);

        answer.ShouldBeRefused().ShouldContain("is no part of an earlier answer");
        Fixture.Sandbox.Calls.Snapshot().ShouldBeEmpty();
        (await File.ReadAllTextAsync(part)).ShouldBe("somebody else's");
        File.Exists(path).ShouldBeFalse();
        Directory.Delete(folder, recursive: true);
    }
}
