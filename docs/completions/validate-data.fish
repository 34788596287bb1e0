# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_validate_data_global_optspecs
    string join \n c/contract= table= strict samples= delimiter= only= skip= changed-since= history= cache= quarantine= keep= baseline= write-baseline= no-trust-statistics threads= memory= report= fail-on= on-inconclusive= require= dotenv= config= explain q/quiet v/verbose color= h/help V/version
end

function __fish_validate_data_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_validate_data_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_validate_data_using_subcommand
    set -l cmd (__fish_validate_data_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c validate-data -n "__fish_validate_data_needs_command" -s c -l contract -d 'What the tables must look like' -r -F
complete -c validate-data -n "__fish_validate_data_needs_command" -l table -d 'Which table of the contract is meant, when it has several' -r
complete -c validate-data -n "__fish_validate_data_needs_command" -l samples -d 'How many of the broken cells are shown, a rule' -r
complete -c validate-data -n "__fish_validate_data_needs_command" -l delimiter -d 'What stands between the fields of a CSV file' -r
complete -c validate-data -n "__fish_validate_data_needs_command" -l only -d 'Look only at these rules' -r
complete -c validate-data -n "__fish_validate_data_needs_command" -l skip -d 'Do not look at these rules; words as for `--only`' -r
complete -c validate-data -n "__fish_validate_data_needs_command" -l changed-since -d 'Check only tables that are other than at this revision of git' -r
complete -c validate-data -n "__fish_validate_data_needs_command" -l history -d 'The counts of rows of the runs before, for `max-change` of `[rows]`' -r -F
complete -c validate-data -n "__fish_validate_data_needs_command" -l cache -d 'Keep verdicts in this folder, and take them from there' -r -F
complete -c validate-data -n "__fish_validate_data_needs_command" -l quarantine -d 'Write the rows that break a rule to this file, as they stand' -r -F
complete -c validate-data -n "__fish_validate_data_needs_command" -l keep -d 'Write the other rows to this file, as they stand' -r -F
complete -c validate-data -n "__fish_validate_data_needs_command" -l baseline -d 'Let pass what this file lists of rows that break rules' -r -F
complete -c validate-data -n "__fish_validate_data_needs_command" -l write-baseline -d 'Write such a file of all rows that break rules now' -r -F
complete -c validate-data -n "__fish_validate_data_needs_command" -l threads -d 'How many threads read a table; all cores when not given' -r
complete -c validate-data -n "__fish_validate_data_needs_command" -l memory -d 'How much memory comparing rows may take, such as `2GB`' -r
complete -c validate-data -n "__fish_validate_data_needs_command" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c validate-data -n "__fish_validate_data_needs_command" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c validate-data -n "__fish_validate_data_needs_command" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c validate-data -n "__fish_validate_data_needs_command" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c validate-data -n "__fish_validate_data_needs_command" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c validate-data -n "__fish_validate_data_needs_command" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c validate-data -n "__fish_validate_data_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c validate-data -n "__fish_validate_data_needs_command" -l strict -d 'Fail on what a contract of others says and nobody judges'
complete -c validate-data -n "__fish_validate_data_needs_command" -l no-trust-statistics -d 'Read the pages of Parquet files also where their footer proves a check'
complete -c validate-data -n "__fish_validate_data_needs_command" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c validate-data -n "__fish_validate_data_needs_command" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c validate-data -n "__fish_validate_data_needs_command" -s v -l verbose -d 'List every check, also where many passed'
complete -c validate-data -n "__fish_validate_data_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c validate-data -n "__fish_validate_data_needs_command" -s V -l version -d 'Print version'
complete -c validate-data -n "__fish_validate_data_needs_command" -a "init" -d 'Propose a contract from a profile of tables, as commented TOML'
complete -c validate-data -n "__fish_validate_data_needs_command" -a "convert" -d 'Turn a contract of others into our TOML'
complete -c validate-data -n "__fish_validate_data_needs_command" -a "diff" -d 'Say which changes from one contract to another are breaking'
complete -c validate-data -n "__fish_validate_data_needs_command" -a "completions" -d 'Print the completions of a shell'
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -l rows -d 'Look at so many rows of each table instead of all' -r
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -l delimiter -d 'What stands between the fields of a CSV file: one character, or `tab`' -r
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -s o -l output -d 'Write it to this file instead of standard output' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -s v -l verbose -d 'List every check, also where many passed'
complete -c validate-data -n "__fish_validate_data_using_subcommand init" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -l table -d 'Which of its tables, when it has several' -r
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -s o -l output -d 'Write it to this file instead of standard output' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -s v -l verbose -d 'List every check, also where many passed'
complete -c validate-data -n "__fish_validate_data_using_subcommand convert" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l for -d 'Whose breaking changes close the gate' -r -f -a "readers\t'Those who read the data: they break on less being promised'
writers\t'Those who write the data: they break on more being asked'
both\t'Both'"
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l table -d 'Which of their tables, when they have several' -r
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l data -d 'Tables to judge by both' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -s v -l verbose -d 'List every check, also where many passed'
complete -c validate-data -n "__fish_validate_data_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c validate-data -n "__fish_validate_data_using_subcommand completions" -s h -l help -d 'Print help'
