//! Where an option's value comes from: the command line, then the
//! environment, then `tollgate.toml`, then the default.
//!
//! A value from below the command line becomes clap's default for that
//! option, so that clap alone parses and checks.

mod file;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

use ci::Env;
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};
use verdict::{Fault, Place, did_you_mean};

/// The name of the configuration file in the working directory.
const FILE: &str = "tollgate.toml";

/// The tools whose sections the configuration file may hold.
pub const SECTIONS: &[&str] = &[
    "gate-model",
    "render-values",
    "stamp-image",
    "validate-data",
];

/// Options that make no sense anywhere but on the command line.
const COMMAND_LINE_ONLY: &[&str] = &["help", "version", "explain"];

/// The option that names the file can't stand in it.
const CONFIG: &str = "config";

/// Values from below the command line, by argument.
#[derive(Debug, Default)]
pub(crate) struct Layers(BTreeMap<String, Layered>);

/// A value from below the command line.
#[derive(Debug)]
struct Layered {
    values: Vec<String>,
    origin: Origin,
}

/// Where a value below the command line stands.
#[derive(Debug)]
enum Origin {
    Variable(String),
    File(Place),
}

/// The name by which environment and file know an argument: its long option,
/// else the positional argument's own name.
#[must_use]
pub fn key(arg: &Arg) -> String {
    match arg.get_long() {
        Some(long) => long.to_owned(),
        None => arg.get_id().as_str().replace('_', "-"),
    }
}

/// The environment variable of a tool's option.
#[must_use]
pub fn variable(tool: &str, key: &str) -> String {
    every_tools_variable(&format!("{tool}-{key}"))
}

/// The environment variable of an option of every tool.
fn every_tools_variable(key: &str) -> String {
    format!("TOLLGATE_{key}").to_uppercase().replace('-', "_")
}

/// The arguments that may come from below the command line.
pub fn layered_args(command: &Command) -> impl Iterator<Item = &Arg> {
    let args = command.get_arguments();
    args.filter(|arg| !COMMAND_LINE_ONLY.contains(&key(arg).as_str()))
}

/// Parses a command line over the layers below it.
pub(crate) fn parse(
    command: Command,
    shared: &[String],
    argv: &[OsString],
    env: &Env,
) -> Result<Result<(ArgMatches, Layers), clap::Error>, Fault> {
    let (argv, taken_back) = taken_back(&command, argv);
    let mut layers = Layers::read(&command, shared, &argv, env)?;
    layers.0.retain(|id, _| !taken_back.contains(id));
    let mut layered = command;
    for (id, below) in &layers.0 {
        layered = layered.mut_arg(id.clone(), |arg| {
            arg.required(false).default_values(below.values.clone())
        });
    }
    Ok(layered
        .try_get_matches_from(argv)
        .map(|matches| (matches, layers)))
}

/// The command line without its words `--option=`, and the arguments that
/// they take back: as everywhere, an empty value means "not given".
fn taken_back(command: &Command, argv: &[OsString]) -> (Vec<OsString>, Vec<String>) {
    let mut ids = Vec::new();
    let mut rest = argv.to_vec();
    rest.retain(|word| {
        let name = word
            .to_str()
            .and_then(|word| word.strip_prefix("--")?.strip_suffix('='));
        let arg =
            name.and_then(|name| layered_args(command).find(|arg| arg.get_long() == Some(name)));
        ids.extend(arg.map(|arg| arg.get_id().to_string()));
        arg.is_none()
    });
    (rest, ids)
}

impl Layers {
    fn read(
        command: &Command,
        shared: &[String],
        argv: &[OsString],
        env: &Env,
    ) -> Result<Self, Fault> {
        let mut layers = Self::default();
        let file = config_path(command, argv, env);
        if let Some(path) = file {
            layers.read_file(command, shared, &path)?;
        }
        layers.read_env(command, shared, env)?;
        Ok(layers)
    }

    fn read_env(&mut self, command: &Command, shared: &[String], env: &Env) -> Result<(), Fault> {
        for arg in layered_args(command) {
            let key = key(arg);
            let own = variable(command.get_name(), &key);
            let every = every_tools_variable(&key);
            let name = if env.get(&own).is_none() && shared.contains(&key) {
                every
            } else {
                own
            };
            let Some(text) = env.get(&name) else { continue };
            let values = split(arg, text);
            // Nothing but blanks is as good as an empty variable.
            if !values.is_empty() {
                self.insert(arg, values, Origin::Variable(name))?;
            }
        }
        Ok(())
    }

