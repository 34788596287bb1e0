//! Everything that a run says: files, streams, and the CI system.

use std::io::IsTerminal;
use std::path::{Component, Path, PathBuf};

use ci::{Action, Env, System};
use clap::ColorChoice;
use report::{Format, Report, Style};
use verdict::{Fault, Verdict};

use crate::args::Shared;
use crate::output::{self, Staged};
use crate::reports::{Reports, crowded};
use crate::{Context, Judgement, Product, Spec, publish};

/// What one judgement has to say.
pub(crate) struct Said<'a> {
    pub(crate) tool: Spec,
    pub(crate) shared: &'a Shared,
    pub(crate) context: &'a Context,
    pub(crate) verdict: &'a Verdict,
    pub(crate) judgement: &'a Judgement,
    pub(crate) code: u8,
}

/// Where a person reads along.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stream {
    Stdout,
    Stderr,
}

impl Said<'_> {
    /// Writes every file, or none of them; then the streams; then tells the
    /// CI system.
    pub(crate) fn say(&self, reports: &Reports) -> Result<(), Fault> {
        let printed = self.printed();
        if let (Some(format), true) = (reports.stdout, !printed.is_empty()) {
            return Err(crowded(format.name(), "what the tool makes"));
        }
        reports.spare(&self.verdict.subject)?;
        reports.spare(&self.verdict.predicate.configuration)?;
        let outputs = self.outputs();
        let files = self.staged(reports, &outputs)?;
        files.into_iter().try_for_each(Staged::commit)?;
        output::stdout(&printed)?;
        if let Some(format) = reports.stdout {
            output::stdout(&self.plain(format))?;
        }
        let stream = self.stream(reports);
        // Annotations come before the report, on its own stream: on another one
        // they might fall between its fences, and after it a runner may cut them.
        carry_out(self.tell(outputs), stream)?;
        if reports.human() && !(self.shared.quiet && self.code == 0) {
            stream.write(&fenced(self.context.system, &self.human(stream)))?;
        }
        Ok(())
    }

    /// Every file, written beside its place: the verdict last, so that it is
    /// never there without what it stands for.
    fn staged(
        &self,
        reports: &Reports,
        outputs: &[(String, String)],
    ) -> Result<Vec<Staged>, Fault> {
        let mut staged = Vec::new();
        for product in self.made() {
            if let Product::File(path, text) = product {
                staged.push(Staged::new(path, text.clone())?);
            }
        }
        if let Some(path) = &self.shared.dotenv {
            staged.push(Staged::new(path, self.dotenv(outputs)?)?);
        }
        for (format, path) in &reports.files {
            staged.push(Staged::new(path, self.plain(*format))?);
        }
        Ok(staged)
    }

    fn dotenv(&self, outputs: &[(String, String)]) -> Result<String, Fault> {
        let (text, left_out) = ci::dotenv(self.tool.name, outputs);
        for ci::LeftOut { name, why } in left_out {
            output::stderr(&format!(
                "warning: output `{name}` was left out of the dotenv file: {why}\n"
            ))?;
        }
        Ok(text)
    }

    /// What the tool makes, when the gate is open.
    fn made(&self) -> impl Iterator<Item = &Product> {
        let open = self.code == 0;
        self.judgement.products.iter().filter(move |_| open)
    }

    fn printed(&self) -> String {
        let texts = self.made().filter_map(|product| match product {
            Product::Stdout(text) => Some(text.as_str()),
            Product::File(..) => None,
        });
        texts.collect()
    }

    fn outputs(&self) -> Vec<(String, String)> {
        let shared = [
            ("verdict", self.verdict.outcome().word().to_owned()),
            ("exit-code", self.code.to_string()),
        ];
        let own = self.judgement.outputs.iter().cloned();
        let all = shared.into_iter().chain(own);
        all.map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// A report for a file or a machine: without colour, and with paths from
    /// the checkout's root where its reader takes them from there.
    fn plain(&self, format: Format) -> String {
        let rooted;
        let verdict = match format {
            Format::Sarif | Format::CodeQuality => {
                rooted = rooted_verdict(self.verdict, self.context);
                &rooted
            }
            _ => self.verdict,
        };
        let style = Style {
            verbose: self.shared.verbose,
            ..style(&self.context.env)
        };
        let exhibits = &self.judgement.exhibits;
        Report { verdict, exhibits }.render(format, style)
    }

    fn human(&self, stream: Stream) -> String {
        let (env, system) = (&self.context.env, self.context.system);
        let style = Style {
            color: color(self.shared.color, env, system, stream.is_terminal()),
            verbose: self.shared.verbose,
            ..style(env)
        };
        let report = Report {
            verdict: self.verdict,
            exhibits: &self.judgement.exhibits,
        };
        report.render(Format::Human, style)
    }

    /// Standard output holds the result; a person reads on standard error
    /// where the result is something else than the human report.
    fn stream(&self, reports: &Reports) -> Stream {
        match self.tool.prints || reports.stdout.is_some() {
            true => Stream::Stderr,
            false => Stream::Stdout,
        }
    }

    /// What the CI system is told.
    fn tell(&self, outputs: Vec<(String, String)>) -> Vec<Action> {
        let summary = match self.context.system {
            System::GitHub => self.plain(Format::Markdown),
            _ => String::new(),
        };
        let rooted = rooted_verdict(self.verdict, self.context);
        let variables = self.judgement.variables.clone();
        let notice = publish::notice(&rooted, outputs, variables, summary);
        self.context.system.tell(&self.context.env, &notice)
    }
}

