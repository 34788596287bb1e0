#compdef validate-data

autoload -U is-at-least

_validate-data() {
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
'-c+[What the tables must look like (TOML)]:FILE:_files' \
'--contract=[What the tables must look like (TOML)]:FILE:_files' \
'--samples=[How many of the broken cells are shown, a rule]:N:_default' \
'--delimiter=[What stands between the fields of a CSV file]:CHARACTER:_default' \
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
'--explain[Say where each option'\''s value comes from, and stop]' \
'-q[Say nothing when the gate is open]' \
'--quiet[Say nothing when the gate is open]' \
'-v[List every check, also where many passed]' \
'--verbose[List every check, also where many passed]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::data -- Tables to check; `-` is standard input:_files' \
":: :_validate-data_commands" \
"*::: :->validate-data" \
&& ret=0
    case $state in
    (validate-data)
        words=($line[2] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:validate-data-command-$line[2]:"
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

(( $+functions[_validate-data_commands] )) ||
_validate-data_commands() {
    local commands; commands=(
'completions:Print the completions of a shell' \
    )
    _describe -t commands 'validate-data commands' commands "$@"
}
(( $+functions[_validate-data__subcmd__completions_commands] )) ||
_validate-data__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'validate-data completions commands' commands "$@"
}

if [ "$funcstack[1]" = "_validate-data" ]; then
    _validate-data "$@"
else
    compdef _validate-data validate-data
fi
