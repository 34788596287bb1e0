//! A table as predictions.

use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use table::{Shape, Table};
use verdict::Fault;

use crate::assembly::{self, Means};
use crate::binding::{Binding, Party};
use crate::class::Classes;
use crate::columns::Columns;
use crate::missing::Names;
use crate::sheet::{Origin, Sheet};
use crate::wanted::Wanted;
use crate::worker::Worker;
use crate::wrong::row_named;

/// Reads the predictions in a table.
pub(crate) fn read(
    table: Table,
    columns: &Columns,
    wanted: &Wanted,
    classes: &mut Classes,
    party: Party,
) -> Result<Sheet, Fault> {
    columns.check()?;
    let names = Names {
        table: table.name(),
        columns: table.columns(),
    };
    let binding = Binding::new(names, columns, wanted, party)?;
    let rows = AtomicU64::new(0);
    let scan = table::Wanted {
        columns: binding.places(table.columns().len()),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        ordered: false,
        digest: true,
        raw: false,
    };
    let make = || Worker::new(&binding, &table, &rows);
    let (scan, workers) = table.scan_blocks(&scan, &make, &|worker, block| worker.look(block))?;
    check_shape(&binding, &scan.shape)?;
    if scan.rows == 0 {
        return Err(Fault::new(format!("{} has no rows", binding.table))
            .help("nothing can be said of no examples: check the step that wrote it"));
    }
    let means = Means {
        binding: &binding,
        columns,
        wanted,
    };
    let found = assembly::assemble(&means, workers, classes)?;
    let subject = scan.subject.map_or_else(|| table.subject(), Ok)?;
    let id = binding.id.as_ref().map(|used| used.place);
    let label = binding.label.as_ref().map(|label| label.used.place);
    let sheet = Sheet::new(
        Origin {
            table,
            subject,
            id,
            label,
            slices: binding.slices,
            lines: found.lines,
            holdout: found.holdout,
            classes: Arc::clone(&classes.identity),
            positive: found.positive,
            costs: found.costs,
        },
        Arc::new(found.examples),
        Arc::new(found.said),
    );
    check_ids(&sheet)?;
    Ok(sheet)
}

/// A row that can't be read is an example that nobody judges, and a name that
/// is there twice means nothing.
fn check_shape(binding: &Binding, shape: &Shape) -> Result<(), Fault> {
    let table = &binding.table;
    let kinds = [
        &shape.ragged,
        &shape.unclosed_quote,
        &shape.not_utf8,
        &shape.not_objects,
    ];
    let first = kinds.iter().filter_map(|kind| kind.first.first()).min();
    if let (1.., Some(spot)) = (shape.left_out, first) {
        let rows = match shape.left_out {
            1 => "a row".to_owned(),
            count => format!("{count} rows"),
        };
        return Err(Fault::new(format!(
            "{rows} of {table} can't be read, the first on line {}: {}",
            spot.line, spot.note
        ))
        .help("every example counts: mend the step that wrote it"));
    }
    let mut twice = shape.duplicate_names.first.iter();
    let named = |name: &str| format!("both named `{}`", verdict::cut(name));
    let used = |note: &str| {
        binding
            .used()
            .find(|used| note.ends_with(&named(&used.name)))
    };
    match twice.find_map(|spot| used(&spot.note)) {
        None => Ok(()),
        Some(used) => Err(Fault::new(format!(
            "{table} has more than one column `{}`, which holds the {}",
            verdict::cut(&used.name),
            used.key
        ))
        .help("nobody can tell which is meant: rename one of them")),
    }
}

/// An id tells one example.
fn check_ids(sheet: &Sheet) -> Result<(), Fault> {
    let examples = &sheet.examples;
    let twice = examples.ids.as_ref().and(examples.order().twice);
    let Some((first, second)) = twice else {
        return Ok(());
    };
    let row = |row: u32| {
        let location = sheet.location(row as usize);
        row_named(location.row.unwrap_or_default(), location.line)
    };
    let id = sheet.id(first as usize)?;
    Err(Fault::new(format!(
        "id `{id}` is in {} and in {} of {}",
        row(first),
        row(second),
        sheet.name()
    ))
    .help("an id tells examples apart: name another column by `id` under [predictions], or drop the repeated rows")
    .help("what several examples have in common, such as a customer, is named by `cluster`"))
}
