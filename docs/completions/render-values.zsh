#compdef render-values

autoload -U is-at-least

_render-values() {
    typeset -A opt_args
    typeset -a _arguments_options
    local ret=1

    if is-at-least 5.2; then
        _arguments_options=(-s -S -C)
    else
        _arguments_options=(-s -C)
    fi

    local context curcontext="$curcontext" state line
    _arguments "${_arguments_options[@]}" : \
'--template=[Render this minijinja template instead of editing a file]:FILE:_files' \
'*--set-image=[An image to set, wherever the files have it\: \`NAME\:TAG@DIGEST\`]:NAME:TAG:_default' \
'*--set-policy=[The image that a policy of Flux chose\: \`flux-system\:app=NAME\:TAG\`]:POLICY=NAME:TAG:_default' \
'*--canary=[A version'\''s share of the traffic\: \`churn-v2=10%\`]:[KIND/NAME:]NAME=PERCENT:_default' \
'*--rollback=[A version that is to have no traffic any more]:[KIND/NAME:]NAME:_default' \
'*--set=[A value to set\: \`image.tag=v1.2.3\`, \`hosts\[0\].name=a\`]:PATH=VALUE:_default' \
'*--set-string=[A value to set, always a string]:PATH=VALUE:_default' \
'*--set-fact=[A value to set to a fact\: \`image.tag=stamp.version\`]:PATH=FACT:_default' \
'*--facts=[Facts from a JSON, YAML or TOML file, or under a name\: \`stamp=stamp.json\`]:[NAME=]FILE:_default' \
'-o+[Where the result goes; \`-\` is standard output]:FILE:_files' \
'--output=[Where the result goes; \`-\` is standard output]:FILE:_files' \
'*--report=[Write a report\: FORMAT to standard output, or FORMAT=PATH to a file]:FORMAT[=PATH]:_default' \
'--fail-on=[Which broken rules close the gate (exit code 1)]:SEVERITY:((error\:"Rules of severity \`error\`"
warning\:"Rules of severity \`warning\` too"
never\:"None\: the run only reports, and its verdict opens nothing"))' \
'--on-inconclusive=[What an undecided run counts as, instead of exit code 3]:OUTCOME:((pass\:"The gate is open"
warn\:"The gate is open unless warnings close it"
fail\:"The gate is closed"))' \
'*--require=[Go on only if this verdict file is open and still holds]:VERDICT:_files' \
'--dotenv=[Write the outputs as a dotenv file, such as GitLab'\''s dotenv report]:PATH:_files' \
'--config=[Read options from this file instead of tollgate.toml]:FILE:_files' \
'--color=[When to use colour]:WHEN:(auto always never)' \
'--check[Write nothing; fail when the result differs from what is on disk]' \
'--diff[Print the changes to standard output, as a unified diff]' \
'--explain[Say where each option'\''s value comes from, and stop]' \
'-q[Say nothing when the gate is open]' \
'--quiet[Say nothing when the gate is open]' \
'-v[List every check, also where many passed]' \
'--verbose[List every check, also where many passed]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::file -- The values files and manifests to edit; `-` is standard input:_files' \
":: :_render-values_commands" \
"*::: :->render-values" \
&& ret=0
    case $state in
    (render-values)
        words=($line[2] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:render-values-command-$line[2]:"
        case $line[2] in
            (completions)
_arguments "${_arguments_options[@]}" : \
'-h[Print help]' \
'--help[Print help]' \
':shell:(bash elvish fish powershell zsh)' \
&& ret=0
;;
        esac
    ;;
esac
}

(( $+functions[_render-values_commands] )) ||
_render-values_commands() {
    local commands; commands=(
'completions:Print the completions of a shell' \
    )
    _describe -t commands 'render-values commands' commands "$@"
}
(( $+functions[_render-values__subcmd__completions_commands] )) ||
_render-values__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'render-values completions commands' commands "$@"
}

if [ "$funcstack[1]" = "_render-values" ]; then
    _render-values "$@"
else
    compdef _render-values render-values
fi
