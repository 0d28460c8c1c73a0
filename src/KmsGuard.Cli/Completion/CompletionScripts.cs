namespace KmsGuard.Cli.Completion;

/// <summary>What each shell has to be told once. Each asks <c>kmsguard complete</c>, so that a script never lags behind the
/// program, and falls back to files where that has no answer.</summary>
internal static class CompletionScripts
{
    /// <summary>The scripts by the shell's name.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new SortedDictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] =
            """
            # bash completion for kmsguard: eval "$(kmsguard completion bash)" in ~/.bashrc
            _kmsguard() {
              local word
              COMPREPLY=()
              while IFS= read -r word; do
                COMPREPLY+=("$word")
              done < <("${COMP_WORDS[0]}" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
            }
            complete -o default -F _kmsguard kmsguard
            """,
        ["zsh"] =
            """
            # zsh completion for kmsguard: eval "$(kmsguard completion zsh)" in ~/.zshrc, after compinit
            _kmsguard() {
              local -a found
              found=("${(@f)$("${words[1]}" complete -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
              if [[ -n "${found[1]}" ]]; then compadd -S '' -- "${found[@]}"; else _files; fi
            }
            compdef _kmsguard kmsguard
            """,
        ["fish"] =
            """
            # fish completion for kmsguard: kmsguard completion fish > ~/.config/fish/completions/kmsguard.fish
            function __kmsguard_complete
                set -l words (commandline -opc) (commandline -ct)
                $words[1] complete -- $words[2..-1] 2>/dev/null
            end
            complete -c kmsguard -a '(__kmsguard_complete)'
            """,
        ["pwsh"] =
            """
            # PowerShell completion for kmsguard: kmsguard completion pwsh | Out-String | Invoke-Expression in $PROFILE
            Register-ArgumentCompleter -Native -CommandName kmsguard -ScriptBlock {
                param($wordToComplete, $commandAst, $cursorPosition)
                $words = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
                & $commandAst.CommandElements[0].ToString() complete '--' @words "$wordToComplete" 2>$null | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """,
    };
}
