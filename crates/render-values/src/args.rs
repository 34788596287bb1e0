//! The words a user sees.

use std::path::PathBuf;

/// Options of `render-values`.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Args {
    /// The values files and manifests to edit; `-` is standard input
    ///
    /// Only the named values change, and only their lines: comments, order,
    /// quotes, anchors and line ends stay as they are. Of several files each
    /// must have the values of --set.
    #[arg(value_name = "FILE", value_delimiter = '\n')]
    pub file: Vec<PathBuf>,

    /// Render this minijinja template instead of editing a file
    ///
    /// Every value is printed as JSON, which is YAML: write `tag: {{ tag }}`
    /// without quotes. A fact that is not there is an error. A line that holds
    /// only `{% … %}` leaves nothing behind.
    #[arg(long, value_name = "FILE")]
    pub template: Option<PathBuf>,

    /// An image to set, wherever the files have it: `NAME:TAG@DIGEST`
    ///
    /// In the layout that is there: `repository` with `tag` and `digest` beside
    /// it, `tag: v1@sha256:…`, `image: NAME:TAG`, `images` of a kustomization
    /// or an Argo CD application. A tag alone is refused where a digest stands.
    /// Of several files one must have the image.
    #[arg(
        long,
        value_name = "NAME:TAG",
        value_delimiter = '\n',
        help_heading = "Values"
    )]
    pub set_image: Vec<String>,

    /// The image that a policy of Flux chose: `flux-system:app=NAME:TAG`
    ///
    /// Written at every value whose line ends in a setter comment of the policy,
    /// such as `# {"$imagepolicy": "flux-system:app:tag"}`.
    #[arg(
        long,
        value_name = "POLICY=NAME:TAG",
        value_delimiter = '\n',
        help_heading = "Values"
    )]
    pub set_policy: Vec<String>,

    /// A version's share of the traffic: `churn-v2=10%`
    ///
    /// In the unit of what routes it: `VirtualService`, `HTTPRoute`,
    /// `GRPCRoute`, `TrafficSplit`, `Rollout`, `InferenceService`,
    /// `LLMInferenceService`, `Experiment`, `SeldonDeployment`, `Route`. What is
    /// left goes to the others, as they have it now. A route that a controller
    /// owns is refused. `HTTPRoute/churn:churn-v2=10%` names the object too, for
    /// a name that is in several.
    #[arg(
        long,
        value_name = "[KIND/NAME:]NAME=PERCENT",
        value_delimiter = '\n',
        help_heading = "Values"
    )]
    pub canary: Vec<String>,

    /// A version that is to have no traffic any more
    ///
    /// Named as by --canary: `HTTPRoute/churn:churn-v2` for a name that is in
    /// several objects.
    #[arg(
        long,
        value_name = "[KIND/NAME:]NAME",
        value_delimiter = '\n',
        help_heading = "Values"
    )]
    pub rollback: Vec<String>,

    /// A value to set: `image.tag=v1.2.3`, `hosts[0].name=a`
    ///
    /// `containers[name=app].image` names an entry by what is in it,
    /// `/image/tag` is a JSON Pointer, `Deployment/web:spec.replicas` is in that
    /// document of a file, and `Deployment/*:` in all of a kind. The path's `\.` is a dot within a key. true, false, null and whole
    /// numbers are typed as Helm types them, all else is a string; a number
    /// with a leading zero or more than 15 digits is a string too. Where a
    /// quoted string stands, a quoted string will stand, and a decimal number
    /// stays one where a number stands. With --template it sets a fact.
    #[arg(
        long,
        value_name = "PATH=VALUE",
        value_delimiter = '\n',
        help_heading = "Values"
    )]
    pub set: Vec<String>,

    /// A value to set, always a string
    #[arg(
        long,
        value_name = "PATH=VALUE",
        value_delimiter = '\n',
        help_heading = "Values"
    )]
    pub set_string: Vec<String>,

    /// A value to set to a fact: `image.tag=stamp.version`
    ///
    /// The fact is one of --facts, or `verdicts.TOOL.…` of a verdict that
    /// --require named. Only for editing: a template names its facts itself.
    #[arg(
        long,
        value_name = "PATH=FACT",
        value_delimiter = '\n',
        help_heading = "Values"
    )]
    pub set_fact: Vec<String>,

    /// Facts from a JSON, YAML or TOML file, or under a name: `stamp=stamp.json`
    ///
    /// Several merge from left to right: maps merge, all else is replaced.
    #[arg(
        long,
        value_name = "[NAME=]FILE",
        value_delimiter = '\n',
        help_heading = "Values"
    )]
    pub facts: Vec<String>,

    /// Where the result goes; `-` is standard output
    ///
    /// Without it, an edited file is written in place, and a rendered one goes
    /// to standard output.
    #[arg(long, short, value_name = "FILE", help_heading = "Result")]
    pub output: Option<PathBuf>,

    /// Write nothing; fail when the result differs from what is on disk
    #[arg(long, help_heading = "Result")]
    pub check: bool,

    /// Print the changes to standard output, as a unified diff
    #[arg(long, help_heading = "Result")]
    pub diff: bool,
}
