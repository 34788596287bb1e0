# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_stamp_image_global_optspecs
    string join \n images= tags= flavor= labels= annotations= label-verdicts context= facts= token= commit= created= compat= strict safe= lower-case lint exists plain-http= print= print0 output= bake-dir= bake-target= sep-tags= sep-labels= sep-annotations= report= fail-on= on-inconclusive= require= dotenv= config= explain q/quiet v/verbose color= h/help V/version
end

function __fish_stamp_image_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_stamp_image_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_stamp_image_using_subcommand
    set -l cmd (__fish_stamp_image_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c stamp-image -n "__fish_stamp_image_needs_command" -l images -d 'Images to tag, one a line' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l tags -d 'Tag entries, one a line, as docker/metadata-action words them' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l flavor -d 'What holds for all tags: latest, prefix, suffix' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l labels -d 'Labels beside the eight of OCI, `key=value`, one a line' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l annotations -d 'Annotations beside the eight of OCI, `key=value`, one a line' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l context -d 'Where the facts come from: the CI system or plain git' -r -f -a "workflow\t'The CI system\'s event'
git\t'The checkout, whatever the CI system says'"
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l facts -d 'Facts given by hand, as JSON: they stand before all others' -r -F
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l token -d 'Ask the platform\'s API for what the event does not tell, with this token' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l commit -d 'Which commit a pull request is stamped with' -r -f -a "event\t'The one that the CI system names, which may merge the pull request'
head\t'The last one of the pull request itself'"
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l created -d 'What the label `org.opencontainers.image.created` says' -r -f -a "now\t'When the tool runs'
commit-date\t'When the commit was made'"
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l compat -d 'Whose rules hold: those of docker/metadata-action, quirks included' -r -f -a "docker\t'Those of docker/metadata-action'"
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l safe -d 'Make tags that are taken there as they are' -r -f -a "docker\t'Registries of images: at most 128 characters, no `.` or `-` at the start'
kubernetes\t'Labels of Kubernetes too: at most 63, a letter or digit at both ends'"
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l plain-http -d 'Registries that `--exists` speaks to without encryption, one a line' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l print -d 'What goes to standard output, one a line' -r -f -a "tags\t'Full references: image and tag'
tag-names\t'Tags without an image'
labels\t'Labels as `key=value`'
annotations\t'Annotations as `level:key=value`'
version\t'The main version'
json\t'The whole stamp'
explain\t'What each entry came to, and why'
bake-file\t'The bake file of tags, labels and arguments'
bake-file-tags\t'The bake file of tags and arguments'
bake-file-labels\t'The bake file of labels'
bake-file-annotations\t'The bake file of annotations'
docker\t'Arguments of `docker build`: tags, labels, annotations'
podman\t'The same for `podman build` and `buildah build`'
kaniko\t'Arguments of kaniko: destinations and labels'
skopeo\t'Full references as `skopeo copy` takes them'
tfvars\t'A file `terraform.tfvars.json`'
terraform-external\t'An answer to Terraform\'s data source `external`'"
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l output -d 'Write the whole stamp to a file, as JSON' -r -F
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l bake-dir -d 'Write the bake files of docker/metadata-action into a folder' -r -F
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l bake-target -d 'The target that the bake files are for' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l sep-tags -d 'Text between the tags of the outputs `tags` and `tag-names`' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l sep-labels -d 'Text between the labels of the output `labels`' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l sep-annotations -d 'Text between the annotations of the output `annotations`' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l label-verdicts -d 'Name the verdicts of `--require` in labels and annotations'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l strict -d 'Refuse what docker/metadata-action passes over, and mend its quirks'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l lower-case -d 'Make tags in lower case'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l lint -d 'Run the entries over all tags and branches of the repository'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l exists -d 'Ask the registries whether the image is there already'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l print0 -d 'End each item of `--print` with NUL and not with a line break'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -s v -l verbose -d 'List every check, also where many passed'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -s V -l version -d 'Print version'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -f -a "resolve" -d 'Say which digests the tags of images lead to'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -f -a "promote" -d 'Let tags lead to a digest that was tested, without another build'
complete -c stamp-image -n "__fish_stamp_image_needs_command" -f -a "completions" -d 'Print the completions of a shell'
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -l platform -d 'The digest of the image for a platform, such as linux/amd64' -r
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -l plain-http -d 'Registries that are spoken to without encryption, one a line' -r
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -s v -l verbose -d 'List every check, also where many passed'
complete -c stamp-image -n "__fish_stamp_image_using_subcommand resolve" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l tag -d 'Tags that are to lead to it, one a line' -r
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l to -d 'The repository whose tags they are, by default the image\'s own' -r
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l plain-http -d 'Registries that are spoken to without encryption, one a line' -r
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l report -d 'Write a report: FORMAT to standard output, or FORMAT=PATH to a file' -r
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l fail-on -d 'Which broken rules close the gate (exit code 1)' -r -f -a "error\t'Rules of severity `error`'
warning\t'Rules of severity `warning` too'
never\t'None: the run only reports, and its verdict opens nothing'"
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l on-inconclusive -d 'What an undecided run counts as, instead of exit code 3' -r -f -a "pass\t'The gate is open'
warn\t'The gate is open unless warnings close it'
fail\t'The gate is closed'"
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l require -d 'Go on only if this verdict file is open and still holds' -r -F
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l dotenv -d 'Write the outputs as a dotenv file, such as GitLab\'s dotenv report' -r -F
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l config -d 'Read options from this file instead of tollgate.toml' -r -F
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l color -d 'When to use colour' -r -f -a "auto\t''
always\t''
never\t''"
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l dry-run -d 'Say what would be done, and change nothing'
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -l explain -d 'Say where each option\'s value comes from, and stop'
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -s q -l quiet -d 'Say nothing when the gate is open'
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -s v -l verbose -d 'List every check, also where many passed'
complete -c stamp-image -n "__fish_stamp_image_using_subcommand promote" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c stamp-image -n "__fish_stamp_image_using_subcommand completions" -s h -l help -d 'Print help'
