//! Evidence to judgement: each table is read once, and every rule looks at
//! every row.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use contract::Contract;
use distinct::Budget;
use report::Exhibit;
use table::{CsvOptions, Table, Watch};
use tool::{Context, Judgement, NewFile, Policy};
use verdict::{Check, Fault, Location, Outcome, Severity};

use crate::args::Args;
use crate::baseline::Baseline;
use crate::cache::{self, Cache, Kept};
use crate::checks::columns::{self, Header};
use crate::checks::row_count;
use crate::choice::Choice;
use crate::history::History;
use crate::pass::{Binding, Found, Means, Pass, Sifted, Whole, bind};
use crate::plan::{self, ColumnPlan, Plan};
use crate::quarantine::{self, Outlets};
use crate::words::{counted, grouped};
use crate::{data, load, shape};

/// Most columns that are shown.
const SHOWN: usize = 60;

/// Judges each table by itself.
pub(crate) fn judge(args: &Args, context: &Context) -> Result<Judgement, Fault> {
    let mut data = data(args)?;
    let path = contract(args)?;
    data::check_names(&data, args.quarantine.is_some() || args.keep.is_some())?;
    let first = data.first().map(|path| PathBuf::from(data::shown(path)));
    let loaded = load::contract(path, args.table.as_deref(), first.as_deref())?;
    let since = args.changed_since.as_deref();
    let since = since.map(|revision| data::changed_since(revision, path, &mut data, context));
    let policy = &loaded.policy;
    let plan = plan::plan(policy)?;
    let run = Run {
        several: data.len() > 1,
        baseline: args.baseline.as_deref().map(Baseline::read).transpose()?,
        ..Run::new(args, policy, &plan, context)?
    };
    let mut judgement = Judgement {
        configuration: vec![policy.subject()],
        checks: since
            .transpose()?
            .into_iter()
            .chain(loaded.gaps(args.strict))
            .collect(),
        ..Judgement::default()
    };
    let mut known = Baseline::new();
    let cache = Cache::of(args, policy, first.as_deref(), data.len() > 1);
    let mut history = match &args.history {
        Some(path) => History::read(path)?,
        None => History::default(),
    };
    let (mut rows, mut breaches) = (0, 0);
    let mut files = Vec::new();
    for path in &data {
        let mut table = Table::open(path, run.options)?;
        table.watch(&watch(context, table.name()));
        let cache = cache.as_ref().filter(|_| !cache::is_passing(path));
        let subject = cache.map(|_| table.subject()).transpose()?;
        let kept = cache.zip(subject.as_ref());
        if let Some(mut kept) = kept.and_then(|(cache, subject)| cache.get(subject)) {
            rows += kept.rows;
            breaches += kept.breaches;
            judgement.subjects.extend(subject);
            judgement.checks.append(&mut kept.checks);
            continue;
        }
        let pass = bind(&run.binding(), &table)?;
        let (found, mut checks) = run.judge(&pass, &table, &mut files)?;
        if args.write_baseline.is_some() {
            known.add(&pass, &found, &table, &run.means())?;
        }
        rows += found.scan.rows;
        breaches += found.breaches;
        let change = history.check(policy, table.name(), found.scan.rows);
        checks.extend(change.filter(|check| run.takes(check)));
        if checks.iter().all(|check| check.outcome.is_open()) {
            history.add(table.name(), found.scan.rows, context.now);
        }
        if data.len() > 1 {
            name_file(&mut checks, table.name());
        }
        if let Some((cache, subject)) = kept {
            let kept = Kept {
                rows: found.scan.rows,
                breaches: found.breaches,
                checks: checks.clone(),
            };
            cache.put(subject, &kept)?;
        }
        let subject = found.scan.subject.clone().or(subject);
        judgement.subjects.extend(subject);
        judgement.exhibits.extend(exhibit(found, &table));
        judgement.checks.append(&mut checks);
    }
    judgement.outputs = vec![
        ("rows", rows.to_string()),
        ("breaches", breaches.to_string()),
    ];
    check_choice(&run.choice, &judgement)?;
    files.into_iter().try_for_each(NewFile::finish)?;
    if let Some(path) = &args.history {
        history.write(path)?;
    }
    if let Some(path) = &args.write_baseline {
        NewFile::whole(path, &known.text())?;
    }
    Ok(judgement)
}

/// What holds for every table of a run.
struct Run<'a> {
    args: &'a Args,
    policy: &'a Policy<Contract>,
    plan: &'a Plan,
    choice: Choice,
    options: CsvOptions,
    budget: Budget,
    threads: usize,
    now: i64,
    digests: bool,
    several: bool,
    baseline: Option<Baseline>,
}

impl<'a> Run<'a> {
    fn new(
        args: &'a Args,
        policy: &'a Policy<Contract>,
        plan: &'a Plan,
        context: &Context,
    ) -> Result<Self, Fault> {
        Ok(Self {
            args,
            policy,
            plan,
            choice: Choice {
                only: args.only.clone(),
                skip: args.skip.clone(),
            },
            options: plan::csv(args.delimiter.as_deref(), policy)?,
            budget: Budget::new(memory(args)?),
            threads: threads(args),
            now: context.now,
            digests: context.digests,
            several: false,
            baseline: None,
        })
    }

