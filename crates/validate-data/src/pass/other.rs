//! What a contract asks of other files: the keys that are there, a figure.

use contract::{Reference, Spanned};
use distinct::Budget;
use table::Table;
use verdict::{Fault, cut};

use super::bind::{Binding, beside};
use super::gather::{Gathered, What};
use super::keys::{self, Lookup, Nulls};
use super::{GatherPlan, Means, Pass, Used};
use crate::read::{Form, Reader};

/// The keys of another file, read as those of this one.
pub(super) fn keys(
    binding: &Binding<'_>,
    reference: &Reference,
    pass: &Pass<'_>,
    columns: &[usize],
) -> Result<Lookup, Fault> {
    let table = open(binding, &reference.file)?;
    let names: Vec<&String> = match reference.to.is_empty() {
        true => reference.columns.iter().map(Spanned::get_ref).collect(),
        false => reference.to.iter().collect(),
    };
    let mut other = empty(&table);
    for (name, column) in names.iter().zip(columns) {
        let Some(index) = table.columns().iter().position(|known| known == *name) else {
            let message = format!("{} has no column `{}`", table.name(), cut(name));
            let fault = Fault::new(message).at(binding.policy.place(reference.file.span()));
            return Err(fault.help(format!(
                "it has {}",
                crate::words::listed(table.columns(), 10)
            )));
        };
        let form = pass.columns[*column].reader.form.clone();
        other.columns.push(used(&table, index, form));
    }
    let all: Vec<usize> = (0..columns.len()).collect();
    let mut lookup = Lookup::default();
    let budget = Budget::new(1 << 20);
    let wanted = other.wanted(&table, &means(binding, &budget));
    let (_, parts) = table.scan_blocks(&wanted, &Lookup::default, &|lookup, block| {
        let seen = other.see(block, None);
        let rows = 0..block.rows();
        lookup.extend(rows.filter_map(|at| keys::key(&seen, &all, at, Nulls::Passed)));
        Ok(())
    })?;
    for part in parts {
        if lookup.is_empty() {
            lookup = part;
        } else {
            lookup.extend(part);
        }
    }
    Ok(lookup)
}

/// A figure of another file.
pub(super) fn figure(
    binding: &Binding<'_>,
    equals: &contract::Aggregate,
    text: &Spanned<String>,
) -> Result<f64, Fault> {
    let table = open(binding, &equals.file)?;
    let scope: Vec<(String, expression::Kind)> = table
        .columns()
        .iter()
        .map(|name| (name.clone(), expression::Kind::Any))
        .collect();
    let wrong = |message: String| {
        Fault::new(format!("{}: {message}", table.name())).at(binding.policy.place(text.span()))
    };
    let scope = expression::Scope::new(&scope, binding.now);
    let aggregate = expression::Aggregate::parse(text.get_ref(), &scope)
        .map_err(|error| wrong(error.message))?;
    let mut other = empty(&table);
    for index in aggregate.columns() {
        let missing = binding.policy.value.missing.clone();
        let form = Form::new(None, missing.unwrap_or_else(|| vec![String::new()]));
        other.by_table[*index] = Some(other.columns.len());
        other.columns.push(used(&table, *index, form));
    }
    other.gathers.push(GatherPlan {
        columns: Vec::new(),
        condition: None,
        what: What::Aggregate(Box::new(aggregate)),
    });
    let budget = Budget::new(1 << 20);
    match other.gather_only(&table, &means(binding, &budget))? {
        Some(Gathered::Aggregate(Ok(Some(x)))) => Ok(x),
        // Why it can't be computed tells the value that is to blame.
        Some(Gathered::Aggregate(Err(_))) if binding.plan.columns.iter().any(|x| x.sensitive) => {
            Err(wrong("it can't be computed: (masked)".to_owned()))
        }
        Some(Gathered::Aggregate(Err(trouble))) => Err(wrong(trouble)),
        _ => Err(wrong("the figure is null".to_owned())
            .help("a figure of no rows can't be compared: check the file")),
    }
}

fn means<'a>(binding: &Binding<'_>, budget: &'a Budget) -> Means<'a> {
    Means {
        samples: 0,
        threads: binding.threads,
        digest: false,
        trust: false,
        budget,
        now: binding.now,
    }
}

fn open(binding: &Binding<'_>, file: &Spanned<String>) -> Result<Table, Fault> {
    let path = beside(binding.policy, file.get_ref());
    Table::open(&path, binding.options).map_err(|fault| match fault.place {
        Some(_) => fault,
        None => fault.at(binding.policy.place(file.span())),
    })
}

fn empty(table: &Table) -> Pass<'static> {
    Pass {
        by_table: vec![None; table.columns().len()],
        columns: Vec::new(),
        conditions: Vec::new(),
        gathers: Vec::new(),
        jobs: Vec::new(),
        key: Vec::new(),
    }
}

fn used(table: &Table, index: usize, form: Form) -> Used {
    Used {
        name: table.columns()[index].clone(),
        index,
        reader: Reader {
            form,
            typing: table.typing_of(index),
        },
        sensitive: false,
        named: false,
    }
}
