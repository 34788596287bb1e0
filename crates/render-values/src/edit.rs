//! Editing a values file: only the named values, only their lines, and proven.

mod block;
mod growth;
mod json;
mod place;
mod proof;
mod refusal;
mod scalar;
mod source;
mod splice;
mod toml;

use std::cmp::Reverse;
use std::collections::BTreeSet;

use verdict::{Fault, cut, did_you_mean};

use self::toml::Toml;
use crate::canary::Canary;
use crate::document::{Document, documents, shifted};
use crate::form::Form;
use crate::image::Image;
use crate::leaf::Leaf;
use crate::path::{Query, Step, ValuePath, shown};
use crate::setter::{Setter, has_setters};
use crate::tree::Tree;
use json::Json;
use place::in_file;
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
        /// Whether --set typed it: where a number stands it may be one.
        by_set: bool,
    },
    /// An image wherever it stands.
    Image(Image),
    /// A version's share of the traffic.
    Canary(Canary),
    /// The image that a policy of Flux chose.
    Setter(Setter),
}

/// A value at a path of one document.
#[derive(Clone, Debug, PartialEq)]
struct Edit {
    path: ValuePath,
    value: Leaf,
    /// Whether --set typed the value.
    by_set: bool,
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
    /// Whether --set typed the value.
    pub(crate) by_set: bool,
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
    let mut add = |places: Vec<Place>, by_set: bool, follows: bool| {
        for (at, path, value) in places {
            edits[at].push(Edit {
                path,
                value,
                by_set,
                follows,
            });
        }
    };
    let mut whole = Edited::default();
    for request in requests {
        let places = match request {
            Request::Value { query, value, .. } => {
                let places = place::meant(file, &documents, query)?.into_iter();
                Ok(places.map(|(at, path)| (at, path, value.clone())).collect())
            }
            Request::Image(image) => {
                let found = image_places(file, form, &documents, image)?;
                whole.left_out.extend(found.left_out);
                add(found.following, false, true);
                match found.places.is_empty() {
                    true => Err(image.missing(file, trees(&documents).into_iter())),
                    false => Ok(found.places),
                }
            }
            Request::Canary(canary) => canary.write(file, &documents)?,
            Request::Setter(setter) => {
                let places = setter_places(file, form, &documents, setter)?;
                match places.is_empty() {
                    true => Err(setter.missing(file, text)),
                    false => Ok(places),
                }
            }
        };
        whole.missing.push(places.as_ref().err().cloned());
        let by_set = matches!(request, Request::Value { by_set: true, .. });
        add(places.unwrap_or_default(), by_set, false);
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

/// A value at a path of a document, by its number.
pub(crate) type Place = (usize, ValuePath, Leaf);

fn trees<'d>(documents: &'d [Document<'_>]) -> Vec<&'d Tree> {
    documents.iter().map(|document| &document.tree).collect()
}

/// Where an image stands.
#[derive(Default)]
struct Found {
    /// The values to write.
    places: Vec<Place>,
    /// Values behind an alias or a merge key, which follow those.
    following: Vec<Place>,
    /// What has no place, by path, and why.
    left_out: Vec<(String, String)>,
}

/// The values of an image, wherever it stands.
fn image_places(
    file: &str,
    form: Form,
    documents: &[Document<'_>],
    image: &Image,
) -> Result<Found, Fault> {
    let mut found = Found::default();
    let several = documents.iter().filter(|it| it.holds_values()).count() > 1;
    for (at, document) in documents.iter().enumerate() {
        let written = image.write(file, &document.tree);
        let written = written.map_err(|fault| in_file(fault, file))?;
        let more = written.left_out.into_iter();
        let named = |path: ValuePath| match several {
            false => path.to_string(),
            true => format!("{}:{path}", document.label()),
        };
        found
            .left_out
            .extend(more.map(|(path, why)| (named(path), why)));
        let edits = written.edits.into_iter();
        let edits: Vec<Place> = edits.map(|(path, value)| (at, path, value)).collect();
        let may_share = form == Form::Yaml && document.text.contains('*');
        if edits.is_empty() || !may_share {
            found.places.extend(edits);
            continue;
        }
        let source = Source::parse(file, document.text)
            .map_err(|fault| shifted(fault, document.lines_before))?;
        let (shared, own): (Vec<Place>, Vec<Place>) = edits
            .into_iter()
            .partition(|(_, path, _)| source.is_shared(&path.0));
        match own.is_empty() {
            // To say why there is nothing to write.
            true => found.places.extend(shared),
            false => {
                found.places.extend(own);
                found.following.extend(shared);
            }
        }
    }
    Ok(found)
}

/// The values that a policy of Flux sets.
fn setter_places(
    file: &str,
    form: Form,
    documents: &[Document<'_>],
    setter: &Setter,
) -> Result<Vec<Place>, Fault> {
    let mut places = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        if !has_setters(document.text) {
            continue;
        }
        let source = source(file, form, document.text)?;
        let written = setter.write(document.text, &document.tree, &*source);
        let written = written.map_err(|fault| in_file(fault, file))?;
        places.extend(written.into_iter().map(|(path, value)| (at, path, value)));
    }
    Ok(places)
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

fn refuse_twins(edits: &[Edit]) -> Result<(), Fault> {
    let mut seen = BTreeSet::new();
    match edits.iter().find(|edit| !seen.insert(&edit.path)) {
        Some(twin) => Err(Fault::new(format!("{} is set twice", twin.path))
            .help("give each path once, by one of --set, --set-string, --set-fact, --set-image, --set-policy, --canary and --rollback")),
        None => Ok(()),
    }
}

/// TOML has no word for nothing.
fn refuse_null(form: Form, edits: &[Edit]) -> Result<(), Fault> {
    let null = edits.iter().find(|edit| edit.value == Leaf::Null);
    match null.filter(|_| form == Form::Toml) {
        Some(edit) => Err(
            Fault::new(format!("{} can't be null: TOML has none", edit.path))
                .help("take the key away by hand, or give a string by --set-string"),
        ),
        None => Ok(()),
    }
}

struct Plan {
    change: Change,
    splice: Option<Splice>,
}

fn plan(source: &dyn Places, old: &Tree, edits: &[&Edit]) -> Result<Vec<Plan>, Fault> {
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
        Some(Leaf::Int(_) | Leaf::Float(_)) if edit.by_set => decimal(&edit.value),
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
        by_set: edit.by_set,
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
