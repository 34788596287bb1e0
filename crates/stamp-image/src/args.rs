//! The words a user sees.

use std::fmt;
use std::path::PathBuf;

use clap::ValueEnum;

/// Options of `stamp-image`. The evidence is the change at hand: git and the
/// CI event.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is an option of the command line"
)]
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Args {
    /// Images to tag, one a line
    ///
    /// Such as `ghcr.io/owner/app`, or `name=ghcr.io/owner/app,enable=false`.
    /// Without an image the tags stand alone.
    #[arg(long, value_name = "BLOCK", help_heading = "What to make")]
    pub images: Vec<String>,

    /// Tag entries, one a line, as docker/metadata-action words them
    ///
    /// Such as `type=semver,pattern={{version}}` or `type=sha`. By default:
    /// `type=schedule`, `type=ref,event=branch`, `type=ref,event=tag`,
    /// `type=ref,event=pr`. Lines that begin with `#` are comments.
    #[arg(long, value_name = "BLOCK", help_heading = "What to make")]
    pub tags: Vec<String>,

    /// What holds for all tags: latest, prefix, suffix
    ///
    /// `latest=auto|true|false`, `prefix=TEXT`, `suffix=TEXT`, one a line.
    /// `onlatest=true` after a prefix or suffix puts it around `latest` too.
    /// `latest=highest` is `auto`, but for the highest version among the git
    /// tags only.
    #[arg(long, value_name = "BLOCK", help_heading = "What to make")]
    pub flavor: Vec<String>,

    /// Labels beside the eight of OCI, `key=value`, one a line
    ///
    /// Values may hold templates, such as `{{commit_date 'YYYY-MM-DD'}}`. The
    /// last line of a key wins, over OCI's own labels too.
    #[arg(long, value_name = "BLOCK", help_heading = "What to make")]
    pub labels: Vec<String>,

    /// Annotations beside the eight of OCI, `key=value`, one a line
    ///
    /// They are given the level `manifest:`, or those of the environment
    /// variable `DOCKER_METADATA_ANNOTATIONS_LEVELS`.
    #[arg(long, value_name = "BLOCK", help_heading = "What to make")]
    pub annotations: Vec<String>,

    /// Name the verdicts of `--require` in labels and annotations
    ///
    /// For each its outcome, the digest of its file, and the digests of what it
    /// judged and of its policy. Lines of `--labels` win over them.
    #[arg(long, help_heading = "What to make")]
    pub label_verdicts: bool,

    /// Where the facts come from: the CI system or plain git
    ///
    /// By default the CI system, and git outside of one.
    #[arg(long, value_enum, value_name = "SOURCE")]
    pub context: Option<Source>,

    /// Facts given by hand, as JSON: they stand before all others
    ///
    /// Keys: event, ref, commit, commit-date, base-branch, head-commit,
    /// head-branch, default-branch, name, url, description, license. What
    /// GitHub's API answers on a repository is taken as it is.
    #[arg(long, value_name = "FILE")]
    pub facts: Option<PathBuf>,

    /// Ask the platform's API for what the event does not tell, with this token
    ///
    /// Description, licence and default branch on GitHub, Gitea, GitLab and
    /// Bitbucket; nothing is asked where all are known. Best given by its
    /// variable: other users of a machine may see a command line.
    #[arg(long, value_name = "TOKEN", hide_default_value = true)]
    pub token: Option<Token>,

    /// Which commit a pull request is stamped with
    ///
    /// By default the event's, or the head where the environment variable
    /// `DOCKER_METADATA_PR_HEAD_SHA` is true.
    #[arg(long, value_enum, value_name = "WHICH")]
    pub commit: Option<Commit>,

    /// What the label `org.opencontainers.image.created` says
    ///
    /// "Now" is that of `SOURCE_DATE_EPOCH` where it is set. With `commit-date`
    /// the same commit gets the same labels every time.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub created: Created,

    /// Whose rules hold: those of docker/metadata-action, quirks included
    ///
    /// This is so anyway, unless `--strict` is given.
    #[arg(long, value_enum, value_name = "ACTION", help_heading = "How to read")]
    pub compat: Option<Compat>,

    /// Refuse what docker/metadata-action passes over, and mend its quirks
    ///
    /// Unknown and repeated attributes, and quotes that come to nothing, are
    /// faults. Templates don't escape HTML, `latest` is given once, and its
    /// prefix and suffix are templates; these know `{{head_branch}}` and
    /// `{{pull_request}}` too. The run of a merge queue is that of its
    /// pull request. The report says what this changed.
    /// Tags are those of `--safe docker`, and `latest=auto` is
    /// `latest=highest`.
    #[arg(long, help_heading = "How to read")]
    pub strict: bool,

    /// Make tags that are taken there as they are
    ///
    /// `.` and `-` at the start go, and what is too long is cut: both with a part
    /// of the digest at the end. For `kubernetes` a tag also is a label's value: at
    /// most 63 characters, a letter or digit at both ends. The report says what
    /// this changed, and which tags YAML reads as numbers or the like.
    #[arg(long, value_enum, value_name = "WHERE", help_heading = "What to make")]
    pub safe: Option<Safe>,

    /// Make tags in lower case
    #[arg(long, help_heading = "What to make")]
    pub lower_case: bool,

    /// Run the entries over all tags and branches of the repository
    ///
    /// Fails where two refs come to one image tag; says which entries take no
    /// ref, and which refs no entry takes. Prints the refs and their image tags
    /// with a tab between them, and makes no stamp. `stamp-image lint` is short
    /// for it.
    #[arg(long, help_heading = "How to read")]
    pub lint: bool,
    /// Ask the registries whether the image is there already
    ///
    /// By all `type=content` tags, else by the version, which must not be a tag
    /// that moves, such as a branch's; of all images. Outputs: `exists`, by
    /// which a build can be skipped, and `existing-digest`. A registry that does
    /// not answer is a fault.
    #[arg(long, help_heading = "What to ask")]
    pub exists: bool,

    /// Registries that `--exists` speaks to without encryption, one a line
    ///
    /// Such as `registry.lan:5000`. This machine itself is one of them anyway.
    #[arg(
        long,
        value_name = "HOST",
        value_delimiter = '\n',
        help_heading = "What to ask"
    )]
    pub plain_http: Vec<String>,

    /// What goes to standard output, one a line
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        default_value_t,
        help_heading = "What to give"
    )]
    pub print: Print,

    /// End each item of `--print` with NUL and not with a line break
    ///
    /// So that values may hold line breaks: read it with `xargs -0`, or with
    /// `mapfile -d ''`.
    #[arg(long, help_heading = "What to give")]
    pub print0: bool,

    /// Write the whole stamp to a file, as JSON
    ///
    /// With the keys tags, tag-names, labels, annotations, version:
    /// `render-values` reads it as facts. `-` is standard output, and takes the
    /// place of the tags there.
    #[arg(long, value_name = "FILE", help_heading = "What to give")]
    pub output: Option<PathBuf>,

    /// Write the bake files of docker/metadata-action into a folder
    ///
    /// `docker-metadata-action-bake.json`, and `…-bake-tags.json`,
    /// `…-bake-labels.json`, `…-bake-annotations.json`. On GitHub they are
    /// written to the runner's folder for temporary files by default.
    #[arg(long, value_name = "DIR", help_heading = "What to give")]
    pub bake_dir: Option<PathBuf>,

    /// The target that the bake files are for
    ///
    /// By default `docker-metadata-action`.
    #[arg(long, value_name = "NAME", help_heading = "What to give")]
    pub bake_target: Option<String>,

    /// Text between the tags of the outputs `tags` and `tag-names`
    ///
    /// A line break by default.
    #[arg(long, value_name = "TEXT", help_heading = "What to give")]
    pub sep_tags: Option<String>,

    /// Text between the labels of the output `labels`
    ///
    /// A line break by default.
    #[arg(long, value_name = "TEXT", help_heading = "What to give")]
    pub sep_labels: Option<String>,

    /// Text between the annotations of the output `annotations`
    ///
    /// A line break by default.
    #[arg(long, value_name = "TEXT", help_heading = "What to give")]
    pub sep_annotations: Option<String>,
}

