//! What all threads have seen, as checks.

mod figures;
mod probes;

use std::collections::HashMap;
use std::ops::Range;

use table::{Scan, Table};
use verdict::{Check, Fault, Location};

use super::gather::{self, Gather, Gathered, Part, gathered};
use super::probe;
use super::proof::Known;
use super::tally::Tally;
use super::worker::Worker;
use super::{Found, Job, Means, Pass, Work, order};
use crate::profile::Profile;
use crate::words::{counted, grouped};
use figures::asked_levels;

/// Puts together what the threads have seen.
pub(super) fn finish<'p>(
    pass: &'p Pass<'p>,
    table: &Table,
    means: &Means<'_>,
    place: &dyn Fn(Range<usize>) -> Location,
    scan: Scan,
    mut merged: Merged,
    gathers: Vec<Gather>,
) -> Result<Found<'p>, Fault> {
    let parts = std::mem::take(&mut merged.parts);
    let gathers = pass.gathers.iter().zip(gathers).zip(parts);
    let gathers: Vec<Gathered> = (0..)
        .zip(gathers)
        .map(|(at, ((plan, gather), parts))| {
            let gathered = match gather::rise(&gather, &parts) {
                _ if gather.is_wide() => pass.once_more(&plan.wide(), table, means)?,
                // It did not rise to the end, and the first keys were not kept.
                None => pass.once_more(plan, table, means)?,
                Some(more) => gathered(plan, gather, parts, means.threads)?.with_different(more),
            };
            gathered.into_quantiles(&asked_levels(pass, at))
        })
        .collect::<Result<_, Fault>>()?;
    let mut sums = Sums {
        pass,
        means,
        rows: scan.rows - scan.shape.left_out,
        file: table.name(),
        place,
        gathers,
    };
    let probes = sums.probes(&mut merged.tallies);
    let mut knowledge = HashMap::new();
    for probe in probe::run(pass, table, means, probes)? {
        let known = &mut merged.tallies[probe.job];
        *known = Tally {
            blind: known.blind,
            ..probe.tally.of(known)
        };
        knowledge.insert(probe.job, probe.test);
    }
    let mut found = Found {
        breaches: 0,
        checks: Vec::new(),
        profiles: merged
            .profiles
            .into_iter()
            .filter(|profile| profile.named)
            .collect(),
        broken: Vec::new(),
        knowledge,
        tallies: merged.tallies.clone(),
        scan,
    };
    if sums.rows > 0 {
        for (at, job) in pass.jobs.iter().enumerate() {
            let tally = std::mem::take(&mut merged.tallies[at]);
            if !job.weight.tolerance.lets_pass(tally.broken, tally.judged) {
                found.breaches += tally.broken;
                found.broken.push(at);
            }
            found.checks.push((job.column, sums.check(job, &tally)));
        }
    }
    Ok(found)
}

/// What the threads have seen, put together in the file's order.
pub(super) struct Merged {
    tallies: Vec<Tally>,
    /// Of each gather, one a thread.
    parts: Vec<Vec<Part>>,
    profiles: Vec<Profile>,
}

impl Merged {
    pub(super) fn of(pass: &Pass<'_>, workers: Vec<Worker<'_, '_>>, most: usize) -> Self {
        let mut tallies = vec![Tally::default(); pass.jobs.len()];
        let mut borders: Vec<Vec<order::Border>> = pass.jobs.iter().map(|_| Vec::new()).collect();
        let mut parts: Vec<Vec<Part>> = pass.gathers.iter().map(|_| Vec::new()).collect();
        let mut profiles: Vec<Profile> = pass.columns.iter().map(Profile::new).collect();
        for worker in workers {
            for (tally, more) in tallies.iter_mut().zip(worker.tallies) {
                tally.merge(more, most);
            }
            for (borders, more) in borders.iter_mut().zip(worker.borders) {
                borders.extend(more);
            }
            for (parts, more) in parts.iter_mut().zip(worker.parts) {
                parts.push(more);
            }
            for (at, profile) in profiles.iter_mut().enumerate() {
                profile.count(worker.counts[at]);
            }
            for (profile, pieces) in profiles.iter_mut().zip(worker.pieces) {
                profile.pieces.extend(pieces);
            }
        }
        for ((job, borders), tally) in pass.jobs.iter().zip(borders).zip(&mut tallies) {
            if let Work::Order { order, .. } = &job.work {
                order::join(*order, borders, tally, most);
            }
        }
        Self {
            tallies,
            parts,
            profiles,
        }
    }

