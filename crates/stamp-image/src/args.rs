//! The words a user sees.

use std::path::PathBuf;

use clap::ValueEnum;

/// Options of `stamp-image`. The evidence is the change at hand: git and the
/// CI event.
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

    /// Where the facts come from: the CI system or plain git
    ///
    /// By default the CI system, and git outside of one.
    #[arg(long, value_enum, value_name = "SOURCE")]
    pub context: Option<Source>,

    /// What goes to standard output, one a line
    #[arg(
        long,
        value_enum,
        value_name = "WHAT",
        default_value_t,
        help_heading = "What to give"
    )]
    pub print: Print,

    /// Write the whole stamp to a file, as JSON
    ///
    /// With the keys tags, tag-names, labels, annotations, version:
    /// `render-values` reads it as facts.
    #[arg(long, value_name = "FILE", help_heading = "What to give")]
    pub output: Option<PathBuf>,

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
}