    /// Takes a value if clap would take it, and says where it stands if not.
    fn insert(&mut self, arg: &Arg, mut values: Vec<String>, origin: Origin) -> Result<(), Fault> {
        if matches!(arg.get_action(), ArgAction::SetTrue) {
            for value in &mut values {
                *value = boolean(value).unwrap_or(value).to_owned();
            }
        }
        let probe = Command::new("probe").no_binary_name(true).arg(
            arg.clone()
                .required(false)
                .index(None)
                .long("probe")
                .action(ArgAction::Append)
                .num_args(1)
                .allow_hyphen_values(true),
        );
        let many = matches!(arg.get_action(), ArgAction::Append);
        if !many && values.len() != 1 {
            return Err(origin.place(Fault::new(format!("`{}` takes one value", key(arg)))));
        }
        let argv = values.iter().map(|value| format!("--probe={value}"));
        if let Err(error) = probe.try_get_matches_from(argv) {
            return Err(origin.fault(&key(arg), &error));
        }
        self.0
            .insert(arg.get_id().to_string(), Layered { values, origin });
        Ok(())
    }

    /// Lines that say where each value comes from.
    pub(crate) fn explain(&self, command: &Command, matches: &ArgMatches) -> String {
        let mut rows = Vec::new();
        for arg in layered_args(command) {
            let id = arg.get_id().as_str();
            let values = values_of(matches, id);
            let origin = match (matches.value_source(id), self.0.get(id)) {
                (Some(ValueSource::CommandLine), _) => "command line".to_owned(),
                (
                    _,
                    Some(Layered {
                        origin: Origin::Variable(name),
                        ..
                    }),
                ) => format!("${name}"),
                (
                    _,
                    Some(Layered {
                        origin: Origin::File(place),
                        ..
                    }),
                ) => {
                    format!("{}:{}", place.file, place.line)
                }
                _ if values.is_empty() => "not given".to_owned(),
                _ => "default".to_owned(),
            };
            let values = match is_secret(arg) && !values.is_empty() {
                true => "…".to_owned(),
                false => values.join(", "),
            };
            rows.push([key(arg), values, origin]);
        }
        let width = |column: usize| {
            let lengths = rows.iter().map(|row| row[column].chars().count().min(48));
            lengths.max().unwrap_or(0)
        };
        let (first, second) = (width(0), width(1));
        rows.iter()
            .fold(String::new(), |text, [key, value, origin]| {
                text + &format!(
                    "{key:first$}  {value:second$}  {origin}
"
                )
            })
    }
}

/// Whether an argument's value is a secret: no help shows it.
fn is_secret(arg: &Arg) -> bool {
    arg.is_hide_default_value_set()
}

/// The values of an argument as they were given, but for what is secret in
/// addresses.
fn values_of(matches: &ArgMatches, id: &str) -> Vec<String> {
    let raw = matches.get_raw(id).into_iter().flatten();
    raw.map(|value| report::plain(&verdict::public_address(&value.to_string_lossy())))
        .collect()
}

/// The values in a text: several where the argument takes a list.
fn split(arg: &Arg, text: &str) -> Vec<String> {
    let Some(delimiter) = arg.get_value_delimiter() else {
        return vec![text.to_owned()];
    };
    let parts = text.split(delimiter).map(str::trim);
    parts
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

fn boolean(text: &str) -> Option<&'static str> {
    match text.to_ascii_lowercase().as_str() {
        "1" | "true" | "yes" | "on" => Some("true"),
        "0" | "false" | "no" | "off" => Some("false"),
        _ => None,
    }
}

/// The configuration file: the one that is named, else the one that is there.
fn config_path(command: &Command, argv: &[OsString], env: &Env) -> Option<PathBuf> {
    let lenient = command.clone().ignore_errors(true).disable_help_flag(true);
    let named = lenient.try_get_matches_from(argv).ok().and_then(|matches| {
        let path = matches.try_get_one::<PathBuf>(CONFIG).ok().flatten();
        path.cloned()
    });
    let own = env.get(&variable(command.get_name(), CONFIG));
    let every = || env.get(&every_tools_variable(CONFIG));
    let named = named.or_else(|| own.or_else(every).map(PathBuf::from));
    named.or_else(|| Path::new(FILE).is_file().then(|| PathBuf::from(FILE)))
}

impl Origin {
    fn fault(&self, key: &str, error: &clap::Error) -> Fault {
        use clap::error::{ContextKind, ContextValue};
        let given = match error.get(ContextKind::InvalidValue) {
            Some(ContextValue::String(value)) => report::plain(value),
            _ => String::new(),
        };
        let mut fault = Fault::new(format!("invalid value `{given}` for `{key}`"));
        if let Some(ContextValue::Strings(known)) = error.get(ContextKind::ValidValue) {
            fault = fault.help(format!("one of: {}", known.join(", ")));
            if let Some(near) = did_you_mean(&given, known.iter().map(String::as_str)) {
                fault = fault.help(format!("did you mean `{near}`?"));
            }
        } else if let Some(source) = std::error::Error::source(error) {
            fault = fault.help(source.to_string());
        }
        self.place(fault)
    }

    fn place(&self, fault: Fault) -> Fault {
        match self {
            Self::File(place) => fault.at(place.clone()),
            Self::Variable(name) => fault.help(format!("it comes from the variable {name}")),
        }
    }
}
