namespace KmsGuard.Cli.Tests.Reports;

/// <summary>Texts that want to be more than text.</summary>
internal static class Hostile
{
    /// <summary>The flag that a script among them would set.</summary>
    public const string Flag = "kmsguardHacked";

    public static readonly IReadOnlyList<string> Texts =
    [
        $"<script>window.{Flag}=1</script>",
        $"\"><img src=x onerror=window.{Flag}=2>",
        $"' onmouseover='window.{Flag}=3' autofocus onfocus='window.{Flag}=3",
        $"</style></script><svg onload=window.{Flag}=4>",
        $"</textarea></title><iframe srcdoc=\"<script>parent.{Flag}=5</script>\">",
        $"javascript:window.{Flag}=6",
        $"{{{{constructor.constructor('window.{Flag}=7')()}}}}",
        "&lt;b&gt;already escaped&lt;/b&gt; &#60;i&#62;",
        "=cmd|' /C calc'!A0",
        "+1+1", "-2+3", "@SUM(1,1)", "\t=1+1", "\r=1+1", "＝1+1", "＠SUM(1)", "=\"a\",\"b\"",
        "\u001b[31mred\u001b[0m \u001b]8;;http://evil\u0007link\u001b]8;;\u0007",
        "\u202Egnp.exe \u2066isolated\u2069 \u200Fmark",
        "line one\r\nline two\u2028line three\u0085four\0five",
        "quote \" and , comma and ; semicolon",
        "密钥 ключ \U0001F511 \ud83d lone",
        "]]>--><!-- comment",
    ];
}
