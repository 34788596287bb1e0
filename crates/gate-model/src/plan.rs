//! How many examples it takes to tell, and what a number of them can tell.

mod area;
mod args;
mod assumed;
mod clauses;
mod goal;
mod pairs;
mod policy;
mod search;
mod share;
mod told;

pub(crate) use args::{Args, Format};

use tool::Product;
use verdict::Fault;

use assumed::Assumed;
use clauses::Asked;
use goal::Goal;
use policy::Planned;
use told::Plan;

/// Plans what was asked for: a margin, a number of examples, conditions, or
/// what a policy has of them.
pub(crate) fn run(args: &Args) -> Result<Vec<Product>, Fault> {
    let planned = Planned::read(args)?;
    let assumed = Assumed::of(args, planned.confidence)?;
    let goals = goals(args, &assumed, &planned)?;
    let asked = planned.asked;
    let plan = Plan {
        sizes: goals.iter().map(|goal| goal.size(&assumed)).collect(),
        margins: match args.examples {
            Some(examples) => Goal::all(0.0)
                .iter()
                .map(|goal| goal.margin(examples, &assumed))
                .collect(),
            None => Vec::new(),
        },
        conditions: asked
            .iter()
            .flat_map(|asked| asked.clauses(args.examples, &assumed))
            .collect(),
        terms: asked.iter().map(Asked::terms).collect(),
        examples: args.examples,
        assumed,
    };
    let text = match args.format {
        Format::Table => plan.text(),
        Format::Json => plan.json(),
    };
    Ok(vec![Product::Stdout(text)])
}

/// The margin where nothing else is asked for.
const MARGIN: f64 = 0.01;

fn goals(args: &Args, assumed: &Assumed, planned: &Planned) -> Result<Vec<Goal>, Fault> {
    let alone = args.examples.is_none() && planned.asked.is_empty() && planned.gates.is_empty();
    let margin = args.margin.or(alone.then_some(MARGIN));
    let mut goals = match margin {
        Some(margin) => {
            assumed.refuse_margin(margin)?;
            Goal::all(margin)
        }
        None => Vec::new(),
    };
    for (gate, margin) in &planned.gates {
        assumed.refuse_margin(*margin)?;
        goals.push(Goal::gate(gate, *margin));
    }
    Ok(goals)
}

#[cfg(test)]
mod tests;
