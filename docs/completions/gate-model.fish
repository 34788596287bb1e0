# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_gate_model_global_optspecs
    string join \n metrics-format= p/policy= baseline= report= fail-on= on-inconclusive= require= dotenv= config= explain q/quiet v/verbose color= h/help V/version
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
complete -c gate-model -n "__fish_gate_model_needs_command" -l baseline -d 'Metrics of the baseline: a file, or git:REV:PATH' -r
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
complete -c gate-model -n "__fish_gate_model_needs_command" -a "completions" -d 'Print the completions of a shell'
complete -c gate-model -n "__fish_gate_model_using_subcommand completions" -s h -l help -d 'Print help'
