//! What one thread reads.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use table::{Block, Column, Table};
use verdict::Fault;

use crate::binding::{Ask, Binding, Used};
use crate::condition;
use crate::decision::Decision;
use crate::dictionary::{Dictionary, Full};
use crate::holdout::Holdout;
use crate::piece::Piece;
use crate::value::Value;
use crate::wrong::Wrong;

/// Most classes.
pub(crate) const CLASSES: usize = 1 << 16;

/// Most values of a column of groups or slices.
pub(crate) const VALUES: usize = 1_000;

/// Most rows.
const ROWS: u64 = 1 << 30;

/// What one thread reads.
pub(crate) struct Worker<'b> {
    binding: &'b Binding,
    table: &'b Table,
    /// Rows that all threads have read.
    rows: &'b AtomicU64,
    pub(crate) labels: Dictionary,
    pub(crate) predicted: Dictionary,
    /// One a category.
    pub(crate) categories: Vec<Dictionary>,
    pub(crate) holdout: Holdout,
    /// What of the labels is still read.
    pub(crate) classes: Ask,
    pub(crate) numbers: Ask,
    pub(crate) pieces: Vec<Piece>,
}

impl<'b> Worker<'b> {
    pub(crate) fn new(binding: &'b Binding, table: &'b Table, rows: &'b AtomicU64) -> Self {
        let ask =
            |of: fn(&crate::binding::Label) -> Ask| binding.label.as_ref().map_or(Ask::No, of);
        let categories = binding.categories.iter();
        Self {
            binding,
            table,
            rows,
            labels: Dictionary::new(CLASSES),
            predicted: Dictionary::new(CLASSES),
            categories: categories.map(|_| Dictionary::new(VALUES)).collect(),
            holdout: Holdout::default(),
            classes: ask(|label| label.classes),
            numbers: ask(|label| label.numbers),
            pieces: Vec::new(),
        }
    }

    /// Reads a block.
    pub(crate) fn look(&mut self, block: &Block) -> Result<(), Fault> {
        let (rows, binding) = (block.rows(), self.binding);
        if self.rows.fetch_add(rows as u64, Relaxed) + rows as u64 > ROWS {
            return Err(
                Fault::new(format!("{} has more than 2^30 rows", binding.table))
                    .help("judge a sample of the examples"),
            );
        }
        let lines = (rows > 0).then(|| block.line(0).zip(block.line(rows - 1)));
        let mut piece = Piece {
            index: block.index(),
            rows,
            lines: lines.flatten(),
            ..Piece::default()
        };
        self.examples(block, &mut piece)?;
        if let Some(Decision::Column(used)) = &binding.decision {
            piece.predicted = self.predicted(used, block)?;
        }
        let numbers = |used: &Option<Used>| match used {
            Some(used) => self.numbers(used, block),
            None => Ok(Vec::new()),
        };
        piece.scores = numbers(&binding.scores)?;
        piece.forecasts = numbers(&binding.forecasts)?;
        piece.weights = numbers(&binding.weights)?;
        self.check_weights(&piece.weights, block)?;
        piece.probabilities = self.probabilities(block)?;
        let keys = |used: &Option<Used>| match used {
            Some(used) => self.keys(used, block),
            None => Ok(Vec::new()),
        };
        piece.clusters = keys(&binding.clusters)?;
        piece.queries = keys(&binding.queries)?;
        piece.kept = condition::kept(&binding.conditions, block, self.table)?;
        piece.categories = self.categories(block)?;
        self.pieces.push(piece);
        Ok(())
    }

    /// Which examples they are, and what is true of them.
    fn examples(&mut self, block: &Block, piece: &mut Piece) -> Result<(), Fault> {
        let binding = self.binding;
        let id = binding.id.as_ref();
        let ids = id.map(|used| block.column(used.place));
        let labels = binding
            .label
            .as_ref()
            .map(|label| block.column(label.used.place));
        for at in 0..block.rows() {
            let label = labels
                .as_ref()
                .map_or(Value::Null, |column| Value::at(column, at));
            let label = label.named();
            let value = ids.as_ref().map(|column| Value::at(column, at).id());
            if let (Some(value), Some(used)) = (&value, id) {
                let key = key_of(value).map_err(|wrong| self.fault(&wrong, used, block, at))?;
                piece.ids.push(key);
            }
            self.holdout.add(value.as_ref(), block.number(at), &label);
            self.label(&label, block, at, piece)?;
        }
        Ok(())
    }

