//! Setter comments of Flux: a value whose line ends in
//! `# {"$imagepolicy": "NAMESPACE:NAME"}` holds the image that the policy
//! chose, or with `:tag`, `:name` or `:digest` behind it that part.

use std::collections::BTreeSet;

use serde_json::Value;
use verdict::{Fault, cut, did_you_mean};

use crate::edit::{Places, Site};
use crate::image::Image;
use crate::leaf::Leaf;
use crate::path::ValuePath;
use crate::tree::Tree;

/// The key of a setter comment.
const KEY: &str = "$imagepolicy";

/// The image that a policy chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Setter {
    policy: String,
    image: Image,
}

/// A setter comment.
#[derive(Debug, PartialEq, Eq)]
struct Marker {
    policy: String,
    part: Option<String>,
}

impl Setter {
    /// Reads `NAMESPACE:NAME=IMAGE`.
    pub(crate) fn read(text: &str) -> Result<Self, Fault> {
        let Some((policy, image)) = text.split_once('=') else {
            let fault = Fault::new(format!("`{}` names no policy and image", cut(text)));
            return Err(fault.help("write `flux-system:app=ghcr.io/owner/app:v1`"));
        };
        if policy.split(':').filter(|part| !part.is_empty()).count() != 2 {
            let fault = Fault::new(format!("`{}` is no policy", cut(policy)));
            return Err(fault.help("a policy is written with its namespace: `flux-system:app`"));
        }
        Ok(Self {
            policy: policy.to_owned(),
            image: Image::read(image)?,
        })
    }

    /// The values of a document that the policy sets.
    pub(crate) fn write(
        &self,
        text: &str,
        tree: &Tree,
        places: &dyn Places,
    ) -> Result<Vec<(ValuePath, Leaf)>, Fault> {
        let mut edits = Vec::new();
        for path in tree.leaves() {
            let marker = places.locate(&path).ok();
            let marker = marker.and_then(|site| behind(text, &site));
            let Some(marker) = marker.filter(|marker| marker.policy == self.policy) else {
                continue;
            };
            let value = self.image.part(marker.part.as_deref()).ok_or_else(|| {
                let part = marker.part.unwrap_or_default();
                let fault =
                    Fault::new(format!("{path} wants the {} of {}", cut(&part), self.image));
                fault.help("a setter takes `name`, `tag` or `digest`: give an image that has it")
            })?;
            edits.push((path, Leaf::Text(value)));
        }
        Ok(edits)
    }

    /// The fault of a file whose values the policy does not set.
    pub(crate) fn missing(&self, file: &str, text: &str) -> Fault {
        let policies: BTreeSet<String> = text
            .lines()
            .filter_map(|line| marker(line.get(line.find('#')?..)?))
            .map(|marker| marker.policy)
            .collect();
        let fault = Fault::new(format!(
            "no value of {file} is set by {}",
            cut(&self.policy)
        ));
        match did_you_mean(&self.policy, policies.iter().map(String::as_str)) {
            Some(near) => fault.help(format!("did you mean `{}`?", cut(near))),
            None => fault.help(format!(
                "write `# {{\"{KEY}\": \"{}\"}}` behind a value on its line",
                cut(&self.policy)
            )),
        }
    }
}

/// Whether a text may hold setter comments.
pub(crate) fn has_setters(text: &str) -> bool {
    text.contains(KEY)
}

/// The setter comment right behind a value.
fn behind(text: &str, site: &Site) -> Option<Marker> {
    let rest = text[site.span.end..].split('\n').next()?.trim_start();
    marker(rest).filter(|_| site.beside.is_none())
}

/// The setter of a comment.
fn marker(comment: &str) -> Option<Marker> {
    let json: Value = serde_json::from_str(comment.strip_prefix('#')?.trim()).ok()?;
    let mut parts = json.get(KEY)?.as_str()?.split(':');
    let policy = format!("{}:{}", parts.next()?, parts.next()?);
    Some(Marker {
        policy,
        part: parts.next().map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn setters_are_read_as_flux_writes_them() {
        let marker = |text| marker(text).map(|marker| (marker.policy, marker.part));
        let app = "flux-system:app".to_owned();
        assert_eq!(
            marker("# {\"$imagepolicy\": \"flux-system:app\"}"),
            Some((app.clone(), None))
        );
        assert_eq!(
            marker("#{\"$imagepolicy\":\"flux-system:app:tag\"} \r"),
            Some((app, Some("tag".to_owned())))
        );
        for text in [
            "",
            "# app",
            "# {\"$imagepolicy\": \"app\"}",
            "# {\"x\": \"a:b\"}",
            "{\"$imagepolicy\": \"a:b\"}",
        ] {
            assert_eq!(marker(text), None, "{text}");
        }
        for text in [
            "",
            "a:b",
            "a=h/a:v1",
            "a:b:c=h/a:v1",
            "a:b=h/a",
            ":b=h/a:v1",
        ] {
            assert!(Setter::read(text).is_err(), "{text}");
        }
    }
}
