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
'--predictions=[Predictions of the candidate on examples that are labelled\: CSV, Parquet, JSON Lines, Arrow]:FILE:_files' \
'*--baseline=[Metrics of the baseline\: a file, git\:REV\:PATH, best\:FILE, or a run of \`MLflow\`]:FILE|git:REV:PATH|models:/NAME@ALIAS:_default' \
'*--baseline-predictions=[Predictions of the baseline on the same examples]:FILE:_default' \
'--ledger=[The file that counts what each test set decided\: JSON Lines, one added a decision]:FILE:_files' \
'--ledger-head=[The head that an earlier run gave\: a ledger without it was cut off]:DIGEST:_default' \
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
'::metrics -- Metrics of the candidate\: files of any common format, folders or `MLflow` runs, `-` for standard input:_files' \
":: :_gate-model_commands" \
"*::: :->gate-model" \
&& ret=0
    case $state in
    (gate-model)
        words=($line[2] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:gate-model-command-$line[2]:"
        case $line[2] in
            (plan)
_arguments "${_arguments_options[@]}" : \
'--margin=[How much worse the candidate may be\: 0.01 where nothing else is asked for]:MARGIN:_default' \
'--examples=[What can be told with so many examples]:N:_default' \
'*--condition=[A condition of ease.ml/ci, such as "n - o > 0.02 +/- 0.01"]:CONDITION:_default' \
'-p+[The max-drop of each gate of this policy, and its conditions]:FILE:_files' \
'--policy=[The max-drop of each gate of this policy, and its conditions]:FILE:_files' \
'--confidence=[How surely a decision has to be right\: 0.95 unless the policy says otherwise]:SHARE:_default' \
'--power=[How surely it has to be found what is there]:SHARE:_default' \
'--reliability=[How surely the estimates of a condition are all within their tolerance]:SHARE:_default' \
'--steps=[How many models a condition is to decide on]:N:_default' \
'--adaptivity=[What those who make the next model learn from a condition]:WHAT:((none\:"Nothing that the next model is fitted to"
full\:"Whether it passed, and the next model may be fitted to that"
first-change\:"Whether it passed, and the first pass ends the use of the test set"))' \
'--mode=[What an estimate within the tolerance counts as]:MODE:((fp-free\:"As broken\: no model passes by mistake"
fn-free\:"As a pass\: no model is turned away by mistake"))' \
'--accuracy=[The accuracy of the baseline]:SHARE:_default' \
'--difference=[How much better the candidate'\''s accuracy truly is]:SHARE:_default' \
'--discordance=[On which share of the examples only one of the two is right]:SHARE:_default' \
'--auc=[The area under the ROC curve of a model]:AREA:_default' \
'--prevalence=[Which share of the examples is positive]:SHARE:_default' \
'--format=[How to print the plan]:FORMAT:((table\:"For people"
json\:"For machines"))' \
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
&& ret=0
;;
(self-audit)
_arguments "${_arguments_options[@]}" : \
'--metrics-format=[The format of the metrics; told by their names and contents when not given]:FORMAT:(tree mlflow-run mlflow-api kfp-v1 kfp-v2 wandb-summary wandb-log classification-report trainer-results trainer-state model-index eval-results lm-eval sagemaker bencher benchmark-action nemo openmetrics junit table)' \
'-p+[The policy\: which metrics must reach what, in TOML]:FILE:_files' \
'--policy=[The policy\: which metrics must reach what, in TOML]:FILE:_files' \
'--predictions=[Predictions of the candidate on examples that are labelled\: CSV, Parquet, JSON Lines, Arrow]:FILE:_files' \
'*--baseline=[Metrics of the baseline\: a file, git\:REV\:PATH, best\:FILE, or a run of \`MLflow\`]:FILE|git:REV:PATH|models:/NAME@ALIAS:_default' \
'*--baseline-predictions=[Predictions of the baseline on the same examples]:FILE:_default' \
'--ledger=[The file that counts what each test set decided\: JSON Lines, one added a decision]:FILE:_files' \
'--ledger-head=[The head that an earlier run gave\: a ledger without it was cut off]:DIGEST:_default' \
'--times=[How many test sets are drawn]:N:_default' \
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
'*::metrics -- Metrics of the candidate\: files of any common format, folders or `MLflow` runs, `-` for standard input:_files' \
&& ret=0
;;
(promote)
_arguments "${_arguments_options[@]}" : \
'--model=[The model, as the registry names it]:NAME:_default' \
'--version=[The version that was judged\: a number in \`MLflow\`, 1.2.3 with --git-tag]:VERSION:_default' \
'--alias=[The alias that is to lead to it, or the stage with --git-tag]:ALIAS:_default' \
'(--git-tag)--server=[The address of the \`MLflow\` server; \`MLFLOW_TRACKING_URI\` when not given]:URL:_default' \
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
'--git-tag[Make git tags instead, as GTO does\: \`NAME@vVERSION\` and \`NAME#STAGE#N\`]' \
'--allow-warnings[Promote from a verdict that warns]' \
'--trust-version[Promote though nothing proves that this very version was judged]' \
'--dry-run[Say what would be done, and change nothing]' \
'--explain[Say where each option'\''s value comes from, and stop]' \
'-q[Say nothing when the gate is open]' \
'--quiet[Say nothing when the gate is open]' \
'-v[List every check, also where many passed]' \
'--verbose[List every check, also where many passed]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':verdict -- The verdict of gate-model, as `--report verdict=PATH` wrote it:_files' \
&& ret=0
;;
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
'plan:Say how many examples it takes to tell, or what a number of them can tell' \
'self-audit:Say how often this very gate is wrong by chance, on evidence as it is' \
'promote:Let a model take the place of another, if a verdict says that it may' \
'completions:Print the completions of a shell' \
    )
    _describe -t commands 'gate-model commands' commands "$@"
}
(( $+functions[_gate-model__subcmd__completions_commands] )) ||
_gate-model__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'gate-model completions commands' commands "$@"
}
(( $+functions[_gate-model__subcmd__plan_commands] )) ||
_gate-model__subcmd__plan_commands() {
    local commands; commands=()
    _describe -t commands 'gate-model plan commands' commands "$@"
}
(( $+functions[_gate-model__subcmd__promote_commands] )) ||
_gate-model__subcmd__promote_commands() {
    local commands; commands=()
    _describe -t commands 'gate-model promote commands' commands "$@"
}
(( $+functions[_gate-model__subcmd__self-audit_commands] )) ||
_gate-model__subcmd__self-audit_commands() {
    local commands; commands=()
    _describe -t commands 'gate-model self-audit commands' commands "$@"
}

if [ "$funcstack[1]" = "_gate-model" ]; then
    _gate-model "$@"
else
    compdef _gate-model gate-model
fi
