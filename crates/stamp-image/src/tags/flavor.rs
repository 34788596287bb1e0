//! `--flavor`: what holds for all tags.

use verdict::{Fault, did_you_mean};

use super::list::{Block, Item};
use super::template::{BadTemplate, Templates};

/// Whether the tag `latest` is added.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Latest {
    /// The type of the first tag decides.
    #[default]
    Auto,
    /// Whenever there is a tag at all.
    Always,
    /// Never.
    Never,
    /// As on auto, but of versions only for the highest among the git tags.
    Highest,
}

/// A text around tags, and whether `latest` gets it too.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Affix {
    /// The text: a template for tags, but taken as it is for `latest`.
    pub(crate) text: String,
    /// Whether `latest` gets it.
    pub(crate) on_latest: bool,
}

/// What holds for all tags.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Flavor {
    pub(crate) latest: Latest,
    pub(crate) prefix: Affix,
    pub(crate) suffix: Affix,
}

const KEYS: [&str; 4] = ["latest", "prefix", "suffix", "onlatest"];

/// The flavor that a block says.
pub(crate) fn flavor(block: &Block) -> Result<Flavor, Fault> {
    let mut flavor = Flavor::default();
    for item in block.items()? {
        flavor.read(block, &item)?;
    }
    Ok(flavor)
}

impl Flavor {
    fn read(&mut self, block: &Block, item: &Item) -> Result<(), Fault> {
        // Which affix `onlatest` speaks of: the one before it in the line.
        let mut before = None;
        for field in block.fields(item)? {
            // A field is cut at every `=`, and the second part is taken.
            let mut parts = field.split('=').map(str::trim);
            let first = parts.next().unwrap_or_default();
            let key = first.to_lowercase();
            let Some(value) = parts.next() else {
                return Err(unknown(block, item, first));
            };
            match key.as_str() {
                "latest" => self.latest = latest(block, item, value)?,
                "prefix" => value.clone_into(&mut self.prefix.text),
                "suffix" => value.clone_into(&mut self.suffix.text),
                "onlatest" => {
                    let on_latest = yes_or_no(block, item, value)?;
                    match before.as_deref() {
                        Some("prefix") => self.prefix.on_latest = on_latest,
                        Some("suffix") => self.suffix.on_latest = on_latest,
                        _ => {}
                    }
                }
                _ => return Err(unknown(block, item, first)),
            }
            if key == "prefix" || key == "suffix" {
                before = Some(key);
            }
        }
        Ok(())
    }

    /// The tag `latest`, before it is sanitised: affixes stand around it as
    /// they were written.
    pub(crate) fn latest_tag(&self) -> String {
        let shown = |affix: &Affix| {
            if affix.on_latest {
                affix.text.clone()
            } else {
                String::new()
            }
        };
        format!("{}latest{}", shown(&self.prefix), shown(&self.suffix))
    }
}

impl Flavor {
    /// The tag `latest`, before it is sanitised, with its affixes as the
    /// templates that they are.
    pub(crate) fn latest_tag_rendered(&self, templates: &Templates) -> Result<String, Fault> {
        let rendered = |affix: &Affix| match affix.on_latest {
            false => Ok(String::new()),
            true => templates
                .render(&affix.text)
                .map_err(|BadTemplate { message, help }| Fault::new(message).help(help)),
        };
        let (prefix, suffix) = (rendered(&self.prefix)?, rendered(&self.suffix)?);
        Ok(format!("{prefix}latest{suffix}"))
    }
}

fn latest(block: &Block, item: &Item, value: &str) -> Result<Latest, Fault> {
    match value {
        "auto" => Ok(Latest::Auto),
        "true" => Ok(Latest::Always),
        "false" => Ok(Latest::Never),
        "highest" => Ok(Latest::Highest),
        other => {
            let fault = block.fault(item, other, format!("`latest={other}` is not known"));
            Err(fault.help("say `latest=auto`, `latest=true`, `latest=false` or `latest=highest`"))
        }
    }
}

fn yes_or_no(block: &Block, item: &Item, value: &str) -> Result<bool, Fault> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        other => {
            let message = format!("`onlatest={other}` is neither `true` nor `false`");
            Err(block
                .fault(item, other, message)
                .help("say one of the two words"))
        }
    }
}

fn unknown(block: &Block, item: &Item, key: &str) -> Fault {
    let fault = block.fault(item, key, format!("`{key}` says nothing about a flavor"));
    match did_you_mean(key, KEYS) {
        Some(near) => fault.help(format!("did you mean `{near}=…`?")),
        None => fault.help(
            "a flavor says latest=auto|true|false|highest, prefix=TEXT, suffix=TEXT, onlatest=true|false",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Flavor, Fault> {
        flavor(&Block::new("--flavor", &[text.to_owned()]))
    }

    #[test]
    fn onlatest_belongs_to_the_affix_before_it() {
        let flavor = read("latest=true\nprefix=a-,onlatest=true,suffix=-b,onlatest=false")
            .expect("a flavor");
        assert_eq!(flavor.latest, Latest::Always);
        assert_eq!(flavor.latest_tag(), "a-latest");
        let apart = read("prefix=a-\nonlatest=true").expect("a flavor");
        assert_eq!(apart.latest_tag(), "latest");
    }

    #[test]
    fn only_the_second_part_of_a_field_counts() {
        assert_eq!(read("prefix=a=b").expect("a flavor").prefix.text, "a");
        assert_eq!(read("prefix= ").expect("a flavor"), Flavor::default());
    }

    #[test]
    fn what_is_not_known_is_a_fault() {
        for (text, expected) in [
            (
                "random",
                "--flavor:1:1: `random` says nothing about a flavor",
            ),
            (
                "latest",
                "--flavor:1:1: `latest` says nothing about a flavor",
            ),
            ("latest=yes", "--flavor:1:8: `latest=yes` is not known"),
            (
                "prefix=a,onlatest=1",
                "--flavor:1:19: `onlatest=1` is neither `true` nor `false`",
            ),
        ] {
            assert_eq!(read(text).expect_err(text).to_string(), expected);
        }
        assert_eq!(
            read("sufix=a").expect_err("a typo").help,
            ["did you mean `suffix=…`?"]
        );
    }

    /// The flavors of docker/metadata-action's own tests.
    #[test]
    fn reads_what_the_original_reads() {
        let rows = include_str!("../../tests/language/flavors.json");
        let rows: Vec<serde_json::Value> = serde_json::from_str(rows).expect("rows");
        assert_eq!(rows.len(), 14);
        for row in rows {
            let lines = row["flavor"].as_array().expect("lines").iter();
            let lines: Vec<String> = lines
                .map(|line| line.as_str().expect("text").to_owned())
                .collect();
            let read = flavor(&Block::new("--flavor", &lines));
            assert_eq!(row["refused"] == true, read.is_err(), "{lines:?}");
            let Ok(read) = read else { continue };
            let latest = match read.latest {
                Latest::Auto => "auto",
                Latest::Always => "true",
                Latest::Never => "false",
                Latest::Highest => "highest",
            };
            let said = serde_json::json!({
                "flavor": row["flavor"],
                "latest": latest,
                "prefix": read.prefix.text,
                "prefix-on-latest": read.prefix.on_latest,
                "suffix": read.suffix.text,
                "suffix-on-latest": read.suffix.on_latest,
            });
            assert_eq!(said, row);
        }
    }
}
