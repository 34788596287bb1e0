//! One run: from the command line to the exit code.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use ci::{Action, Env, Notice, System};
use clap::{Args, ColorChoice, Command, FromArgMatches};
use clap_complete::Shell;
use report::{Format, Report, Style};
use verdict::{Check, Fault, Outcome, Required, Tool as Named, Verdict};

use crate::args::{FailOn, OnInconclusive, Shared};
use crate::{Context, Judgement, Product, Spec, Tool, config, output, publish, require};

/// The exit code when a tool could not judge.
const COULD_NOT_JUDGE: u8 = 2;

/// The whole main of a tool's binary.
#[must_use]
pub fn main<T: Tool>() -> ExitCode {
    panic_is_a_fault(T::SPEC.name);
    let env: Env = std::env::vars_os()
        .map(|(name, value)| (lossy(&name), lossy(&value)))
        .collect();
    let argv: Vec<OsString> = std::env::args_os().collect();
    let system = System::detect(&env);
    let code = run::<T>(&argv, &env, system).unwrap_or_else(|fault| {
        let style = Style {
            color: color(
                ColorChoice::Auto,
                &env,
                system,
                std::io::stderr().is_terminal(),
            ),
            ..style(&env)
        };
        let text = report::render_fault(&fault, style);
        let _ = output::stderr(&fenced(system, &text));
        let notice = publish::fault_notice(T::SPEC.name, &fault);
        let _ = carry_out(system.tell(&env, &notice));
        COULD_NOT_JUDGE
    });
    ExitCode::from(code)
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
    Shared::augment_args(command)
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
    let (matches, layers) = match config::parse(command.clone(), &shared_keys(), argv, env)? {
        Ok(parsed) => parsed,
        Err(error) => return Ok(usage(&error)),
    };
    if let Some(("completions", arguments)) = matches.subcommand() {
        return completions(command, arguments);
    }
    let usage = |error: clap::Error| Fault::new(error.to_string());
    let shared = Shared::from_arg_matches(&matches).map_err(usage)?;
    if shared.explain {
        output::stdout(&layers.explain(&command, &matches))?;
        return Ok(0);
    }
    let own = T::Args::from_arg_matches(&matches).map_err(usage)?;
    judge::<T>(&own, &shared, env, system)
}

/// Prints clap's own words on a command line: help to standard output, an
/// error to standard error.
fn usage(error: &clap::Error) -> u8 {
    let _ = error.print();
    u8::try_from(error.exit_code()).unwrap_or(COULD_NOT_JUDGE)
}

fn completions(mut command: Command, arguments: &clap::ArgMatches) -> Result<u8, Fault> {
    if let Some(shell) = arguments.get_one::<Shell>("shell") {
        let name = command.get_name().to_owned();
        let mut script = Vec::new();
        clap_complete::generate(*shell, &mut command, name, &mut script);
        output::stdout(&String::from_utf8_lossy(&script))?;
    }
    Ok(0)
}

fn judge<T: Tool>(own: &T::Args, shared: &Shared, env: &Env, system: System) -> Result<u8, Fault> {
    let reports = reports(&shared.report)?;
    let mut context = context(env, system)?;
    let requirements = require::read_all(&shared.require, &context)?;
    let mut checks: Vec<Check> = requirements.iter().map(|r| r.check.clone()).collect();
    let refused = checks.iter().any(|check| !check.outcome.is_open());
    let required = requirements.iter().map(|r| r.required.clone()).collect();
    context.verdicts = requirements.into_iter().map(|r| r.verdict).collect();
    let mut judgement = if refused {
        Judgement::default()
    } else {
        T::judge(own, &context)?
    };
    checks.append(&mut judgement.checks);
    let verdict = verdict::<T>(&mut judgement, checks, required, &context);
    let code = exit_code(verdict.outcome(), shared);
    if code == 0 {
        write_products(&judgement.products)?;
    }
    let out = Out {
        shared,
        env,
        system,
        verdict: &verdict,
        judgement: &judgement,
        code,
    };
    out.reports(&reports)?;
    out.tell(T::SPEC.name)?;
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
        verdicts: Vec::new(),
    })
}

fn verdict<T: Tool>(
    judgement: &mut Judgement,
    checks: Vec<Check>,
    required: Vec<Required>,
    context: &Context,
) -> Verdict {
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
    verdict.predicate.requires = required;
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

fn write_products(products: &[Product]) -> Result<(), Fault> {
    for product in products {
        match product {
            Product::Stdout(text) => output::stdout(text)?,
            Product::File(path, text) => output::write_file(path, text)?,
        }
    }
    Ok(())
}

/// The reports that were asked for; the human one where none takes the
/// terminal.
fn reports(asked: &[String]) -> Result<Vec<(Format, Option<PathBuf>)>, Fault> {
    let mut reports = Vec::new();
    for text in asked {
        let (name, path) = match text.split_once('=') {
            Some((name, path)) => (name, Some(PathBuf::from(path))),
            None => (text.as_str(), None),
        };
        let format = Format::from_name(name).ok_or_else(|| unknown_format(name))?;
        let path = path.filter(|path| path.as_os_str() != "-");
        reports.push((format, path));
    }
    if reports.iter().all(|(_, path)| path.is_some()) {
        reports.push((Format::Human, None));
    }
    Ok(reports)
}

fn unknown_format(name: &str) -> Fault {
    let known = || Format::ALL.iter().map(|format| format.name());
    let fault = Fault::new(format!(
        "no report format is called `{}`",
        report::plain(name)
    ));
    match verdict::did_you_mean(name, known()) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help(format!(
            "one of: {}",
            known().collect::<Vec<_>>().join(", ")
        )),
    }
}

