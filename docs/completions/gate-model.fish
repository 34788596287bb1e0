# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_gate_model_global_optspecs
    string join \n metrics-format= p/policy= predictions= baseline= baseline-predictions= ledger= ledger-head= report= fail-on= on-inconclusive= require= dotenv= config= explain q/quiet v/verbose color= h/help V/version
end

function __fish_gate_model_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_gate_model_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_gate_model_using_subcommand
    set -l cmd (__fish_gate_model_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c gate-model -n "__fish_gate_model_needs_command" -l metrics-format -d 'The format of the metrics; told by their names and contents when not given' -r -f -a "tree\t''
mlflow-run\t''
mlflow-api\t''
kfp-v1\t''
kfp-v2\t''
wandb-summary\t''
wandb-log\t''
classification-report\t''
trainer-results\t''
trainer-state\t''
model-index\t''
eval-results\t''
lm-eval\t''
sagemaker\t''
bencher\t''
benchmark-action\t''
nemo\t''
openmetrics\t''
junit\t''
table\t''"
complete -c gate-model -n "__fish_gate_model_needs_command" -s p -l policy -d 'The policy: which metrics must reach what, in TOML' -r -F
complete -c gate-model -n "__fish_gate_model_needs_command" -l predictions -d 'Predictions of the candidate on examples that are labelled: CSV, Parquet, JSON Lines, Arrow' -r -F
complete -c gate-model -n "__fish_gate_model_needs_command" -l baseline -d 'Metrics of the baseline: a file, git:REV:PATH, best:FILE, or a run of `MLflow`' -r
complete -c gate-model -n "__fish_gate_model_needs_command" -l baseline-predictions -d 'Predictions of the baseline on the same examples' -r
complete -c gate-model -n "__fish_gate_model_needs_command" -l ledger -d 'The file that counts what each test set decided: JSON Lines, one added a decision' -r -F
complete -c gate-model -n "__fish_gate_model_needs_command" -l ledger-head -d 'The head that an earlier run gave: a ledger without it was cut off' -r
complete -c gate-model -n "__fish_gate_model_needs_command" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c gate-model -n "__fish_gate_model_needs_command" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c gate-model -n "__fish_gate_model_needs_command" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c gate-model -n "__fish_gate_model_needs_command" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c gate-model -n "__fish_gate_model_needs_command" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c gate-model -n "__fish_gate_model_needs_command" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c gate-model -n "__fish_gate_model_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gate-model -n "__fish_gate_model_needs_command" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c gate-model -n "__fish_gate_model_needs_command" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c gate-model -n "__fish_gate_model_needs_command" -s v -l verbose -d 'List every check, also where many passed'
complete -c gate-model -n "__fish_gate_model_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gate-model -n "__fish_gate_model_needs_command" -s V -l version -d 'Print version'
complete -c gate-model -n "__fish_gate_model_needs_command" -a "plan" -d 'Say how many examples it takes to tell, or what a number of them can tell'
complete -c gate-model -n "__fish_gate_model_needs_command" -a "self-audit" -d 'Say how often this very gate is wrong by chance, on evidence as it is'
complete -c gate-model -n "__fish_gate_model_needs_command" -a "promote" -d 'Let a model take the place of another, if a verdict says that it may'
complete -c gate-model -n "__fish_gate_model_needs_command" -a "completions" -d 'Print the completions of a shell'
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l margin -d 'How much worse the candidate may be: 0.01 where nothing else is asked for' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l examples -d 'What can be told with so many examples' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l condition -d 'A condition of ease.ml/ci, such as "n - o > 0.02 +/- 0.01"' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -s p -l policy -d 'The max-drop of each gate of this policy, and its conditions' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l confidence -d 'How surely a decision has to be right: 0.95 unless the policy says otherwise' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l power -d 'How surely it has to be found what is there' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l reliability -d 'How surely the estimates of a condition are all within their tolerance' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l steps -d 'How many models a condition is to decide on' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l adaptivity -d 'What those who make the next model learn from a condition' -r -f -a "none\t'Nothing that the next model is fitted to'
full\t'Whether it passed, and the next model may be fitted to that'
first-change\t'Whether it passed, and the first pass ends the use of the test set'"
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l mode -d 'What an estimate within the tolerance counts as' -r -f -a "fp-free\t'As broken: no model passes by mistake'
fn-free\t'As a pass: no model is turned away by mistake'"
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l accuracy -d 'The accuracy of the baseline' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l difference -d 'How much better the candidate\'s accuracy truly is' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l discordance -d 'On which share of the examples only one of the two is right' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l auc -d 'The area under the ROC curve of a model' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l prevalence -d 'Which share of the examples is positive' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l format -d 'How to print the plan' -r -f -a "table\t'For people'
json\t'For machines'"
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -s v -l verbose -d 'List every check, also where many passed'
complete -c gate-model -n "__fish_gate_model_using_subcommand plan" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l metrics-format -d 'The format of the metrics; told by their names and contents when not given' -r -f -a "tree\t''
mlflow-run\t''
mlflow-api\t''
kfp-v1\t''
kfp-v2\t''
wandb-summary\t''
wandb-log\t''
classification-report\t''
trainer-results\t''
trainer-state\t''
model-index\t''
eval-results\t''
lm-eval\t''
sagemaker\t''
bencher\t''
benchmark-action\t''
nemo\t''
openmetrics\t''
junit\t''
table\t''"
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -s p -l policy -d 'The policy: which metrics must reach what, in TOML' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l predictions -d 'Predictions of the candidate on examples that are labelled: CSV, Parquet, JSON Lines, Arrow' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l baseline -d 'Metrics of the baseline: a file, git:REV:PATH, best:FILE, or a run of `MLflow`' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l baseline-predictions -d 'Predictions of the baseline on the same examples' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l ledger -d 'The file that counts what each test set decided: JSON Lines, one added a decision' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l ledger-head -d 'The head that an earlier run gave: a ledger without it was cut off' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l times -d 'How many test sets are drawn' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -s v -l verbose -d 'List every check, also where many passed'
complete -c gate-model -n "__fish_gate_model_using_subcommand self-audit" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l model -d 'The model, as the registry names it' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l version -d 'The version that was judged: a number in `MLflow`, 1.2.3 with --git-tag' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l alias -d 'The alias that is to lead to it, or the stage with --git-tag' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l server -d 'The address of the `MLflow` server; `MLFLOW_TRACKING_URI` when not given' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l git-tag -d 'Make git tags instead, as GTO does: `NAME@vVERSION` and `NAME#STAGE#N`'
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l allow-warnings -d 'Promote from a verdict that warns'
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l trust-version -d 'Promote though nothing proves that this very version was judged'
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l dry-run -d 'Say what would be done, and change nothing'
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -s v -l verbose -d 'List every check, also where many passed'
complete -c gate-model -n "__fish_gate_model_using_subcommand promote" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c gate-model -n "__fish_gate_model_using_subcommand completions" -s h -l help -d 'Print help'
