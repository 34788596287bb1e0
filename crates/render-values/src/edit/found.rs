//! The values that a request leads to, in the documents of a file.

use verdict::Fault;

use super::place::{in_file, meant};
use super::source::Source;
use super::{Places as _, Request, source};
use crate::document::{Document, shifted};
use crate::form::Form;
use crate::image::Image;
use crate::leaf::Leaf;
use crate::path::ValuePath;
use crate::setter::{Setter, has_setters};

/// A value at a path of a document, by its number.
pub(crate) type Place = (usize, ValuePath, Leaf);

/// What a request leads to.
#[derive(Default)]
pub(super) struct Found {
    /// The values to write.
    pub(super) places: Vec<Place>,
    /// Values behind an alias or a merge key, which follow those.
    pub(super) following: Vec<Place>,
    /// What has no place, by path, and why.
    pub(super) left_out: Vec<(String, String)>,
    /// The fault of a file that has no place for it, where it is enough that
    /// another file has one.
    pub(super) missing: Option<Fault>,
}

impl Found {
    fn of(places: Vec<Place>) -> Self {
        Self {
            places,
            ..Self::default()
        }
    }
}

/// The values of a request.
pub(super) fn found(
    file: &str,
    form: Form,
    text: &str,
    documents: &[Document<'_>],
    request: &Request,
) -> Result<Found, Fault> {
    let mut found = match request {
        Request::Value { query, value, .. } => {
            let places = meant(file, documents, query)?.into_iter();
            Found::of(places.map(|(at, path)| (at, path, value.clone())).collect())
        }
        Request::Image(image) => image_places(file, form, documents, image)?,
        Request::Canary(canary) => match canary.write(file, documents)? {
            Ok(places) => Found::of(places),
            Err(fault) => Found {
                missing: Some(fault),
                ..Found::default()
            },
        },
        Request::Setter(setter) => Found::of(setter_places(file, form, documents, setter)?),
    };
    if found.places.is_empty() {
        found.missing = match request {
            Request::Image(image) => {
                let trees = documents.iter().map(|document| &document.tree);
                Some(image.missing(file, trees))
            }
            Request::Setter(setter) => Some(setter.missing(file, text)),
            Request::Value { .. } | Request::Canary(_) => found.missing,
        };
    }
    Ok(found)
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
        // Alone they are kept, to say why there is nothing to write.
        let (places, following) = if own.is_empty() {
            (shared, own)
        } else {
            (own, shared)
        };
        found.places.extend(places);
        found.following.extend(following);
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
