//! Editing a values file: only the named values, only their lines, and proven.

mod block;
mod found;
mod growth;
mod json;
mod place;
mod plan;
mod proof;
mod refusal;
mod scalar;
mod source;
mod splice;
mod toml;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use verdict::Fault;

use self::toml::Toml;
use crate::canary::Canary;
use crate::document::{Document, documents, shifted};
use crate::form::Form;
use crate::image::Image;
use crate::leaf::Leaf;
use crate::path::{Query, Step, ValuePath, shown};
use crate::setter::Setter;
use crate::tree::Tree;
pub(crate) use found::Place;
use found::found;
use json::Json;
use plan::{plan, refuse_null, refuse_twins};
pub(crate) use proof::Lines;
use proof::{differences, spills, unproven};
use source::Source;
pub(crate) use source::{Places, Site};
use splice::{At, Splice};

/// What is asked for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Request {
    /// A value at a place in a user's words.
    Value {
        /// Where.
        query: Query,
        /// What.
        value: Leaf,
        /// Who said of which type it is.
        typing: Typing,
    },
    /// An image wherever it stands.
    Image(Image),
    /// A version's share of the traffic.
    Canary(Canary),
    /// The image that a policy of Flux chose.
    Setter(Setter),
}

/// Who said of which type a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Typing {
    /// We did, by its looks: where a number stands it may be one.
    Set,
    /// The file of a fact did.
    Fact,
    /// The user did: a string. Or there is no doubt.
    Text,
}

/// A value at a path of one document.
#[derive(Clone, Debug, PartialEq)]
struct Edit {
    path: ValuePath,
    value: Leaf,
    typing: Typing,
    /// Whether the value stands elsewhere, behind an alias or a merge key, and
    /// comes by another edit.
    follows: bool,
}

/// What came of one edit.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Change {
    /// What the document is called, where the file holds several.
    pub(crate) document: Option<String>,
    /// Where.
    pub(crate) path: ValuePath,
    /// What stood there; none of a new key.
    pub(crate) old: Option<Leaf>,
    /// What stands there now: a number in place of a quoted string is a
    /// string.
    pub(crate) new: Leaf,
    /// Its line in the new text, counted from 1; none where nothing had to
    /// change.
    pub(crate) line: Option<usize>,
    /// The line of the old text that it is, or comes behind.
    pub(crate) old_line: Option<usize>,
    /// For a new key: the one that may have been meant.
    pub(crate) near: Option<String>,
    /// Who said of which type the value is.
    pub(crate) typing: Typing,
}

/// An edited text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Edited {
    /// The new text.
    pub(crate) text: String,
    /// What came of each edit: by document, and there in the order asked for.
    pub(crate) changes: Vec<Change>,
    /// Values that changed with an anchor that was edited.
    pub(crate) shared: Vec<String>,
    /// What was asked for and has no place, by path, and why.
    pub(crate) left_out: Vec<(String, String)>,
    /// What the lines went through.
    pub(crate) lines: Lines,
    /// For each request the fault of a file that has no place for it, where it
    /// is enough that another file has one.
    pub(crate) missing: Vec<Option<Fault>>,
}

impl Edited {
    /// Appends what came of the next document, before which the old and the new
    /// text have so many line breaks.
    fn append(&mut self, next: Self, before: At) {
        self.text.push_str(&next.text);
        self.changes
            .extend(next.changes.into_iter().map(|change| Change {
                line: change.line.map(|line| line + before.new),
                old_line: change.old_line.map(|line| line + before.old),
                ..change
            }));
        self.shared.extend(next.shared);
        self.lines.add(next.lines);
    }
}

