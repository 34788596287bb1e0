//! Which class is the positive one, and which the other.

use verdict::Fault;

use crate::class::{Classes, Name, listed, sort};
use crate::columns::Columns;

/// Two classes of which one is positive: it stands behind.
const USUAL: [[&str; 2]; 4] = [["0", "1"], ["false", "true"], ["no", "yes"], ["-1", "1"]];

/// What is known of the classes of one table.
pub(crate) struct Seen<'a> {
    pub(crate) table: &'a str,
    /// The classes of its labels; none where they were not read.
    pub(crate) labels: Option<&'a [Name]>,
    /// Whether the positive class must be among the labels where it is named.
    pub(crate) strict: bool,
    /// Whether some metric needs to know.
    pub(crate) needed: bool,
}

/// The positive class, which stays the same for all tables: the one that is
/// named, else that of two usual ones.
pub(crate) fn positive(
    columns: &Columns,
    classes: &mut Classes,
    seen: &Seen<'_>,
) -> Result<Option<u32>, Fault> {
    if classes.positive.is_none() {
        classes.positive = match &columns.positive {
            Some(named) => Some(given(named, classes, seen)?),
            None => usual(classes, seen),
        };
    }
    match classes.positive {
        None if seen.needed => Err(unsaid(classes, seen)),
        known => Ok(known),
    }
}

fn given(named: &str, classes: &mut Classes, seen: &Seen<'_>) -> Result<u32, Fault> {
    let name = Name::written(named).ok_or_else(|| {
        Fault::new("the positive class has no name").help("set `positive` under [predictions]")
    })?;
    match seen.labels {
        Some(labels) if seen.strict && !labels.contains(&name) => {
            let message = format!(
                "no label of {} is the positive class `{}`",
                seen.table,
                verdict::cut(named)
            );
            Err(Fault::new(message)
                .help(classes.hint(named))
                .help("`positive` under [predictions] names it"))
        }
        _ => Ok(classes.add(&name)),
    }
}

/// The positive one of two usual classes, where there are no others.
fn usual(classes: &mut Classes, seen: &Seen<'_>) -> Option<u32> {
    if classes.names().is_empty() && !seen.needed {
        return None;
    }
    let is_one_of =
        |pair: &[&str; 2], class: &String| pair.contains(&class.to_lowercase().as_str());
    let pair = USUAL
        .iter()
        .find(|pair| classes.names().iter().all(|class| is_one_of(pair, class)))?;
    let known = classes
        .names()
        .iter()
        .position(|class| class.to_lowercase() == pair[1]);
    match known {
        Some(code) => u32::try_from(code).ok(),
        None => Name::written(pair[1]).map(|name| classes.add(&name)),
    }
}

fn unsaid(classes: &Classes, seen: &Seen<'_>) -> Fault {
    Fault::new(format!(
        "which class of {} is the positive one is not said",
        seen.table
    ))
    .help("set `positive` under [predictions] to the class that is looked for, such as `fraud`")
    .help(format!("the classes are {}", listed(classes.names())))
}

/// The class of scores below the threshold: the other one of two.
pub(crate) fn negative(
    positive: u32,
    classes: &mut Classes,
    seen: &Seen<'_>,
) -> Result<u32, Fault> {
    if let Some(known) = classes.negative {
        return Ok(known);
    }
    let mut others: Vec<u32> = match seen.labels {
        Some(labels) => labels
            .iter()
            .filter_map(|name| classes.code_of(name))
            .collect(),
        None => (0..).zip(classes.names()).map(|(code, _)| code).collect(),
    };
    others.retain(|code| *code != positive);
    let negative = match others[..] {
        [one] => one,
        [] => opposite(positive, classes),
        _ => return Err(too_many(classes, seen)),
    };
    classes.negative = Some(negative);
    Ok(negative)
}

/// A class for what is not positive, where nothing is.
fn opposite(positive: u32, classes: &mut Classes) -> u32 {
    let name = classes.name(positive).unwrap_or_default().to_owned();
    let pair = USUAL.iter().find(|pair| pair[1] == name.to_lowercase());
    let other = pair.map_or_else(|| format!("not {name}"), |pair| pair[0].to_owned());
    let other = Name::written(&other).unwrap_or(Name::Boolean(false));
    classes.add(&other)
}

fn too_many(classes: &Classes, seen: &Seen<'_>) -> Fault {
    let mut names: Vec<Name> = seen.labels.unwrap_or_default().to_vec();
    sort(&mut names);
    let names: Vec<String> = match names.is_empty() {
        true => classes.names().to_vec(),
        false => names.iter().map(ToString::to_string).collect(),
    };
    Fault::new(format!(
        "a threshold tells two classes apart, and {} has {}: {}",
        seen.table,
        names.len(),
        listed(&names)
    ))
    .help("name the column of the predicted class by `prediction`, or a column a class by `probabilities`, under [predictions]")
}
