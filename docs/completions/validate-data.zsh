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
'-c+[What the tables must look like]:FILE:_files' \
'--contract=[What the tables must look like]:FILE:_files' \
'--table=[Which table of the contract is meant, when it has several]:NAME:_default' \
'--samples=[How many of the broken cells are shown, a rule]:N:_default' \
'--delimiter=[What stands between the fields of a CSV file]:CHARACTER:_default' \
'*--only=[Look only at these rules]:RULE:_default' \
'*--skip=[Do not look at these rules; words as for \`--only\`]:RULE:_default' \
'--changed-since=[Check only tables that are other than at this revision of git]:REV:_default' \
'--history=[The counts of rows of the runs before, for \`max-change\` of \`\[rows\]\`]:FILE:_files' \
'--cache=[Keep verdicts in this folder, and take them from there]:FOLDER:_files' \
'--quarantine=[Write the rows that break a rule to this file, as they stand]:PATH:_files' \
'--keep=[Write the other rows to this file, as they stand]:PATH:_files' \
'--baseline=[Let pass what this file lists of rows that break rules]:FILE:_files' \
'--write-baseline=[Write such a file of all rows that break rules now]:FILE:_files' \
'--threads=[How many threads read a table; all cores when not given]:N:_default' \
'--memory=[How much memory comparing rows may take, such as \`2GB\`]:SIZE:_default' \
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
'--strict[Fail on what a contract of others says and nobody judges]' \
'--no-trust-statistics[Read the pages of Parquet files also where their footer proves a check]' \
'--explain[Say where each option'\''s value comes from, and stop]' \
'-q[Say nothing when the gate is open]' \
'--quiet[Say nothing when the gate is open]' \
'-v[List every check, also where many passed]' \
'--verbose[List every check, also where many passed]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
'::data -- Tables to check\: files, patterns, folders, addresses; `-` is standard input:_files' \
":: :_validate-data_commands" \
"*::: :->validate-data" \
&& ret=0
    case $state in
    (validate-data)
        words=($line[2] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:validate-data-command-$line[2]:"
        case $line[2] in
            (init)
_arguments "${_arguments_options[@]}" : \
'--rows=[Look at so many rows of each table instead of all]:N:_default' \
'--delimiter=[What stands between the fields of a CSV file\: one character, or \`tab\`]:CHARACTER:_default' \
'-o+[Write it to this file instead of standard output]:FILE:_files' \
'--output=[Write it to this file instead of standard output]:FILE:_files' \
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
'*::data -- Tables to look at\: files, patterns, folders; all of them keep the contract:_files' \
&& ret=0
;;
(convert)
_arguments "${_arguments_options[@]}" : \
'--table=[Which of its tables, when it has several]:NAME:_default' \
'-o+[Write it to this file instead of standard output]:FILE:_files' \
'--output=[Write it to this file instead of standard output]:FILE:_files' \
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
':contract -- The contract:_files' \
&& ret=0
;;
(diff)
_arguments "${_arguments_options[@]}" : \
'--for=[Whose breaking changes close the gate]:PARTY:((readers\:"Those who read the data\: they break on less being promised"
writers\:"Those who write the data\: they break on more being asked"
both\:"Both"))' \
'--table=[Which of their tables, when they have several]:NAME:_default' \
'*--data=[Tables to judge by both]:DATA:_files' \
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
':old -- The contract as it was:_files' \
':new -- The contract as it is to be:_files' \
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

(( $+functions[_validate-data_commands] )) ||
_validate-data_commands() {
    local commands; commands=(
'init:Propose a contract from a profile of tables, as commented TOML' \
'convert:Turn a contract of others into our TOML' \
'diff:Say which changes from one contract to another are breaking' \
'completions:Print the completions of a shell' \
    )
    _describe -t commands 'validate-data commands' commands "$@"
}
(( $+functions[_validate-data__subcmd__completions_commands] )) ||
_validate-data__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'validate-data completions commands' commands "$@"
}
(( $+functions[_validate-data__subcmd__convert_commands] )) ||
_validate-data__subcmd__convert_commands() {
    local commands; commands=()
    _describe -t commands 'validate-data convert commands' commands "$@"
}
(( $+functions[_validate-data__subcmd__diff_commands] )) ||
_validate-data__subcmd__diff_commands() {
    local commands; commands=()
    _describe -t commands 'validate-data diff commands' commands "$@"
}
(( $+functions[_validate-data__subcmd__init_commands] )) ||
_validate-data__subcmd__init_commands() {
    local commands; commands=()
    _describe -t commands 'validate-data init commands' commands "$@"
}

if [ "$funcstack[1]" = "_validate-data" ]; then
    _validate-data "$@"
else
    compdef _validate-data validate-data
fi