/// Where the facts come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Source {
    /// The CI system's event
    Workflow,
    /// The checkout, whatever the CI system says
    Git,
}

/// Which commit a pull request is stamped with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Commit {
    /// The one that the CI system names, which may merge the pull request
    Event,
    /// The last one of the pull request itself
    Head,
}

/// A secret that opens an API. It is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// The secret, for the request alone.
    pub(crate) fn secret(&self) -> &str {
        self.0.trim()
    }
}

impl From<&str> for Token {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// What goes to standard output.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Print {
    /// Full references: image and tag
    #[default]
    Tags,
    /// Tags without an image
    TagNames,
    /// Labels as `key=value`
    Labels,
    /// Annotations as `level:key=value`
    Annotations,
    /// The main version
    Version,
    /// The whole stamp
    Json,
    /// What each entry came to, and why
    Explain,
    /// The bake file of tags, labels and arguments
    BakeFile,
    /// The bake file of tags and arguments
    BakeFileTags,
    /// The bake file of labels
    BakeFileLabels,
    /// The bake file of annotations
    BakeFileAnnotations,
    /// Arguments of `docker build`: tags, labels, annotations
    Docker,
    /// The same for `podman build` and `buildah build`
    Podman,
    /// Arguments of kaniko: destinations and labels
    Kaniko,
    /// Full references as `skopeo copy` takes them
    Skopeo,
    /// A file `terraform.tfvars.json`
    Tfvars,
    /// An answer to Terraform's data source `external`
    TerraformExternal,
}

impl Print {
    /// The word that asks for it.
    pub(crate) fn word(self) -> String {
        let value = self.to_possible_value();
        value.map_or_else(String::new, |value| value.get_name().to_owned())
    }
}

/// What the label `created` says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Created {
    /// When the tool runs
    #[default]
    Now,
    /// When the commit was made
    CommitDate,
}

/// Where tags must be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Safe {
    /// Registries of images: at most 128 characters, no `.` or `-` at the start
    Docker,
    /// Labels of Kubernetes too: at most 63, a letter or digit at both ends
    Kubernetes,
}

/// Whose rules hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Compat {
    /// Those of docker/metadata-action
    Docker,
}
