//! Which format a text is of, by its name and content.

use verdict::Fault;

use crate::formats::{
    bencher, benchmark_action, classification_report, eval_results, kfp_v1, kfp_v2, lm_eval,
    mlflow_api, model_index, nemo, open_metrics, sagemaker, trainer_results, trainer_state,
    wandb_summary,
};
use crate::node::{Node, Value};
use crate::text::Text;
use crate::{Format, json, toml_tree, yaml};

/// What a text turned out to be.
pub(crate) enum Shape {
    /// A tree, of a format that has one.
    Tree(Format, Node),
    /// A format that is none.
    Plain(Format),
}

/// The shape of a text whose format is known or is to be found out.
pub(crate) fn shape(source: &Text, format: Option<Format>) -> Result<Shape, Fault> {
    match format {
        Some(format @ (Format::OpenMetrics | Format::Junit | Format::Table)) => {
            return Ok(Shape::Plain(format));
        }
        Some(format) => return Ok(Shape::Tree(format, tree(source)?)),
        None => {}
    }
    if let Some(format) = plain(source) {
        return Ok(Shape::Plain(format));
    }
    let root = tree(source)?;
    if let Some(Value::Text(_)) = root.leaf().map(|leaf| &leaf.value)
        && let Some(format) = lines(source.text)
    {
        return Ok(Shape::Plain(format));
    }
    let file = source.file.rsplit(['/', '!']).next().unwrap_or_default();
    Ok(Shape::Tree(of_tree(file, &root), root))
}

/// A format that the name or the first characters tell.
fn plain(source: &Text) -> Option<Format> {
    match extension(source.file).as_str() {
        "csv" | "tsv" => return Some(Format::Table),
        "prom" | "openmetrics" => return Some(Format::OpenMetrics),
        "xml" => return Some(Format::Junit),
        _ => {}
    }
    if source.text.trim_start().starts_with('<') {
        return Some(Format::Junit);
    }
    let says_so = source.text.starts_with("# HELP ") || source.text.starts_with("# TYPE ");
    says_so.then_some(Format::OpenMetrics)
}

/// A format of lines, for what would else be one long text.
fn lines(text: &str) -> Option<Format> {
    let first = text.lines().next().unwrap_or_default();
    if open_metrics::fits(text) {
        Some(Format::OpenMetrics)
    } else if first.contains([',', '\t', ';']) {
        Some(Format::Table)
    } else {
        None
    }
}

/// The tree in a text: JSON and TOML by name, JSON by its first character, the
/// front matter of a model card, YAML else.
fn tree(source: &Text) -> Result<Node, Fault> {
    let (file, text) = (source.file, source.text);
    let json_like = text.trim_start().starts_with(['{', '[']);
    match extension(file).as_str() {
        "json" => json::read(file, text),
        "toml" => toml_tree::read(file, text),
        "yaml" | "yml" => yaml::read(file, text),
        "md" | "markdown" => yaml::read(file, model_index::front_matter(source)?),
        // JSON's own faults say more of JSON; what is none may still be YAML.
        _ if json_like => {
            json::read(file, text).or_else(|fault| yaml::read(file, text).map_err(|_| fault))
        }
        _ if text.starts_with("---") && text.contains("\nmodel-index:") => {
            yaml::read(file, model_index::front_matter(source)?)
        }
        _ => yaml::read(file, text),
    }
}

/// The format of a tree: the most telling first.
fn of_tree(file: &str, root: &Node) -> Format {
    let fits = [
        (Format::ModelIndex, model_index::fits(root)),
        (Format::MlflowApi, mlflow_api::fits(root)),
        (Format::LmEval, lm_eval::fits(root)),
        (Format::KfpV1, kfp_v1::fits(root)),
        (Format::KfpV2, kfp_v2::fits(root)),
        (Format::TrainerState, trainer_state::fits(root)),
        (Format::EvalResults, eval_results::fits(root)),
        (Format::BenchmarkAction, benchmark_action::fits(root)),
        (
            Format::ClassificationReport,
            classification_report::fits(root),
        ),
        (Format::SageMaker, sagemaker::fits(root)),
        (Format::Nemo, nemo::fits(root)),
        (Format::WandbSummary, wandb_summary::fits(file, root)),
        (Format::TrainerResults, trainer_results::fits(file, root)),
        (Format::Bencher, bencher::fits(root)),
    ];
    let first = fits.into_iter().find(|(_, fits)| *fits);
    first.map_or(Format::Tree, |(format, _)| format)
}

fn extension(file: &str) -> String {
    let extension = std::path::Path::new(file).extension().unwrap_or_default();
    extension.to_string_lossy().to_ascii_lowercase()
}
