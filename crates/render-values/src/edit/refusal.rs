//! Why a value is not edited, and what to do instead.

use verdict::{Fault, Place, cut, did_you_mean};
use yaml_edit::YamlNode;

use crate::edit::source::{Source, keys};
use crate::path::{Step, shown};

impl Source<'_> {
    /// A fault at the first line of a node.
    pub(super) fn fault(&self, node: &YamlNode, message: String) -> Fault {
        let span = self.span(node);
        let line = self.text[span.clone()].lines().next().unwrap_or_default();
        Fault::new(message).at(Place::in_text(
            self.file,
            self.text,
            span.start..span.start + line.len(),
        ))
    }

    /// The fault of a step to a map that is not there.
    pub(super) fn no_parent(&self, node: &YamlNode, step: &Step, here: &[Step]) -> Fault {
        let Step::Key(key) = step else {
            return self.wrong_kind(node, step, here);
        };
        let keys = node.as_mapping().map(keys).unwrap_or_default();
        let whole = match here {
            [] => self.file.to_owned(),
            _ => shown(here),
        };
        let fault = self.fault(node, format!("there is no `{}` in {whole}", cut(key)));
        match did_you_mean(key, keys.iter().map(String::as_str)) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(
                "only a value is added, never a map on the way to it: write the map by hand once",
            ),
        }
    }

    /// The fault of a step into a node that has no such steps.
    pub(super) fn wrong_kind(&self, node: &YamlNode, step: &Step, steps: &[Step]) -> Fault {
        let here = shown(steps);
        match (node, step) {
            (YamlNode::Alias(alias), _) => self.alias(node, &alias.name(), steps),
            (YamlNode::Sequence(_), Step::Key(_)) => self
                .fault(node, format!("{here} is a list, not a map"))
                .help(format!("name an entry by its number, such as `{here}[0]`")),
            (YamlNode::Mapping(_), Step::Index(_)) => self
                .fault(node, format!("{here} is a map, not a list"))
                .help("name a key of it, after a dot"),
            (YamlNode::TaggedNode(_), _) => self
                .fault(
                    node,
                    format!("{here} has a tag; values below it are not edited"),
                )
                .help("edit it by hand"),
            _ if self.span(node).is_empty() => self
                .fault(node, format!("{here} is empty, not a map or a list"))
                .help("write the map or list by hand once"),
            _ => self.fault(
                node,
                format!("{here} is a single value, not a map or a list"),
            ),
        }
    }

    /// The fault of a value that is an alias.
    pub(super) fn alias(&self, node: &YamlNode, name: &str, here: &[Step]) -> Fault {
        self.fault(node, format!("{} is the alias *{name}", shown(here)))
            .help(format!(
                "edit the anchor &{name} instead; all its aliases follow"
            ))
    }

    /// The fault of a key that may come by a merge key.
    pub(super) fn merged(&self, node: &YamlNode, key: &str, here: &[Step]) -> Fault {
        self.fault(
            node,
            format!(
                "{} has no `{}` of its own, and a merge key `<<`",
                shown(here),
                cut(key)
            ),
        )
        .help("edit the map that is merged in, or write the key by hand to override it")
    }
}