    fn binding(&self) -> Binding<'_> {
        Binding {
            policy: self.policy,
            plan: self.plan,
            choice: &self.choice,
            options: self.options,
            now: self.now,
            threads: self.threads,
        }
    }

    fn means(&self) -> Means<'_> {
        Means {
            samples: self.args.samples,
            threads: self.threads,
            digest: self.digests,
            trust: !self.args.no_trust_statistics,
            budget: &self.budget,
            now: self.now,
        }
    }

    fn judge<'p>(
        &self,
        pass: &'p Pass<'p>,
        table: &Table,
        files: &mut Vec<NewFile>,
    ) -> Result<(Found<'p>, Vec<Check>), Fault> {
        let place = |span| self.policy.location(span);
        let means = self.means();
        let mut found = pass.run(table, &means, &place)?;
        let outlets = Outlets {
            quarantine: self.args.quarantine.as_deref(),
            keep: self.args.keep.as_deref(),
            several: self.several,
        };
        files.extend(quarantine::write(&outlets, pass, &found, table, &means)?);
        if let Some(baseline) = &self.baseline {
            baseline.forgive(pass, &mut found, table, &means, &place)?;
        }
        let mut checks = self.whole(table, &found);
        checks.extend(self.by_column(table, std::mem::take(&mut found.checks)));
        if checks.is_empty() && self.choice.is_all() {
            checks.push(columns::nothing_judged(&header(table)));
        }
        Ok((found, checks))
    }

    /// What the contract asks of a table as a whole: the file, the count of
    /// rows, the header.
    fn whole(&self, table: &Table, found: &Found<'_>) -> Vec<Check> {
        let (policy, file) = (self.policy, table.name());
        let header = header(table);
        let mut checks = shape::checks(policy, &self.choice, file, &found.scan);
        let rows = row_count::check(policy, file, found.scan.rows);
        checks.extend(rows.filter(|check| self.takes(check)));
        let columns = columns::whole(policy, &self.plan.columns, &header);
        checks.extend(columns.into_iter().filter(|check| self.takes(check)));
        checks
    }

    /// What the contract asks of each column, its presence first, and then of
    /// several.
    fn by_column(&self, table: &Table, found: Vec<(Option<usize>, Check)>) -> Vec<Check> {
        let header = header(table);
        let mut checks = Vec::new();
        let mut found = found.into_iter().peekable();
        for (at, plan) in self.plan.columns.iter().enumerate() {
            let present = columns::present(self.policy, plan, &header);
            checks.extend(present.filter(|check| self.takes_presence(check, plan)));
            while let Some((_, check)) = found.next_if(|(column, _)| *column == Some(at)) {
                checks.push(check);
            }
        }
        checks.extend(found.map(|(_, check)| check));
        checks
    }

    /// A rule that is looked at looks at nothing where its column is absent:
    /// then that is said, unless it was not to be.
    fn takes_presence(&self, check: &Check, plan: &ColumnPlan) -> bool {
        let name = plan.name.as_str();
        let mut rules = plan.checks.iter();
        self.takes(check)
            || check.outcome != Outcome::Pass
                && !self.choice.skips(&check.id, &[name], &[])
                && rules.any(|rule| {
                    let about = [&*rule.target(name), name];
                    self.choice.takes(rule.asks.id(), &about, &rule.weight.tags)
                })
    }

    fn takes(&self, check: &Check) -> bool {
        let target = check.target.as_deref();
        self.choice.takes(&check.id, target.as_slice(), &[])
    }
}

/// Counts of a table, where the shared main looks at them.
fn watch(context: &Context, table: &str) -> Watch {
    let progress = &context.progress;
    progress.on(table);
    Watch {
        bytes: Arc::clone(&progress.bytes),
        of: Arc::clone(&progress.of),
        rows: Arc::clone(&progress.rows),
    }
}

fn header(table: &Table) -> Header<'_> {
    let file = table.name();
    let place = if table.is_typed() {
        Location::file(file)
    } else {
        Location::line(file, 1)
    };
    Header {
        columns: table.columns(),
        own: table.own_columns(),
        place,
    }
}

/// The tables that are meant, each once.
fn data(args: &Args) -> Result<Vec<PathBuf>, Fault> {
    if args.data.is_empty() {
        return Err(Fault::new("no data given").help(
            "name the tables, for example `validate-data data/*.csv --contract contract.toml`",
        ));
    }
    data::expand(&args.data)
}

fn contract(args: &Args) -> Result<&Path, Fault> {
    let Some(contract) = &args.contract else {
        return Err(Fault::new("no contract given").help(
            "name the file that says what the tables must look like: `--contract contract.toml`",
        ));
    };
    if contract == Path::new("-") && args.data.contains(contract) {
        return Err(
            Fault::new("both the data and the contract are standard input")
                .help("put one of them into a file"),
        );
    }
    Ok(contract)
}