/// Everything that is said of one judgement.
struct Out<'a> {
    shared: &'a Shared,
    env: &'a Env,
    system: System,
    verdict: &'a Verdict,
    judgement: &'a Judgement,
    code: u8,
}

impl Out<'_> {
    fn report(&self) -> Report<'_> {
        Report {
            verdict: self.verdict,
            exhibits: &self.judgement.exhibits,
        }
    }

    fn reports(&self, reports: &[(Format, Option<PathBuf>)]) -> Result<(), Fault> {
        for (format, path) in reports {
            match path {
                Some(path) => output::write_file(path, &self.plain(*format))?,
                None if *format == Format::Human => self.human()?,
                None => output::stdout(&self.plain(*format))?,
            }
        }
        Ok(())
    }

    fn plain(&self, format: Format) -> String {
        let style = Style {
            verbose: self.shared.verbose,
            ..style(self.env)
        };
        self.report().render(format, style)
    }

    /// The human report, on standard error where standard output holds what
    /// the tool makes.
    fn human(&self) -> Result<(), Fault> {
        if self.shared.quiet && self.code == 0 {
            return Ok(());
        }
        let products = &self.judgement.products;
        let made = self.code == 0 && products.iter().any(|p| matches!(p, Product::Stdout(_)));
        let terminal = if made {
            std::io::stderr().is_terminal()
        } else {
            std::io::stdout().is_terminal()
        };
        let style = Style {
            color: color(self.shared.color, self.env, self.system, terminal),
            verbose: self.shared.verbose,
            ..style(self.env)
        };
        let text = fenced(self.system, &self.report().render(Format::Human, style));
        if made {
            output::stderr(&text)
        } else {
            output::stdout(&text)
        }
    }

    fn tell(&self, tool: &str) -> Result<(), Fault> {
        let mut outputs = vec![
            (
                "verdict".to_owned(),
                self.verdict.outcome().word().to_owned(),
            ),
            ("exit-code".to_owned(), self.code.to_string()),
        ];
        let own = self.judgement.outputs.iter();
        outputs.extend(own.map(|(name, value)| ((*name).to_owned(), value.clone())));
        if let Some(path) = &self.shared.dotenv {
            let (text, left_out) = ci::dotenv(tool, &outputs);
            output::write_file(path, &text)?;
            for name in left_out {
                output::stderr(&format!(
                    "warning: output `{name}` is too long for a dotenv file and was left out\n"
                ))?;
            }
        }
        let summary = if self.system == System::GitHub {
            self.plain(Format::Markdown)
        } else {
            String::new()
        };
        let notice: Notice = publish::notice(self.verdict, outputs, summary);
        carry_out(self.system.tell(self.env, &notice))
    }
}

fn carry_out(actions: Vec<Action>) -> Result<(), Fault> {
    for action in actions {
        match action {
            Action::Print(text) => output::stderr(&text)?,
            Action::Append(path, text) => output::append_file(&path, &text)?,
        }
    }
    Ok(())
}

/// Text from outside between the lines that keep the CI system from taking it
/// for commands.
fn fenced(system: System, text: &str) -> String {
    match system.fence(&publish::token()) {
        Some((before, after)) => format!("{before}{text}{after}"),
        None => text.to_owned(),
    }
}

fn style(env: &Env) -> Style {
    let columns = env.get("COLUMNS").and_then(|text| text.parse().ok());
    let terminal = || terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
    Style {
        width: columns.or_else(terminal).unwrap_or(100).clamp(40, 160),
        color: false,
        verbose: false,
    }
}

/// Whether to use colour: as asked, else by the usual variables, else on a
/// terminal and in the logs of systems that show it.
fn color(asked: ColorChoice, env: &Env, system: System, terminal: bool) -> bool {
    match asked {
        ColorChoice::Always => true,
        ColorChoice::Never => false,
        ColorChoice::Auto if env.get("NO_COLOR").is_some() => false,
        ColorChoice::Auto if env.is_on("CLICOLOR_FORCE") || env.is_on("FORCE_COLOR") => true,
        ColorChoice::Auto => terminal || matches!(system, System::GitHub | System::GitLab),
    }
}
