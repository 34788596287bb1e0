//! From the words of docker/metadata-action's inputs to image tags: the
//! language, and one file a type of entry.

// The language.
mod csv;
mod date;
pub(crate) mod entry;
pub(crate) mod flavor;
pub(crate) mod image;
pub(crate) mod line;
pub(crate) mod list;
pub(crate) mod make;
mod moment;
pub(crate) mod number;
pub(crate) mod pattern;
mod python;
pub(crate) mod release;
pub(crate) mod safe;
mod semantic;
mod subject;
pub(crate) mod template;
pub(crate) mod version;

// The types.
mod content;
mod edge;
mod matching;
mod pep440;
mod raw;
mod reference;
mod schedule;
mod semver;
mod sha;
