//! One run: from the command line to the exit code.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use ci::{Env, System};
use clap::{Args, Command, FromArgMatches, Subcommand};
use clap_complete::Shell;
use verdict::{Check, Fault, Outcome, Subject, Tool as Named, Verdict};

use crate::args::{FailOn, OnInconclusive, Shared};
use crate::progress::{Progress, Shown};
use crate::reports::Reports;
use crate::say::{self, Said};
use crate::{Context, Done, Judgement, Product, Spec, Tool, config, output, require};

/// The exit code when a tool could not judge.
const COULD_NOT_JUDGE: u8 = 2;

/// The whole main of a tool's binary.
#[must_use]
pub fn main<T: Tool>() -> ExitCode {
    panic_is_a_fault(T::SPEC.name);
    let env: Env = std::env::vars_os()
        .map(|(name, value)| (lossy(&name), lossy(&value)))
        .collect();
    let argv = spelled_out::<T>(std::env::args_os().collect());
    let system = System::detect(&env);
    let code = run::<T>(&argv, &env, system).unwrap_or_else(|fault| {
        say::fault(T::SPEC.name, &fault, &env, system);
        COULD_NOT_JUDGE
    });
    ExitCode::from(code)
}

/// The command line, with the first word spelled out where it stands for
/// options.
fn spelled_out<T: Tool>(mut argv: Vec<OsString>) -> Vec<OsString> {
    let word = argv.get(1).and_then(|word| word.to_str());
    if let Some(options) = word.and_then(T::shorthand) {
        let given: Vec<OsString> = options.iter().map(OsString::from).collect();
        let new = given.into_iter().filter(|option| !argv.contains(option));
        let new: Vec<OsString> = new.collect();
        argv.splice(1..2, new);
    }
    argv
}

fn lossy(text: &OsString) -> String {
    text.to_string_lossy().into_owned()
}

/// A bug must end like any other failure to judge: with a message and exit
/// code 2, never with a code that reads as a verdict.
fn panic_is_a_fault(tool: &'static str) {
    std::panic::set_hook(Box::new(move |panic| {
        let place = panic
            .location()
            .map_or_else(String::new, |at| format!(" ({at})"));
        let text = format!(
            "error: {tool} has a bug{place}\nhelp: please report it with the command and its input\n"
        );
        let _ = output::stderr(&text);
        #[expect(clippy::exit, reason = "nothing is left to unwind to in a panic hook")]
        std::process::exit(i32::from(COULD_NOT_JUDGE));
    }));
}

/// The clap command of a tool: its own options, and those of every tool.
#[must_use]
pub fn command<T: Tool>() -> Command {
    let spec = T::SPEC;
    let command = T::Args::augment_args(Command::new(spec.name).next_help_heading("Options"));
    let mut command = T::Command::augment_subcommands(Shared::augment_args(command));
    for own in command.get_subcommands_mut() {
        // What is said of the options must not be said of the command.
        let (short, long) = (own.get_about().cloned(), own.get_long_about().cloned());
        let mut with = Shared::augment_args(std::mem::take(own));
        if let Some(short) = short {
            with = with.about(short);
        }
        *own = match long {
            Some(long) => with.long_about(long),
            None => with.long_about(None::<&str>),
        };
    }
    command
        .subcommand_required(false)
        .arg_required_else_help(false)
        .about(spec.about)
        .version(spec.version)
        .after_help(after_help(&spec))
        .args_conflicts_with_subcommands(true)
        .disable_help_subcommand(true)
        .subcommand(
            Command::new("completions")
                .about("Print the completions of a shell")
                .arg(
                    clap::Arg::new("shell")
                        .required(true)
                        .value_parser(clap::value_parser!(Shell)),
                ),
        )
}

/// The names of the options of every tool.
#[must_use]
pub fn shared_keys() -> Vec<String> {
    let command = Shared::augment_args(Command::new("shared"));
    command.get_arguments().map(config::key).collect()
}

fn after_help(spec: &Spec) -> String {
    let mut text = String::from("Examples:\n");
    for example in spec.examples {
        text.push_str(&format!("  # {}\n  {}\n", example.about, example.command));
    }
    text.push_str(&format!(
        "\nExit codes: 0 open, 1 failed, 2 could not judge, 3 inconclusive.\n\
         Options also come from the environment ({}) and from the section [{}] of tollgate.toml.",
        config::variable(spec.name, "option-name").replace("OPTION_NAME", "<OPTION>"),
        spec.name,
    ));
    text
}