/// Makes the edits, or says why not one of them is made.
pub(crate) fn edit(
    file: &str,
    form: Form,
    text: &str,
    requests: &[Request],
) -> Result<Edited, Fault> {
    let documents = documents(file, form, text)?;
    let mut edits: Vec<Vec<Edit>> = documents.iter().map(|_| Vec::new()).collect();
    let mut whole = Edited::default();
    for request in requests {
        let found = found(file, form, text, &documents, request)?;
        let typing = match request {
            Request::Value { typing, .. } => *typing,
            _ => Typing::Text,
        };
        let places = found.places.into_iter().map(|place| (place, false));
        let following = found.following.into_iter().map(|place| (place, true));
        for ((at, path, value), follows) in places.chain(following) {
            edits[at].push(Edit {
                path,
                value,
                typing,
                follows,
            });
        }
        whole.left_out.extend(found.left_out);
        whole.missing.push(found.missing);
    }
    let several = documents.iter().filter(|it| it.holds_values()).count() > 1;
    let mut lines = 0;
    for (document, edits) in documents.iter().zip(&edits) {
        if edits.is_empty() {
            whole.text.push_str(document.text);
            lines += splice::breaks(document.text);
            continue;
        }
        let edited = edit_document(file, form, document, edits);
        let mut edited = edited.map_err(|fault| shifted(fault, document.lines_before))?;
        if several {
            for change in &mut edited.changes {
                change.document = Some(document.label());
            }
        }
        let more = splice::breaks(&edited.text);
        let before = At {
            old: document.lines_before,
            new: lines,
        };
        whole.append(edited, before);
        lines += more;
    }
    Ok(whole)
}

/// A text that can say where its values stand.
fn source<'a>(file: &'a str, form: Form, text: &'a str) -> Result<Box<dyn Places + 'a>, Fault> {
    Ok(match form {
        Form::Yaml => Box::new(Source::parse(file, text)?),
        Form::Json => Box::new(Json::parse(file, text)?),
        Form::Toml => Box::new(Toml::parse(file, text)?),
    })
}

fn edit_document(
    file: &str,
    form: Form,
    document: &Document<'_>,
    edits: &[Edit],
) -> Result<Edited, Fault> {
    refuse_twins(edits)?;
    refuse_null(form, edits)?;
    let (following, edits): (Vec<&Edit>, Vec<&Edit>) = edits.iter().partition(|it| it.follows);
    let Document {
        text, tree: old, ..
    } = document;
    let source = source(file, form, text)?;
    let mut planned = plan(&*source, old, &edits)?;
    // Behind one value may come a new key: the value first.
    let mut order: Vec<usize> = (0..planned.len())
        .filter(|&i| planned[i].splice.is_some())
        .collect();
    // Behind the last value of a map may come keys of the maps around it.
    let deep = |i: usize| Reverse(planned[i].change.path.0.len());
    order.sort_by_key(|&i| {
        planned[i]
            .splice
            .as_ref()
            .map(|s| (s.span.start, planned[i].change.old.is_none(), deep(i)))
    });
    let splices: Vec<Splice> = order
        .iter()
        .filter_map(|&i| planned[i].splice.clone())
        .collect();
    let (new_text, at) = splice::apply(text, &splices).ok_or_else(|| unproven("two edits meet"))?;
    for (&i, line) in order.iter().zip(at) {
        planned[i].change.line = Some(line.new);
        planned[i].change.old_line = Some(line.old);
    }
    let changes: Vec<Change> = planned.into_iter().map(|plan| plan.change).collect();
    let shared = {
        let new = form.read(file, &new_text);
        let new = new.map_err(|fault| unproven(&format!("the result would not parse: {fault}")))?;
        for edit in following {
            if new.get(&edit.path.0) != Some(&Tree::Leaf(edit.value.clone())) {
                source.locate(&edit.path)?;
                let why = format!("{} would not follow its anchor", edit.path);
                return Err(unproven(&why));
            }
        }
        prove_values(&*source, old, &new, &changes)?
    };
    let lines = proof::lines(text, &new_text, &splices)?;
    Ok(Edited {
        text: new_text,
        changes,
        shared,
        lines,
        ..Edited::default()
    })
}

/// Checks that the new text reads as the old one with exactly the changes, and
/// names the values that changed because they are aliases of a changed one.
fn prove_values(
    source: &dyn Places,
    old: &Tree,
    new: &Tree,
    changes: &[Change],
) -> Result<Vec<String>, Fault> {
    let named: BTreeSet<&[Step]> = changes.iter().map(|change| &*change.path.0).collect();
    for change in changes {
        if new.get(&change.path.0) != Some(&Tree::Leaf(change.new.clone())) {
            return Err(unproven(&format!(
                "{} would read back as another value",
                change.path
            )));
        }
    }
    let others: Vec<Vec<Step>> = differences(old, new)
        .into_iter()
        .filter(|path| !named.contains(&**path))
        .collect();
    let (shared, spilt): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|path| source.is_shared(path));
    if spilt.is_empty() {
        Ok(shared.iter().map(|path| shown(path)).collect())
    } else {
        Err(spills(&spilt))
    }
}

#[cfg(test)]
#[path = "edit/tests.rs"]
mod tests;
