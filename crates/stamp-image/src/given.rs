//! What a stamp is given out as: outputs, variables, standard output, files.

use std::path::PathBuf;

use tool::{Context, Product};
use verdict::{Fault, cut};

use crate::args::{Args, Print};
use crate::bake::{self, Part};
use crate::change::Change;
use crate::explain::explanation;
use crate::stamp::{Request, Stamp};

/// What is given out.
pub(crate) struct Giving<'a> {
    args: &'a Args,
    request: &'a Request,
    stamp: &'a Stamp,
    bake_files: Vec<(&'static str, PathBuf, String)>,
}

impl<'a> Giving<'a> {
    /// What is given out of a stamp.
    pub(crate) fn new(
        args: &'a Args,
        context: &Context,
        request: &'a Request,
        stamp: &'a Stamp,
    ) -> Self {
        Self {
            args,
            request,
            stamp,
            bake_files: bake::files(args, context, request, stamp),
        }
    }

    /// The outputs for later steps. Those of bake files that are not written
    /// are empty.
    pub(crate) fn outputs(&self) -> Vec<(&'static str, String)> {
        let Self { args, stamp, .. } = self;
        let joined = |items: &[String], by: &Option<String>| {
            let by = by.as_deref().filter(|by| !by.is_empty());
            items.join(by.unwrap_or("\n"))
        };
        let mut outputs = vec![
            ("version", stamp.version.clone()),
            ("tags", joined(&stamp.tags, &args.sep_tags)),
            ("tag-names", joined(&stamp.names, &args.sep_tags)),
            ("labels", joined(&stamp.label_lines(), &args.sep_labels)),
            (
                "annotations",
                joined(&stamp.annotations, &args.sep_annotations),
            ),
            ("json", stamp.to_json().to_string()),
        ];
        outputs.extend(Part::OUTPUTS.into_iter().map(|(_, output)| {
            let written = self.bake_files.iter().find(|(name, ..)| *name == output);
            let path = written.map(|(_, path, _)| path.display().to_string());
            (output, path.unwrap_or_default())
        }));
        outputs
    }

    /// Standard output, and every file.
    pub(crate) fn products(&self, change: &Change) -> Vec<Product> {
        let mut products = vec![Product::Stdout(self.printed(change))];
        if let Some(path) = &self.args.output {
            products.push(Product::File(path.clone(), self.stamp.to_file()));
        }
        let files = self.bake_files.iter();
        products.extend(files.map(|(_, path, text)| Product::File(path.clone(), text.clone())));
        products
    }

    fn printed(&self, change: &Change) -> String {
        let stamp = self.stamp;
        let lines = |items: &[String]| {
            let ended = items.iter().flat_map(|item| [item.as_str(), "\n"]);
            ended.collect::<String>()
        };
        let bake = |part| format!("{}\n", bake::text(part, self.args, self.request, stamp));
        match self.args.print {
            Print::Tags => lines(&stamp.tags),
            Print::TagNames => lines(&stamp.names),
            Print::Labels => lines(&stamp.label_lines()),
            Print::Annotations => lines(&stamp.annotations),
            Print::Version => format!("{}\n", stamp.version),
            Print::Json => stamp.to_file(),
            Print::Explain => explanation(self.request, change, stamp),
            Print::BakeFile => bake(Part::All),
            Print::BakeFileTags => bake(Part::Tags),
            Print::BakeFileLabels => bake(Part::Labels),
            Print::BakeFileAnnotations => bake(Part::Annotations),
        }
    }
}

/// The outputs as docker/metadata-action puts them into the environment of
/// later steps, unless `DOCKER_METADATA_SET_OUTPUT_ENV` says no.
pub(crate) fn variables(
    outputs: &[(&'static str, String)],
    context: &Context,
) -> Result<Vec<(String, String)>, Fault> {
    const NAME: &str = "DOCKER_METADATA_SET_OUTPUT_ENV";
    match context.env.get(NAME).unwrap_or("true") {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => {}
        "0" | "f" | "F" | "false" | "FALSE" | "False" => return Ok(Vec::new()),
        other => {
            let fault = Fault::new(format!(
                "{NAME} is neither true nor false: `{}`",
                cut(other)
            ));
            return Err(fault.help("say one of the two words"));
        }
    }
    let named = |(name, value): &(&'static str, String)| {
        let name = name.to_uppercase().replace('-', "_");
        (format!("DOCKER_METADATA_OUTPUT_{name}"), value.clone())
    };
    Ok(outputs.iter().map(named).collect())
}
