using System.Text;
using System.Text.Json;
using KmsGuard.Report;

namespace KmsGuard.Tests.Report;

/// <summary>What SNS, terminals and chat ask of any notice, whatever somebody wrote into an event or a key.</summary>
internal static class NoticeRules
{
    private const int MaxBytes = 262_144;

    public static void Check(Notice notice, MessageFormat format)
    {
        notice.Subject.Length.ShouldBeInRange(1, 99);
        notice.Subject.ShouldAllBe(letter => letter >= ' ' && letter <= '~');
        notice.Attributes.Values.ShouldAllBe(value => value.Length > 0 && !value.Any(char.IsControl));
        var bytes = Encoding.UTF8.GetByteCount(notice.Body)
            + notice.Attributes.Sum(attribute => Encoding.UTF8.GetByteCount(attribute.Key + attribute.Value) + "String".Length);
        bytes.ShouldBeLessThanOrEqualTo(MaxBytes);
        if (format == MessageFormat.Text)
        {
            notice.Body.Where(letter => char.IsControl(letter) && letter != '\n').ShouldBeEmpty();
            notice.Body.IndexOfAny(['\u202e', '\u2066', '\u2028']).ShouldBe(-1);
            return;
        }

        notice.Body.ShouldNotContain("\n");
        using var document = JsonDocument.Parse(notice.Body);
        if (format == MessageFormat.Chat)
        {
            CheckChat(document.RootElement);
        }
    }

    // AWS: "Custom notifications using Amazon Q Developer in chat applications".
    private static void CheckChat(JsonElement message)
    {
        message.GetProperty("version").GetString().ShouldBe("1.0");
        message.GetProperty("source").GetString().ShouldBe("custom");
        var content = message.GetProperty("content");
        content.GetProperty("title").GetString()!.Length.ShouldBeInRange(1, 250);
        content.GetProperty("description").GetString()!.Length.ShouldBeInRange(1, 8_000);
        string[] texts = [content.GetProperty("title").GetString()!, content.GetProperty("description").GetString()!, .. Texts("nextSteps", 350), .. Texts("keywords", 75)];
        // Without these, nothing mentions people or hides an address behind a word.
        texts.ShouldAllBe(text => !text.Contains('<') && !text.Contains('>') && !text.Contains("](", StringComparison.Ordinal));

        IEnumerable<string> Texts(string name, int max)
        {
            if (!content.TryGetProperty(name, out var list))
            {
                return [];
            }

            var texts = list.EnumerateArray().Select(text => text.GetString()!).ToList();
            texts.ShouldAllBe(text => text.Length <= max);
            return texts;
        }
    }
}
