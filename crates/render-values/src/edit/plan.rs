//! From what is asked for to bytes in place of bytes.

use std::collections::BTreeSet;

use verdict::{Fault, cut, did_you_mean};

use super::proof::unproven;
use super::splice::Splice;
use super::{Change, Edit, Places, Site, Typing};
use crate::form::Form;
use crate::leaf::Leaf;
use crate::path::{Step, ValuePath};
use crate::tree::Tree;

/// What is to be done, and what will be said of it.
pub(super) struct Plan {
    pub(super) change: Change,
    /// None where the value is so already.
    pub(super) splice: Option<Splice>,
}

/// Where each edit goes, and as what.
pub(super) fn plan(source: &dyn Places, old: &Tree, edits: &[&Edit]) -> Result<Vec<Plan>, Fault> {
    let mut begun = BTreeSet::new();
    edits
        .iter()
        .map(|edit| {
            let mut site = source.locate(&edit.path)?;
            // The second new key of an empty `{}` follows the first.
            let opens = site.beside.as_ref().is_some_and(Vec::is_empty);
            if opens && !begun.insert(site.span.start) {
                site.before.insert_str(0, ", ");
            }
            plan_one(old, edit, &site)
        })
        .collect()
}

fn plan_one(old: &Tree, edit: &Edit, site: &Site) -> Result<Plan, Fault> {
    let stood = match (old.get(&edit.path.0), &site.beside) {
        (Some(Tree::Leaf(leaf)), None) => Some(leaf.clone()),
        (None, Some(_)) => None,
        _ => {
            return Err(unproven(&format!(
                "two readers of YAML see {} differently",
                edit.path
            )));
        }
    };
    let value = match &stood {
        Some(Leaf::Int(_) | Leaf::Float(_)) if edit.typing == Typing::Set => decimal(&edit.value),
        _ => None,
    };
    let new = (site.style).settle(value.unwrap_or_else(|| edit.value.clone()));
    let splice = (stood.as_ref() != Some(&new)).then(|| Splice {
        span: site.span.clone(),
        text: format!("{}{}", site.before, site.style.write(&new, site.flow)),
    });
    let change = Change {
        document: None,
        path: edit.path.clone(),
        old: stood,
        new,
        line: None,
        old_line: None,
        typing: edit.typing,
        near: site
            .beside
            .as_ref()
            .and_then(|keys| near_key(&edit.path, keys)),
    };
    Ok(Plan { change, splice })
}

/// The number that a text is; none where it would be written in another way,
/// as `1.10` is.
fn decimal(value: &Leaf) -> Option<Leaf> {
    let text = value.text()?;
    let number = Leaf::Float(text.parse().ok()?);
    let is_plain = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    (text.chars().all(is_plain) && number.to_string() == text).then_some(number)
}

fn near_key(path: &ValuePath, keys: &[String]) -> Option<String> {
    let (_, Step::Key(key)) = path.parent_and_last() else {
        return None;
    };
    did_you_mean(key, keys.iter().map(String::as_str)).map(cut)
}

/// Two values for one place.
pub(super) fn refuse_twins(edits: &[Edit]) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    match edits.iter().find(|edit| !seen.insert(&edit.path)) {
        Some(twin) => Err(Fault::new(format!("{} is set twice", twin.path))
            .help("give each path once, by one of --set, --set-string, --set-fact, --set-image, --set-policy, --canary and --rollback")),
        None => Ok(()),
    }
}

/// TOML has no word for nothing.
pub(super) fn refuse_null(form: Form, edits: &[Edit]) -> Result<(), Fault> {
    let null = edits.iter().find(|edit| edit.value == Leaf::Null);
    match null.filter(|_| form == Form::Toml) {
        Some(edit) => Err(
            Fault::new(format!("{} can't be null: TOML has none", edit.path))
                .help("take the key away by hand, or give a string by --set-string"),
        ),
        None => Ok(()),
    }
}
