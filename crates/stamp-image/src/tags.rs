//! From the words of docker/metadata-action's inputs to image tags.

mod csv;
mod date;
pub(crate) mod entry;
pub(crate) mod flavor;
pub(crate) mod image;
pub(crate) mod list;
pub(crate) mod make;
mod moment;
pub(crate) mod number;
mod pattern;
mod python;
mod semantic;
pub(crate) mod template;
pub(crate) mod version;