fn run<T: Tool>(argv: &[OsString], env: &Env, system: System) -> Result<u8, Fault> {
    let command = command::<T>();
    if let Some(code) = asked_for_help(&command, argv)? {
        return Ok(code);
    }
    if let Some(code) = own_command::<T>(&command, argv, env, system)? {
        return Ok(code);
    }
    let (matches, layers) = match config::parse(command.clone(), &shared_keys(), argv, env)? {
        Ok(parsed) => parsed,
        Err(error) => {
            let told = Fault::new(error.kind().to_string());
            say::tell_fault(T::SPEC.name, &told, env, system);
            return Ok(usage(&error));
        }
    };
    let usage = |error: clap::Error| Fault::new(error.to_string());
    let shared = Shared::from_arg_matches(&matches).map_err(usage)?;
    if shared.explain {
        output::stdout(&layers.explain(&command, &matches))?;
        return Ok(0);
    }
    let own = T::Args::from_arg_matches(&matches).map_err(usage)?;
    judge::<T>(&own, &shared, env, system)
}

/// Help, the version and completions need no configuration: they work where
/// that is broken.
fn asked_for_help(command: &Command, argv: &[OsString]) -> Result<Option<u8>, Fault> {
    match command.clone().try_get_matches_from(argv) {
        Err(error) if !error.use_stderr() => Ok(Some(usage(&error))),
        Ok(matches) => match matches.subcommand() {
            Some(("completions", arguments)) => {
                print_completions(command.clone(), arguments).map(Some)
            }
            _ => Ok(None),
        },
        Err(_) => Ok(None),
    }
}

/// Prints clap's own words on a command line: help to standard output, an
/// error to standard error.
fn usage(error: &clap::Error) -> u8 {
    let _ = error.print();
    u8::try_from(error.exit_code()).unwrap_or(COULD_NOT_JUDGE)
}

fn print_completions(command: Command, arguments: &clap::ArgMatches) -> Result<u8, Fault> {
    if let Some(shell) = arguments.get_one::<Shell>("shell") {
        output::stdout(&completions(command, *shell))?;
    }
    Ok(0)
}

/// The completions of a tool for a shell, as a script.
#[must_use]
pub fn completions(mut command: Command, shell: Shell) -> String {
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, &*name, &mut script);
    // clap_complete 4.6 spells a name with a dash in two ways, so that its
    // script for bash never gets to a subcommand.
    let (wrong, right) = (name.replace('-', "__subcmd__"), name.replace('-', "__"));
    String::from_utf8_lossy(&script).replace(&wrong, &right)
}

fn judge<T: Tool>(own: &T::Args, shared: &Shared, env: &Env, system: System) -> Result<u8, Fault> {
    let work = Work {
        judge: &|context| T::judge(own, context).map(Done::Judged),
        looks_at: &|_| false,
    };
    carry_out::<T>(&work, shared, env, system)
}

/// What is to be done once the required verdicts hold.
struct Work<'a> {
    judge: &'a dyn Fn(&Context) -> Result<Done, Fault>,
    /// Whether it looks itself at what a required verdict judged.
    looks_at: &'a dyn Fn(&Subject) -> bool,
}

fn carry_out<T: Tool>(
    work: &Work,
    shared: &Shared,
    env: &Env,
    system: System,
) -> Result<u8, Fault> {
    let reports = Reports::parse(&shared.report)?;
    context(env, system)
        .and_then(|context| judge_and_say::<T>(work, shared, context, &reports))
        .inspect_err(|_| reports.forget(T::SPEC.name))
}

/// Carries out a command of the tool's own. None: none was given. Its options
/// come from the command line alone.
fn own_command<T: Tool>(
    command: &Command,
    argv: &[OsString],
    env: &Env,
    system: System,
) -> Result<Option<u8>, Fault> {
    // What can't be parsed is told with the rest of the command line.
    let Ok(matches) = command.clone().try_get_matches_from(argv) else {
        return Ok(None);
    };
    let Some((_, of_command)) = matches.subcommand() else {
        return Ok(None);
    };
    let usage = |error: clap::Error| Fault::new(error.to_string());
    let own = T::Command::from_arg_matches(&matches).map_err(usage)?;
    let mut shared = Shared::from_arg_matches(of_command).map_err(usage)?;
    shared.require.splice(0..0, T::requires(&own));
    let work = Work {
        judge: &|context| T::command(&own, context),
        looks_at: &|subject| T::looks_at(&own, subject),
    };
    carry_out::<T>(&work, &shared, env, system).map(Some)
}