/// A choice by which nothing is looked at is most often a slip.
fn check_choice(choice: &Choice, judgement: &Judgement) -> Result<(), Fault> {
    if !judgement.checks.is_empty() || choice.is_all() {
        return Ok(());
    }
    Err(Fault::new("`--only` and `--skip` leave no rule to look at")
        .help("name rules (`range`), columns, both (`range(age)`) or tags; `--verbose` lists all that there are"))
}

fn threads(args: &Args) -> usize {
    let all = || std::thread::available_parallelism().map_or(1, usize::from);
    args.threads
        .map_or_else(all, |threads| usize::from(threads.get()))
}

/// Bytes that may be held for comparing rows.
fn memory(args: &Args) -> Result<usize, Fault> {
    match &args.memory {
        None => Ok(load::a_quarter_of_the_machine()),
        Some(text) => load::bytes(text).ok_or_else(|| {
            Fault::new(format!(
                "`--memory` takes a size, not `{}`",
                verdict::cut(text)
            ))
            .help("for example `500MB` or `2GiB`")
        }),
    }
}

/// Among several tables a check needs the table's name to be told apart.
fn name_file(checks: &mut [Check], file: &str) {
    for check in checks {
        check.target = Some(match &check.target {
            Some(column) => format!("{file}: {column}"),
            None => file.to_owned(),
        });
    }
}

fn exhibit(found: Found<'_>, table: &Table) -> Option<Exhibit> {
    let rows = found.scan.rows;
    let looked_at = found
        .profiles
        .iter()
        .map(crate::profile::Profile::looked_at)
        .max();
    let looked_at = looked_at.unwrap_or_default();
    let sample = match looked_at < rows - found.scan.shape.left_out {
        true => format!(" (nulls of all, the rest of {})", grouped(looked_at)),
        false => String::new(),
    };
    let profiles = found.profiles.into_iter().take(SHOWN);
    let columns: Vec<_> = profiles.map(crate::profile::Profile::show).collect();
    let title = format!("{}: {}{sample}", table.name(), counted(rows, "row"));
    (!columns.is_empty()).then_some(Exhibit::Distributions { title, columns })
}

/// Rows of a table that break a contract, a bit a row.
pub(crate) struct Offenders {
    rows: u64,
    bits: Vec<u64>,
}

impl Offenders {
    fn set(&mut self, number: u64) {
        let (word, bit) = (number / 64, number % 64);
        let word = usize::try_from(word).unwrap_or(usize::MAX);
        if word >= self.bits.len() {
            self.bits.resize(word + 1, 0);
        }
        self.bits[word] |= 1 << bit;
    }

    fn has(&self, number: u64) -> bool {
        let word = usize::try_from(number / 64).ok();
        let word = word.and_then(|word| self.bits.get(word));
        word.is_some_and(|word| word >> (number % 64) & 1 == 1)
    }
}

/// The rows of a table that break a contract.
pub(crate) fn offenders(
    args: &Args,
    policy: &Policy<Contract>,
    path: &Path,
    context: &Context,
) -> Result<Offenders, Fault> {
    let plan = plan::plan(policy)?;
    let run = Run::new(args, policy, &plan, context)?;
    let table = Table::open(path, run.options)?;
    let pass = bind(&run.binding(), &table)?;
    let means = run.means();
    let found = pass.run(&table, &means, &|span| policy.location(span))?;
    let mut offenders = Offenders {
        rows: found.scan.rows,
        bits: Vec::new(),
    };
    let mut each = |sifted: &Sifted<'_>| {
        for at in 0..sifted.block.rows() {
            if sifted.broken.iter().any(|marks| marks[at]) {
                offenders.set(sifted.block.number(at));
            }
        }
        Ok(())
    };
    pass.sift(
        &table,
        &means,
        &found.broken,
        &found.knowledge,
        Whole::No,
        &mut each,
    )?;
    Ok(offenders)
}

/// The check of a table whose rows change their verdict from one contract to
/// another.
pub(crate) fn changed(
    path: &Path,
    before: &Offenders,
    after: &Offenders,
    severity: Severity,
) -> Check {
    let file = data::shown(path);
    let rows = 1..=before.rows.max(after.rows);
    let (mut fail, mut pass) = (Vec::new(), Vec::new());
    for row in rows {
        match (before.has(row), after.has(row)) {
            (false, true) => fail.push(row),
            (true, false) => pass.push(row),
            _ => {}
        }
    }
    let check = Check::pass("same-verdict", "every row keeps its verdict")
        .severity(severity)
        .on(&*file)
        .observed((fail.len() + pass.len()) as u64);
    if fail.is_empty() && pass.is_empty() {
        return check;
    }
    let (fails, passes) = (fail.len() as u64, pass.len() as u64);
    let mut check = check.broken(format!(
        "newly broken: {}; no longer: {}",
        counted(fails, "row"),
        counted(passes, "row")
    ));
    for row in fail.iter().chain(&pass).take(5) {
        check = check.at(Location {
            row: Some(*row),
            ..Location::file(&*file)
        });
    }
    check
}