impl Stream {
    fn write(self, text: &str) -> Result<(), Fault> {
        match self {
            Self::Stdout => output::stdout(text),
            Self::Stderr => output::stderr(text),
        }
    }

    fn is_terminal(self) -> bool {
        match self {
            Self::Stdout => std::io::stdout().is_terminal(),
            Self::Stderr => std::io::stderr().is_terminal(),
        }
    }
}

/// The verdict with its paths taken from the checkout's root.
fn rooted_verdict(verdict: &Verdict, context: &Context) -> Verdict {
    let mut rooted = verdict.clone();
    let Some(root) = context.system.checkout(&context.env) else {
        return rooted;
    };
    let checks = rooted.predicate.checks.iter_mut();
    for location in checks.flat_map(|check| check.locations.iter_mut()) {
        location.file = rooted_path(&location.file, &context.dir, &root);
    }
    let subjects = rooted.subject.iter_mut();
    for subject in subjects.chain(&mut rooted.predicate.configuration) {
        if context.dir.join(&subject.name).is_file() {
            subject.name = rooted_path(&subject.name, &context.dir, &root);
        }
    }
    rooted
}

/// A path from a folder, as it is from a root above it; unchanged elsewhere.
fn rooted_path(path: &str, dir: &Path, root: &Path) -> String {
    // What lies elsewhere is named alike from everywhere.
    if path.contains("://") {
        return path.to_owned();
    }
    let mut full = PathBuf::new();
    for part in dir.join(path).components() {
        match part {
            Component::ParentDir => {
                full.pop();
            }
            Component::CurDir => {}
            part => full.push(part),
        }
    }
    let root = std::fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    match full.strip_prefix(root) {
        Ok(below) => crate::shown(below),
        Err(_) => path.to_owned(),
    }
}

/// Says why there is no verdict, to a person and to the CI system.
pub(crate) fn fault(tool: &str, fault: &Fault, env: &Env, system: System) {
    let style = Style {
        color: color(ColorChoice::Auto, env, system, Stream::Stderr.is_terminal()),
        ..style(env)
    };
    let text = report::render_fault(fault, style);
    tell_fault(tool, fault, env, system);
    // Nobody is left to be told of a failure here.
    let _ = output::stderr(&fenced(system, &text));
}

/// Tells the CI system alone why there is no verdict.
pub(crate) fn tell_fault(tool: &str, fault: &Fault, env: &Env, system: System) {
    let mut fault = fault.clone();
    let dir = std::env::current_dir().ok();
    if let (Some(place), Some(dir), Some(root)) = (&mut fault.place, dir, system.checkout(env)) {
        place.file = rooted_path(&place.file, &dir, &root);
    }
    let notice = publish::fault_notice(tool, &fault);
    let _ = carry_out(system.tell(env, &notice), Stream::Stderr);
}

fn carry_out(actions: Vec<Action>, stream: Stream) -> Result<(), Fault> {
    for action in actions {
        match action {
            Action::Print(text) => stream.write(&text)?,
            Action::Append(path, text) => output::append_file(&path, &text)?,
        }
    }
    Ok(())
}

/// Text from outside between the lines that keep the CI system from taking it
/// for commands.
fn fenced(system: System, text: &str) -> String {
    match system.fence(&output::token()) {
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
