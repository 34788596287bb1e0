#compdef stamp-image

autoload -U is-at-least

_stamp-image() {
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
'*--images=[Images to tag, one a line]:BLOCK:_default' \
'*--tags=[Tag entries, one a line, as docker/metadata-action words them]:BLOCK:_default' \
'*--flavor=[What holds for all tags\: latest, prefix, suffix]:BLOCK:_default' \
'*--labels=[Labels beside the eight of OCI, \`key=value\`, one a line]:BLOCK:_default' \
'*--annotations=[Annotations beside the eight of OCI, \`key=value\`, one a line]:BLOCK:_default' \
'--context=[Where the facts come from\: the CI system or plain git]:SOURCE:((workflow\:"The CI system'\''s event"
git\:"The checkout, whatever the CI system says"))' \
'--facts=[Facts given by hand, as JSON\: they stand before all others]:FILE:_files' \
'--token=[Ask the platform'\''s API for what the event does not tell, with this token]:TOKEN:_default' \
'--commit=[Which commit a pull request is stamped with]:WHICH:((event\:"The one that the CI system names, which may merge the pull request"
head\:"The last one of the pull request itself"))' \
'--created=[What the label \`org.opencontainers.image.created\` says]:WHEN:((now\:"When the tool runs"
commit-date\:"When the commit was made"))' \
'--compat=[Whose rules hold\: those of docker/metadata-action, quirks included]:ACTION:((docker\:"Those of docker/metadata-action"))' \
'--safe=[Make tags that are taken there as they are]:WHERE:((docker\:"Registries of images\: at most 128 characters, no \`.\` or \`-\` at the start"
kubernetes\:"Labels of Kubernetes too\: at most 63, a letter or digit at both ends"))' \
'*--plain-http=[Registries that \`--exists\` speaks to without encryption, one a line]:HOST:_default' \
'--print=[What goes to standard output, one a line]:WHAT:((tags\:"Full references\: image and tag"
tag-names\:"Tags without an image"
labels\:"Labels as \`key=value\`"
annotations\:"Annotations as \`level\:key=value\`"
version\:"The main version"
json\:"The whole stamp"
explain\:"What each entry came to, and why"
bake-file\:"The bake file of tags, labels and arguments"
bake-file-tags\:"The bake file of tags and arguments"
bake-file-labels\:"The bake file of labels"
bake-file-annotations\:"The bake file of annotations"
docker\:"Arguments of \`docker build\`\: tags, labels, annotations"
podman\:"The same for \`podman build\` and \`buildah build\`"
kaniko\:"Arguments of kaniko\: destinations and labels"
skopeo\:"Full references as \`skopeo copy\` takes them"
tfvars\:"A file \`terraform.tfvars.json\`"
terraform-external\:"An answer to Terraform'\''s data source \`external\`"))' \
'--output=[Write the whole stamp to a file, as JSON]:FILE:_files' \
'--bake-dir=[Write the bake files of docker/metadata-action into a folder]:DIR:_files' \
'--bake-target=[The target that the bake files are for]:NAME:_default' \
'--sep-tags=[Text between the tags of the outputs \`tags\` and \`tag-names\`]:TEXT:_default' \
'--sep-labels=[Text between the labels of the output \`labels\`]:TEXT:_default' \
'--sep-annotations=[Text between the annotations of the output \`annotations\`]:TEXT:_default' \
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
'--label-verdicts[Name the verdicts of \`--require\` in labels and annotations]' \
'--strict[Refuse what docker/metadata-action passes over, and mend its quirks]' \
'--lower-case[Make tags in lower case]' \
'--lint[Run the entries over all tags and branches of the repository]' \
'--exists[Ask the registries whether the image is there already]' \
'--print0[End each item of \`--print\` with NUL and not with a line break]' \
'--explain[Say where each option'\''s value comes from, and stop]' \
'-q[Say nothing when the gate is open]' \
'--quiet[Say nothing when the gate is open]' \
'-v[List every check, also where many passed]' \
'--verbose[List every check, also where many passed]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
'-V[Print version]' \
'--version[Print version]' \
":: :_stamp-image_commands" \
"*::: :->stamp-image" \
&& ret=0
    case $state in
    (stamp-image)
        words=($line[1] "${words[@]}")
        (( CURRENT += 1 ))
        curcontext="${curcontext%:*:*}:stamp-image-command-$line[1]:"
        case $line[1] in
            (resolve)
_arguments "${_arguments_options[@]}" : \
'--platform=[The digest of the image for a platform, such as linux/amd64]:OS/ARCH:_default' \
'*--plain-http=[Registries that are spoken to without encryption, one a line]:HOST:_default' \
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
'*::images -- Images, such as `ghcr.io/owner/app\:1.2`:_default' \
&& ret=0
;;
(promote)
_arguments "${_arguments_options[@]}" : \
'*--tag=[Tags that are to lead to it, one a line]:TAG:_default' \
'--to=[The repository whose tags they are, by default the image'\''s own]:REPOSITORY:_default' \
'*--plain-http=[Registries that are spoken to without encryption, one a line]:HOST:_default' \
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
'--dry-run[Say what would be done, and change nothing]' \
'--explain[Say where each option'\''s value comes from, and stop]' \
'-q[Say nothing when the gate is open]' \
'--quiet[Say nothing when the gate is open]' \
'-v[List every check, also where many passed]' \
'--verbose[List every check, also where many passed]' \
'-h[Print help (see more with '\''--help'\'')]' \
'--help[Print help (see more with '\''--help'\'')]' \
':image -- The image that was tested, by its digest\: `HOST/NAME@sha256\:…`:_default' \
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

(( $+functions[_stamp-image_commands] )) ||
_stamp-image_commands() {
    local commands; commands=(
'resolve:Say which digests the tags of images lead to' \
'promote:Let tags lead to a digest that was tested, without another build' \
'completions:Print the completions of a shell' \
    )
    _describe -t commands 'stamp-image commands' commands "$@"
}
(( $+functions[_stamp-image__subcmd__completions_commands] )) ||
_stamp-image__subcmd__completions_commands() {
    local commands; commands=()
    _describe -t commands 'stamp-image completions commands' commands "$@"
}
(( $+functions[_stamp-image__subcmd__promote_commands] )) ||
_stamp-image__subcmd__promote_commands() {
    local commands; commands=()
    _describe -t commands 'stamp-image promote commands' commands "$@"
}
(( $+functions[_stamp-image__subcmd__resolve_commands] )) ||
_stamp-image__subcmd__resolve_commands() {
    local commands; commands=()
    _describe -t commands 'stamp-image resolve commands' commands "$@"
}

if [ "$funcstack[1]" = "_stamp-image" ]; then
    _stamp-image "$@"
else
    compdef _stamp-image stamp-image
fi
