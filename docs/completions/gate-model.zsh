#compdef gate-model

autoload -U is-at-least

_gate-model() {
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
'--metrics-format=[The format of the metrics; told by their names and contents when not given]:FORMAT:(tree mlflow-run mlflow-api kfp-v1 kfp-v2 wandb-summary wandb-log classification-report trainer-results trainer-state model-index eval-results lm-eval sagemaker bencher benchmark-action nemo openmetrics junit table)' \
'-p+[The policy\: which metrics must reach what, in TOML]:FILE:_files' \
'--policy=[The policy\: which metrics must reach what, in TOML]:FILE:_files' \
'--baseline=[Metrics of the baseline\: a file, or git\:REV\:PATH]:FILE|git:REV:PATH:_default' \
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
'::metrics -- Metrics of the candidate\: files of any common format, folders of runs, `-` for standard input:_files' \
":: :_gate-model_commands" \
"*::: :->gate-model" \
&& ret=0
    case $state in
    (gate-model)
        words=($line[2] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:gate-model-command-$line[2]:"
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

(( $+functions[_gate-model_commands] )) ||
_gate-model_commands() {
    local commands; commands=(
'completions:Print the completions of a shell' \
    )
    _describe -t commands 'gate-model commands' commands "$@"
}
(( $+functions[_gate-model__subcmd__completions_commands] )) ||
_gate-model__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'gate-model completions commands' commands "$@"
}

if [ "$funcstack[1]" = "_gate-model" ]; then
    _gate-model "$@"
else
    compdef _gate-model gate-model
fi
