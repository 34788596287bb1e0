//! What examples cost by their true and their predicted class.

use std::collections::BTreeMap;

use verdict::Fault;

use crate::class::{Classes, Name};
use crate::columns::Columns;
use crate::examples::Grid;

/// Most classes that can have costs.
const MOST: usize = 1_024;

type Costs = BTreeMap<String, BTreeMap<String, f64>>;

/// The costs that are given, as a matrix of all classes. A class that only the
/// costs name becomes one, unless it may be misspelt: if `strict` it must be in
/// the data as long as the costs leave out a class of the data.
pub(crate) fn matrix(
    columns: &Columns,
    classes: &mut Classes,
    table: &str,
    strict: bool,
) -> Result<Grid, Fault> {
    let costs = columns.costs.as_ref().filter(|costs| !costs.is_empty());
    let costs = costs.ok_or_else(|| {
        Fault::new("no costs are given").help(
            "give them by true and predicted class under [predictions]: `costs.fraud.ok = 100`",
        )
    })?;
    let names = names(costs)?;
    if strict {
        check_known(&names, classes, table)?;
    }
    classes.add_all(names);
    let size = classes.names().len();
    if size > MOST {
        return Err(Fault::new(format!(
            "{table} has {size} classes, too many to have costs"
        ))
        .help(format!("costs can be given for up to {MOST} classes")));
    }
    let mut values = vec![0.0; size * size];
    for (label, row) in costs {
        for (predicted, cost) in row {
            if let (Some(label), Some(predicted)) = (classes.code(label), classes.code(predicted)) {
                values[label as usize * size + predicted as usize] = *cost;
            }
        }
    }
    Ok(Grid {
        values,
        columns: size,
    })
}

/// Every class that the costs name.
fn names(costs: &Costs) -> Result<Vec<Name>, Fault> {
    let texts = costs
        .iter()
        .flat_map(|(label, row)| [label].into_iter().chain(row.keys()));
    let named = |text: &String| {
        Name::written(text).ok_or_else(|| {
            Fault::new("a class without a name has costs")
                .help("name the class under [predictions.costs]")
        })
    };
    texts.map(named).collect()
}

fn check_known(names: &[Name], classes: &Classes, table: &str) -> Result<(), Fault> {
    let left_out = classes.names().iter();
    let mut left_out =
        left_out.filter(|class| !names.iter().any(|name| name.to_string() == **class));
    let unknown = names.iter().find(|name| !classes.has(name));
    match (unknown, left_out.next()) {
        (Some(unknown), Some(left_out)) => {
            let unknown = unknown.to_string();
            let message = format!(
                "the costs name class `{}`, which {table} does not have, and leave out `{}`",
                verdict::cut(&unknown),
                verdict::cut(left_out)
            );
            Err(Fault::new(message)
                .help(classes.hint(&unknown))
                .help("`costs` under [predictions] names it; a class that costs nothing is written as `other = {}`"))
        }
        _ => Ok(()),
    }
}
