//! What a stamp is given out as: outputs, variables, standard output, files.

use std::path::{Path, PathBuf};

use tool::{Context, Product};
use verdict::{Fault, cut};

use crate::args::{Args, Print};
use crate::arguments::{self, ended};
use crate::bake::{self, Part};
use crate::change::Change;
use crate::explain::explanation;
use crate::stamp::{Request, Stamp};
use crate::terraform;

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
    pub(crate) fn products(&self, change: &Change) -> Result<Vec<Product>, Fault> {
        let mut products = vec![Product::Stdout(self.printed(change)?)];
        if let Some(path) = &self.args.output
            && !self.to_stdout()
        {
            products.push(Product::File(path.clone(), self.stamp.to_file()));
        }
        let files = self.bake_files.iter();
        products.extend(files.map(|(_, path, text)| Product::File(path.clone(), text.clone())));
        Ok(products)
    }

    fn printed(&self, change: &Change) -> Result<String, Fault> {
        let (form, nul) = (self.args.print, self.args.print0);
        match self.form(change)? {
            Form::Arguments(items) => ended(&form.word(), &items, nul),
            Form::Lines(items) if nul => ended(&form.word(), &items, nul),
            Form::Lines(items) => {
                let ended = items.iter().flat_map(|item| [item.as_str(), "\n"]);
                Ok(ended.collect())
            }
            Form::Text(_) if nul => Err(Fault::new(format!(
                "`--print0` ends the items of a list, and `--print {}` is one text",
                form.word()
            ))
            .help("leave it out")),
            Form::Text(text) => Ok(text),
        }
    }

    /// Whether `--output -` sends the stamp to standard output.
    fn to_stdout(&self) -> bool {
        self.args.output.as_deref() == Some(Path::new("-"))
    }

    fn form(&self, change: &Change) -> Result<Form, Fault> {
        let (request, stamp) = (self.request, self.stamp);
        if self.to_stdout() {
            return match self.args.print {
                Print::Tags | Print::Json => Ok(Form::Text(stamp.to_file())),
                other => Err(crowded(other)),
            };
        }
        let bake = |part| {
            let text = bake::text(part, self.args, request, stamp);
            Form::Text(format!("{text}\n"))
        };
        Ok(match self.args.print {
            Print::Tags => Form::Lines(stamp.tags.clone()),
            Print::TagNames => Form::Lines(stamp.names.clone()),
            Print::Labels => Form::Lines(stamp.label_lines()),
            Print::Annotations => Form::Lines(stamp.annotations.clone()),
            Print::Version => Form::Lines(vec![stamp.version.clone()]),
            Print::Json => Form::Text(stamp.to_file()),
            Print::Explain => Form::Text(explanation(request, change, stamp)),
            Print::BakeFile => bake(Part::All),
            Print::BakeFileTags => bake(Part::Tags),
            Print::BakeFileLabels => bake(Part::Labels),
            Print::BakeFileAnnotations => bake(Part::Annotations),
            Print::Docker => Form::Arguments(arguments::docker(request, stamp)?),
            Print::Podman => Form::Arguments(arguments::podman(request, stamp)?),
            Print::Kaniko => Form::Arguments(arguments::kaniko(request, stamp)?),
            Print::Skopeo => Form::Arguments(arguments::skopeo(request, stamp)?),
            Print::Tfvars => Form::Text(terraform::tfvars(request, stamp)),
            Print::TerraformExternal => Form::Text(terraform::external(request, stamp)),
        })
    }
}

fn crowded(form: Print) -> Fault {
    let form = form.word();
    Fault::new(format!(
        "standard output can't hold both the stamp and `--print {form}`"
    ))
    .help("send the stamp to a file: --output FILE")
}

/// What is printed.
enum Form {
    /// Lines, as docker/metadata-action has them.
    Lines(Vec<String>),
    /// Arguments, which must be had back as they are.
    Arguments(Vec<String>),
    /// One text.
    Text(String),
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
