//! Rules on parts of the examples.

use predictions::{Pair, Sheet, Slice};
use verdict::Fault;

use super::{FEWEST, Job, Weighing, column};
use crate::examples::Examples;
use crate::finding::{Finding, Found};

impl Weighing<'_> {
    pub(super) fn slice(
        &mut self,
        examples: &Examples<'_>,
        slice: &Slice,
        jobs: &[&Job<'_>],
    ) -> Result<(), Fault> {
        let count = slice.rows.len() as u64;
        let few = |job: &&&Job<'_>| {
            let fewest = self.rules[job.rule].gate.min_n.unwrap_or(FEWEST);
            count < fewest.max(1)
        };
        let (few, enough): (Vec<_>, Vec<_>) = jobs.iter().partition(few);
        for job in few {
            self.too_few(slice, job);
        }
        let (whole, enough): (Vec<_>, Vec<_>) = enough
            .into_iter()
            .partition(|job| job.statistic.holds_given());
        for job in whole {
            let help = "give the baseline's predictions with --baseline-predictions";
            let words = "a metrics file tells nothing of the slice".to_owned();
            self.undecided(slice, job, Found::Undecided(words, Some(help)));
        }
        if enough.is_empty() {
            return Ok(());
        }
        match examples {
            Examples::Alone(sheet) => {
                let sheet: Sheet = sheet.take(&slice.rows);
                self.on(&Examples::Alone(&sheet), Some(slice), &enough)
            }
            Examples::Paired(pair) => {
                let pair: Pair = pair.take(&slice.rows);
                self.on(&Examples::Paired(&pair), Some(slice), &enough)
            }
        }
    }

    /// A slice of too few examples is not judged: one of a column's many is
    /// remembered, one that was asked for by a condition is undecided.
    fn too_few(&mut self, slice: &Slice, job: &Job<'_>) {
        let count = slice.rows.len() as u64;
        if slice.of != slice.name {
            if !self.small.contains(&slice.name) {
                self.small.push(slice.name.clone());
            }
            return;
        }
        let words = match count {
            0 => "no example is in it".to_owned(),
            1 => "1 example is in it".to_owned(),
            _ => format!("{} examples are in it", report::grouped(count)),
        };
        let help = "widen the slice, or lower min-n knowing that few examples tell little";
        self.undecided(slice, job, Found::Undecided(words, Some(help)));
    }

    fn undecided(&mut self, slice: &Slice, job: &Job<'_>, found: Found) {
        self.findings.push(Finding {
            slice: Some(slice.name.clone()),
            column: column(slice),
            examples: Some(slice.rows.len() as u64),
            ..self.finding(job.rule, job.against, found)
        });
    }

    /// A column of which no value has enough examples was not judged at all.
    pub(super) fn without_slices(&mut self, job: &Job<'_>, examples: Examples<'_>) {
        let gate = self.rules[job.rule].gate;
        let fewest = gate.min_n.unwrap_or(FEWEST);
        for of in &gate.slices {
            let mut slices = examples.slices().iter().filter(|slice| slice.of == *of);
            let judged =
                |slice: &Slice| slice.of == slice.name || slice.rows.len() as u64 >= fewest;
            if slices.any(judged) {
                continue;
            }
            let found = Found::Undecided(
                format!("no value of `{}` has {fewest} examples", verdict::cut(of)),
                Some(
                    "slice by something coarser, or lower min-n knowing that few examples tell little",
                ),
            );
            self.findings.push(Finding {
                slice: Some(of.clone()),
                column: Some(of.clone()),
                ..self.finding(job.rule, job.against, found)
            });
        }
    }
}