/// Writes what a command makes that reaches no verdict.
fn make(products: Vec<Product>, shared: &Shared) -> Result<u8, Fault> {
    if !shared.report.is_empty() || shared.dotenv.is_some() {
        let fault = Fault::new("this command reaches no verdict that could be reported");
        return Err(
            fault.help("take `--report` and `--dotenv` away: what it makes is all there is")
        );
    }
    for product in products {
        match product {
            Product::Stdout(text) => output::stdout(&text)?,
            Product::File(path, text) => output::Staged::new(&path, text)?.commit()?,
        }
    }
    Ok(0)
}

fn judge_and_say<T: Tool>(
    work: &Work,
    shared: &Shared,
    mut context: Context,
    reports: &Reports,
) -> Result<u8, Fault> {
    let requirements = require::read_all(&shared.require, &context, work.looks_at)?;
    let mut checks: Vec<Check> = requirements.iter().map(|r| r.check.clone()).collect();
    let refused = checks.iter().any(|check| !check.outcome.is_open());
    context.digests = reports.hold_digests();
    context.required = requirements.iter().map(|r| r.required.clone()).collect();
    context.verdicts = requirements.into_iter().map(|r| r.verdict).collect();
    let shown = Shown::begin(&context, shared);
    let done = match refused {
        true => Ok(Done::Judged(Judgement::default())),
        false => (work.judge)(&context),
    };
    drop(shown);
    let mut judgement = match done? {
        Done::Judged(judgement) => judgement,
        Done::Made(products) => return make(products, shared),
    };
    checks.append(&mut judgement.checks);
    let mut verdict = verdict::<T>(&mut judgement, checks, &context);
    let code = match refused {
        // What a tool refuses to look at can't be waved through.
        true => 1,
        false => exit_code(verdict.outcome(), shared),
    };
    verdict.predicate.open =
        code == 0 && (shared.fail_on != FailOn::Never || verdict.outcome().is_open());
    Said {
        tool: T::SPEC,
        shared,
        context: &context,
        verdict: &verdict,
        judgement: &judgement,
        code,
    }
    .say(reports)?;
    Ok(code)
}

fn context(env: &Env, system: System) -> Result<Context, Fault> {
    let now = match env
        .get("SOURCE_DATE_EPOCH")
        .map(|text| (text, text.parse()))
    {
        Some((_, Ok(now))) => now,
        Some((text, Err(_))) => {
            let text = report::plain(text);
            return Err(Fault::new(format!(
                "SOURCE_DATE_EPOCH is not a number of seconds: `{text}`"
            )));
        }
        None => {
            let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
            since.map_or(0, |since| {
                i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
            })
        }
    };
    let dir =
        std::env::current_dir().map_err(|error| Fault::io("read", &PathBuf::from("."), &error))?;
    Ok(Context {
        env: env.clone(),
        system,
        dir,
        now,
        digests: true,
        verdicts: Vec::new(),
        required: Vec::new(),
        progress: Progress::default(),
    })
}

fn verdict<T: Tool>(judgement: &mut Judgement, checks: Vec<Check>, context: &Context) -> Verdict {
    let tool = Named {
        name: T::SPEC.name.to_owned(),
        version: T::SPEC.version.to_owned(),
    };
    let time = jiff::Timestamp::from_second(context.now)
        .unwrap_or_default()
        .to_string();
    let run = context.system.run(&context.env, time);
    let mut verdict = Verdict::new(tool, run, std::mem::take(&mut judgement.subjects), checks);
    verdict.predicate.configuration = std::mem::take(&mut judgement.configuration);
    verdict.predicate.requires.clone_from(&context.required);
    verdict
}

/// The exit code of an outcome under the options that bend it.
fn exit_code(outcome: Outcome, shared: &Shared) -> u8 {
    let outcome = match (outcome, shared.on_inconclusive) {
        (Outcome::Inconclusive, Some(OnInconclusive::Pass)) => Outcome::Pass,
        (Outcome::Inconclusive, Some(OnInconclusive::Warn)) => Outcome::Warn,
        (Outcome::Inconclusive, Some(OnInconclusive::Fail)) => Outcome::Fail,
        (outcome, _) => outcome,
    };
    match (outcome, shared.fail_on) {
        (_, FailOn::Never) | (Outcome::Pass, _) | (Outcome::Warn, FailOn::Error) => 0,
        (Outcome::Warn, FailOn::Warning) | (Outcome::Fail, _) => 1,
        (Outcome::Inconclusive, _) => 3,
    }
}
