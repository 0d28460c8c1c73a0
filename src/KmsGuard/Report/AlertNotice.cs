using System.Text;
using System.Text.Json;

namespace KmsGuard.Report;

/// <summary>Writes the notice of an alert: what, who, when and until when first, then the evidence, then how to undo it.</summary>
public static class AlertNotice
{
    /// <summary>Writes.</summary>
    public static Notice Write(Alert alert, MessageFormat format)
    {
        var subject = AlertHeadline.Subject(alert);
        return NoticeWriter.Write(subject, format switch
        {
            MessageFormat.Json => JsonSerializer.Serialize(AlertMessage.Of(alert), ReportJson.Default.AlertMessage),
            MessageFormat.Chat => Chat(alert, subject).ToMessage(),
            _ => Text(alert),
        }, Attributes(alert));
    }

    private static string Text(Alert alert)
    {
        var text = new StringBuilder()
            .Append(SafeText.OneLine(AlertHeadline.Of(alert))).Append('\n')
            .Append(AlertHeadline.Stake(alert)).Append("\n\n");
        Write(AlertFacts.First(alert));
        text.Append('\n');
        Write(AlertFacts.Evidence(alert));
        foreach (var (title, command) in Undo.Commands(alert))
        {
            text.Append('\n').Append(title).Append(":\n  ").Append(command).Append('\n');
        }

        return text.ToString();

        void Write(IEnumerable<(string Name, string Line)> lines)
        {
            foreach (var (name, line) in lines)
            {
                text.Append(name.PadRight(10)).Append(line).Append('\n');
            }
        }
    }

    private static ChatContent Chat(Alert alert, string subject) => new()
    {
        Title = SafeText.OneLine(subject),
        Description = $"{AlertHeadline.Stake(alert)}\n\n"
            + string.Concat(AlertFacts.First(alert).Concat(AlertFacts.Evidence(alert)).Select(fact => $"*{fact.Name}* {fact.Line}\n")),
        NextSteps = [.. Undo.Commands(alert).Select(step => $"{step.Title}: `{step.Command}`")],
        Keywords = ["KmsGuard", alert.Severity.ToString(), SafeText.OneLine(alert.Event.Name, 60)],
        ThreadId = alert.Event.Key?.ToString(),
        EventType = SafeText.OneLine(alert.Event.Name, 60),
        RelatedResources = alert.Event.Key is { } key ? [key.ToString()] : [],
    };

    private static Dictionary<string, string?> Attributes(Alert alert) => new()
    {
        ["kind"] = "alert",
        ["severity"] = alert.Severity.ToString(),
        ["event"] = alert.Event.Name,
        ["account"] = alert.Event.Account,
        ["region"] = alert.Event.Region,
        ["keyArn"] = alert.Event.Key?.ToString(),
        ["principal"] = alert.Event.Principal.Arn ?? alert.Event.Principal.Name,
        ["eventId"] = alert.Event.Id,
    };
}