    /// A label as a class, as a number, or both.
    fn label(
        &mut self,
        value: &Value<'_>,
        block: &Block,
        at: usize,
        piece: &mut Piece,
    ) -> Result<(), Fault> {
        let Some(label) = &self.binding.label else {
            return Ok(());
        };
        if self.classes != Ask::No {
            match (self.labels.code(value), class(value)) {
                (Ok(code), Ok(())) => piece.labels.push(code),
                (_, Err(wrong)) if self.classes == Ask::Must => {
                    return Err(self.fault(&wrong, &label.used, block, at));
                }
                (Err(Full), _) if self.classes == Ask::Must => {
                    return Err(too_many_classes(&label.used, &self.binding.table));
                }
                _ => self.classes = Ask::No,
            }
        }
        if self.numbers != Ask::No {
            match value.number() {
                Ok(number) => piece.targets.push(number),
                Err(wrong) if self.numbers == Ask::Must => {
                    return Err(self.fault(&wrong, &label.used, block, at));
                }
                Err(_) => self.numbers = Ask::No,
            }
        }
        Ok(())
    }

    fn predicted(&mut self, used: &Used, block: &Block) -> Result<Vec<u32>, Fault> {
        let column = block.column(used.place);
        let mut codes = Vec::with_capacity(block.rows());
        for at in 0..block.rows() {
            let value = Value::at(&column, at).named();
            class(&value).map_err(|wrong| self.fault(&wrong, used, block, at))?;
            let code = self.predicted.code(&value);
            codes.push(code.map_err(|Full| too_many_classes(used, &self.binding.table))?);
        }
        Ok(codes)
    }

    fn numbers(&self, used: &Used, block: &Block) -> Result<Vec<f64>, Fault> {
        let column = block.column(used.place);
        let number = |at| {
            let number = Value::at(&column, at).number();
            number.map_err(|wrong| self.fault(&wrong, used, block, at))
        };
        (0..block.rows()).map(number).collect()
    }

    fn check_weights(&self, weights: &[f64], block: &Block) -> Result<(), Fault> {
        let below = weights.iter().position(|weight| *weight < 0.0);
        match (below, &self.binding.weights) {
            (Some(at), Some(used)) => {
                Err(self.fault(&Wrong::Negative(weights[at]), used, block, at))
            }
            _ => Ok(()),
        }
    }

    fn probabilities(&self, block: &Block) -> Result<Vec<f64>, Fault> {
        let classes = &self.binding.probabilities;
        let mut all = vec![0.0; classes.len() * block.rows()];
        for (class, (_, used)) in classes.iter().enumerate() {
            let column = self.numbers(used, block)?;
            let cells = all.iter_mut().skip(class).step_by(classes.len());
            for (cell, number) in cells.zip(column) {
                *cell = number;
            }
        }
        Ok(all)
    }

    fn keys(&self, used: &Used, block: &Block) -> Result<Vec<u128>, Fault> {
        let column: Column<'_> = block.column(used.place);
        let key = |at| {
            let key = key_of(&Value::at(&column, at).id());
            key.map_err(|wrong| self.fault(&wrong, used, block, at))
        };
        (0..block.rows()).map(key).collect()
    }

    fn categories(&mut self, block: &Block) -> Result<Vec<Vec<u32>>, Fault> {
        let table = &self.binding.table;
        let used = self.binding.categories.iter().zip(&mut self.categories);
        let codes = used.map(|(used, names)| {
            let column = block.column(used.place);
            let code = |at| match Value::at(&column, at).named() {
                Value::Opaque(kind) => {
                    Err(Wrong::Opaque(kind).fault(used.role(), table, block, at))
                }
                value => names
                    .code(&value)
                    .map_err(|Full| too_many_values(used, table)),
            };
            (0..block.rows()).map(code).collect()
        });
        codes.collect()
    }

    fn fault(&self, wrong: &Wrong, used: &Used, block: &Block, at: usize) -> Fault {
        wrong.fault(used.role(), &self.binding.table, block, at)
    }
}

/// The key of an id that is one.
fn key_of(value: &Value<'_>) -> Result<u128, Wrong> {
    class(value).map(|()| value.key())
}

/// Whether a value can be a class.
fn class(value: &Value<'_>) -> Result<(), Wrong> {
    match value {
        Value::Null => Err(Wrong::Nothing),
        Value::Opaque(kind) => Err(Wrong::Opaque(kind)),
        Value::Number(x) if !x.is_finite() => Err(Wrong::NotFinite(*x)),
        _ => Ok(()),
    }
}

/// The fault of a column of more classes than can be.
pub(crate) fn too_many_classes(used: &Used, table: &str) -> Fault {
    Fault::new(format!(
        "the {} of {table} is of more than {CLASSES} classes: column `{}`",
        used.key,
        verdict::cut(&used.name)
    ))
    .help(format!(
        "`{}` under [predictions] names the column of a class here; numbers need metrics of numbers, such as `rmse`",
        used.key
    ))
}

/// The fault of a column of more values than are looked into one by one.
pub(crate) fn too_many_values(used: &Used, table: &str) -> Fault {
    let name = verdict::cut(&used.name);
    let fault = Fault::new(format!(
        "column `{name}` of {table} has more than {VALUES} values, and each would be a {}",
        used.key
    ));
    match used.key {
        "slice" => fault.help(format!(
            "write conditions instead, such as `{name} = '…'` or `{name} < 30`"
        )),
        _ => fault.help("name a column of few groups"),
    }
}
