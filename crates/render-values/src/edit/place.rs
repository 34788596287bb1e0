//! Which documents of a file, and where in them, a user's words lead to.

use verdict::{Fault, cut};

use crate::document::{Document, Selector};
use crate::path::{Query, ValuePath};
use crate::tree::Tree;

/// How many documents a fault names.
const NAMED: usize = 8;

/// The places that a query means, by the number of the document: one, or
/// where all of a kind are asked for, those.
pub(super) fn meant(
    file: &str,
    documents: &[Document<'_>],
    query: &Query,
) -> Result<Vec<(usize, ValuePath)>, Fault> {
    let selector = query.documents.as_ref();
    let chosen: Vec<usize> = (0..documents.len())
        .filter(|&at| selector.is_none_or(|selector| selector.is(&documents[at])))
        .collect();
    let with_values = chosen.iter().copied();
    let with_values: Vec<usize> = with_values
        .filter(|&at| documents[at].holds_values())
        .collect();
    let chosen = match with_values.is_empty() {
        true => chosen,
        false => with_values,
    };
    let within = |at: usize| query.within(&documents[at].tree);
    let here = |fault| in_file(fault, file);
    match &*chosen {
        [] => Err(no_document(file, documents, query)),
        [only] => Ok(vec![(*only, within(*only).map_err(here)?)]),
        all if selector.is_some_and(Selector::is_all) => all
            .iter()
            .map(|&at| Ok((at, within(at).map_err(here)?)))
            .collect(),
        all => one_of(file, documents, query, all).map(|place| vec![place]),
    }
}

/// The one document that has the value, or, for a new key, the map it goes to.
fn one_of(
    file: &str,
    documents: &[Document<'_>],
    query: &Query,
    chosen: &[usize],
) -> Result<(usize, ValuePath), Fault> {
    let paths: Vec<(usize, ValuePath)> = chosen
        .iter()
        .filter_map(|&at| Some((at, query.within(&documents[at].tree).ok()?)))
        .collect();
    let with = |is_there: fn(&Tree, &ValuePath) -> bool| -> Vec<&(usize, ValuePath)> {
        let of = |(at, path): &&(usize, ValuePath)| is_there(&documents[*at].tree, path);
        paths.iter().filter(of).collect()
    };
    let there = with(|tree, path| tree.get(&path.0).is_some());
    let near = with(|tree, path| {
        let (parent, _) = path.parent_and_last();
        !parent.is_empty() && matches!(tree.get(parent), Some(Tree::Map(_)))
    });
    let found = if there.is_empty() { near } else { there };
    match &*found {
        [one] => Ok((*one).clone()),
        [] => Err(nowhere(file, documents, query, chosen)),
        several => {
            let found = several.iter().map(|(at, _)| *at);
            let names = labels(documents, found);
            let fault = Fault::new(format!(
                "{query} is in several documents of {file}: {names}"
            ));
            Err(fault.help(format!(
                "name the one that is meant, as in `Deployment/web:{query}`, or all of a kind: `Deployment/*:{query}`"
            )))
        }
    }
}

/// The fault of a value that no document has, with what the nearest of them
/// lack.
fn nowhere(file: &str, documents: &[Document<'_>], query: &Query, chosen: &[usize]) -> Fault {
    let reach = |&at: &usize| query.reach(&documents[at].tree);
    let most = chosen.iter().map(reach).max().unwrap_or(0);
    let near: Vec<usize> = chosen
        .iter()
        .copied()
        .filter(|at| reach(at) == most)
        .collect();
    if let [only] = &*near
        && let Err(fault) = query.within(&documents[*only].tree)
    {
        return in_file(fault, file);
    }
    let meant = near
        .iter()
        .find_map(|&at| Some((at, query.near_key(&documents[at].tree)?)));
    let fault = Fault::new(format!("no document of {file} has {query}"));
    let fault = match meant {
        Some((at, key)) => fault.help(format!(
            "did you mean `{key}` in {}?",
            documents[at].label()
        )),
        None => fault,
    };
    fault.help(format!(
        "the documents are {}; name the one that is meant: `Deployment/web:{query}`",
        labels(documents, chosen.iter().copied())
    ))
}

fn no_document(file: &str, documents: &[Document<'_>], query: &Query) -> Fault {
    let selector = query.documents.as_ref();
    let wanted = selector.map(ToString::to_string).unwrap_or_default();
    Fault::new(format!("{file} has no document {}", cut(&wanted))).help(format!(
        "the documents are {}",
        labels(documents, 0..documents.len())
    ))
}

fn labels(documents: &[Document<'_>], numbers: impl Iterator<Item = usize>) -> String {
    let all: Vec<String> = numbers.map(|at| documents[at].label()).collect();
    let mut text = all
        .iter()
        .take(NAMED)
        .cloned()
        .collect::<Vec<_>>()
        .join(", ");
    if all.len() > NAMED {
        text.push_str(&format!(" and {} more", all.len() - NAMED));
    }
    text
}

/// A fault with the file's name before it.
pub(super) fn in_file(fault: Fault, file: &str) -> Fault {
    Fault {
        message: format!("{file}: {}", fault.message),
        ..fault
    }
}