    /// Takes in what was known before a page was read.
    pub(super) fn take(&mut self, known: Known) {
        for (job, tally) in known.proved {
            self.tallies[job] = tally;
        }
        for (profile, needed) in self.profiles.iter_mut().zip(known.needed) {
            profile.read = needed;
        }
    }
}

/// What is known of all rows.
struct Sums<'a, 'p> {
    pass: &'p Pass<'p>,
    means: &'a Means<'a>,
    rows: u64,
    file: &'a str,
    place: &'a dyn Fn(Range<usize>) -> Location,
    gathers: Vec<Gathered>,
}

impl Sums<'_, '_> {
    fn check(&self, job: &Job<'_>, tally: &Tally) -> Check {
        let check = titled(job);
        let check = match &job.work {
            Work::Blind(why) => check.undecided(why.clone()),
            Work::Figure {
                gather,
                figure,
                limits,
                column,
            } => self.figure(
                check,
                *gather,
                figure,
                limits,
                self.pass.columns[*column].sensitive,
            ),
            Work::Table { gather, limits } => self.of_table(check, *gather, limits),
            _ => counted_rows(check, job, tally, &self.evidence()),
        };
        told(tally.unsure.tell(check), job, self.place)
    }

    fn evidence(&self) -> Evidence<'_> {
        Evidence {
            file: self.file,
            rows: self.rows,
            samples: self.means.samples > 0,
        }
    }
}

/// A job's check, before anything is known.
fn titled(job: &Job<'_>) -> Check {
    let check = Check::pass(job.id, &*job.title).severity(job.weight.severity);
    match &job.target {
        Some(target) => check.on(&**target),
        None => check,
    }
}

/// A check that is not passed says where the contract asks for it, and what
/// the contract says of it.
fn told(check: Check, job: &Job<'_>, place: &dyn Fn(Range<usize>) -> Location) -> Check {
    let Some(cause) = &check.cause else {
        return check;
    };
    let cause = match &job.weight.message {
        Some(message) => format!("{}: {cause}", verdict::cut(message)),
        None => cause.clone(),
    };
    let mut check = check.at(place(job.span.clone()));
    check.cause = Some(cause);
    check
}

impl Pass<'_> {
    /// The check of a job whose rows were counted once more.
    pub(crate) fn recheck(
        &self,
        job: usize,
        tally: &Tally,
        file: &str,
        rows: u64,
        samples: bool,
        place: &dyn Fn(Range<usize>) -> Location,
    ) -> Check {
        let evidence = Evidence {
            file,
            rows,
            samples,
        };
        let job = &self.jobs[job];
        let check = counted_rows(titled(job), job, tally, &evidence);
        told(tally.unsure.tell(check), job, place)
    }
}

/// Where a check's evidence comes from.
pub(super) struct Evidence<'a> {
    pub(super) file: &'a str,
    pub(super) rows: u64,
    /// Whether values are shown.
    pub(super) samples: bool,
}

/// A check that counts cells or rows.
pub(super) fn counted_rows(
    check: Check,
    job: &Job<'_>,
    tally: &Tally,
    evidence: &Evidence<'_>,
) -> Check {
    let (unit, help) = match &job.work {
        Work::Cells { rule, .. } => (rule.unit(), rule.help()),
        Work::Repeats { columns, .. } if columns.len() == 1 => ("cell", None),
        Work::Order { .. } | Work::Outliers { .. } => ("cell", None),
        _ => ("row", None),
    };
    let mut check = check.observed(tally.broken);
    let plural = if tally.broken == 1 { "" } else { "s" };
    check.unit = Some(format!("{unit}{plural}"));
    if job.weight.tolerance.lets_pass(tally.broken, tally.judged) {
        return passed(check, job, tally);
    }
    let (count, first) = (grouped(tally.broken), grouped(tally.first));
    let looked_at = match job.condition {
        None => counted(evidence.rows, "row"),
        Some(_) => format!("{} looked at", counted(tally.judged, unit)),
    };
    let cause = match tally.broken {
        1 => format!("1 of {looked_at}: row {first}"),
        _ => format!("{count} of {looked_at}: first at row {first}"),
    };
    let mut check = check.broken(cause);
    check.help = help.map(str::to_owned);
    check.locations = tally.locations(evidence.file).collect();
    if evidence.samples {
        check.samples.clone_from(&tally.samples);
    }
    check
}

/// A check that counts no more than it lets pass: it holds if it could
/// see.
fn passed(check: Check, job: &Job<'_>, tally: &Tally) -> Check {
    match (tally.blind, &job.work) {
        (0, _) => check,
        (_, Work::Repeats { .. }) => check.undecided("its values are not looked into"),
        _ => check.undecided("its values are not looked into, so nulls among them are not seen"),
    }
}
