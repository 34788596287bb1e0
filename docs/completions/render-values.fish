# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_render_values_global_optspecs
    string join \n template= set-image= set-policy= canary= rollback= set= set-string= set-fact= facts= o/output= check diff report= fail-on= on-inconclusive= require= dotenv= config= explain q/quiet v/verbose color= h/help V/version
end

function __fish_render_values_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_render_values_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_render_values_using_subcommand
    set -l cmd (__fish_render_values_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c render-values -n "__fish_render_values_needs_command" -l template -d 'Render this minijinja template instead of editing a file' -r -F
complete -c render-values -n "__fish_render_values_needs_command" -l set-image -d 'An image to set, wherever the files have it: `NAME:TAG@DIGEST`' -r
complete -c render-values -n "__fish_render_values_needs_command" -l set-policy -d 'The image that a policy of Flux chose: `flux-system:app=NAME:TAG`' -r
complete -c render-values -n "__fish_render_values_needs_command" -l canary -d 'A version\'s share of the traffic: `churn-v2=10%`' -r
complete -c render-values -n "__fish_render_values_needs_command" -l rollback -d 'A version that is to have no traffic any more' -r
complete -c render-values -n "__fish_render_values_needs_command" -l set -d 'A value to set: `image.tag=v1.2.3`, `hosts[0].name=a`' -r
complete -c render-values -n "__fish_render_values_needs_command" -l set-string -d 'A value to set, always a string' -r
complete -c render-values -n "__fish_render_values_needs_command" -l set-fact -d 'A value to set to a fact: `image.tag=stamp.version`' -r
complete -c render-values -n "__fish_render_values_needs_command" -l facts -d 'Facts from a JSON, YAML or TOML file, or under a name: `stamp=stamp.json`' -r
complete -c render-values -n "__fish_render_values_needs_command" -s o -l output -d 'Where the result goes; `-` is standard output' -r -F
complete -c render-values -n "__fish_render_values_needs_command" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c render-values -n "__fish_render_values_needs_command" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c render-values -n "__fish_render_values_needs_command" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c render-values -n "__fish_render_values_needs_command" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c render-values -n "__fish_render_values_needs_command" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c render-values -n "__fish_render_values_needs_command" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c render-values -n "__fish_render_values_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c render-values -n "__fish_render_values_needs_command" -l check -d 'Write nothing; fail when the result differs from what is on disk'
complete -c render-values -n "__fish_render_values_needs_command" -l diff -d 'Print the changes to standard output, as a unified diff'
complete -c render-values -n "__fish_render_values_needs_command" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c render-values -n "__fish_render_values_needs_command" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c render-values -n "__fish_render_values_needs_command" -s v -l verbose -d 'List every check, also where many passed'
complete -c render-values -n "__fish_render_values_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c render-values -n "__fish_render_values_needs_command" -s V -l version -d 'Print version'
complete -c render-values -n "__fish_render_values_needs_command" -a "completions" -d 'Print the completions of a shell'
complete -c render-values -n "__fish_render_values_using_subcommand completions" -s h -l help -d 'Print help'
