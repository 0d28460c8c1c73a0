using System.CommandLine;
using KmsGuard.Cli.Doctor;
using KmsGuard.Cli.Help;
using KmsGuard.Cli.Options;
using KmsGuard.Cli.Output;

namespace KmsGuard.Cli.Commands;

/// <summary><c>kmsguard doctor</c>: whether everything is in place, and what to do where it is not. It only reads.</summary>
internal static class DoctorCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create(CliHost host)
    {
        var settings = new SettingOptions([.. SettingOptions.Where, .. SettingOptions.Reach, .. SettingOptions.Topic]);
        var output = new OutputOption();
        var aws = new AwsOptions();
        var command = new Command("doctor", "Look whether everything is in place: credentials, clock, Regions, permissions, quotas, settings. It writes nothing.");
        settings.AddTo(command);
        output.AddTo(command);
        aws.AddTo(command);
        command.SetAction(async (parsed, stop) =>
        {
            List<string> problems = [];
            var guard = settings.Read(parsed, problems);
            var reached = aws.Read(parsed, host, guard.RoleName, problems);
            var format = output.Read(parsed, problems);
            BadInputException.ThrowIfAny(problems);
            var report = await new Examination(reached, guard, host).RunAsync(stop);
            if (format == OutputFormat.Json)
            {
                host.Answer(report.ToJson());
            }
            else
            {
                report.Write(Terminal.On(host.Output, host.Screen));
            }

            return report.ExitCode;
        });
        return command.WithExamples(
            ("Look at the home Region", "kmsguard doctor"),
            ("Look at some Regions, and at how long a sweep of them takes", "kmsguard doctor --regions us-east-1,eu-west-1 --quota-share 25"),
            ("Look whether a member account can be entered", "kmsguard doctor --accounts \"$ACCOUNT\" --role-name kmsguard-sweep"),
            ("For a script: exit code 1 where there is a problem", "kmsguard doctor --output json"));
    }
}
