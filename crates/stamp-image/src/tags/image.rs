//! `--images`: the names that every tag is put behind.

use verdict::{Fault, did_you_mean};

use super::list::{Block, Item};

/// An image to tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Image {
    /// Its name, in lower case.
    pub(crate) name: String,
    /// Whether it is tagged.
    pub(crate) enable: bool,
}

/// The images of a block. One line of bare names may hold several; where there
/// are several lines, each is one image.
pub(crate) fn images(block: &Block) -> Result<Vec<Image>, Fault> {
    let items = block.items()?;
    if let [only] = items.as_slice() {
        let fields = block.fields(only)?;
        if fields.iter().all(|field| !field.contains('=')) {
            return fields.iter().map(|name| bare(block, only, name)).collect();
        }
    }
    items.iter().map(|item| image(block, item)).collect()
}

fn bare(block: &Block, item: &Item, name: &str) -> Result<Image, Fault> {
    let name = name.trim().to_lowercase();
    // In this form docker/metadata-action takes a name that is empty, and
    // makes tags without an image of it.
    if name.is_empty() && block.is_strict() {
        return Err(nameless(block, item));
    }
    Ok(Image { name, enable: true })
}

fn image(block: &Block, item: &Item) -> Result<Image, Fault> {
    let mut image = Image {
        name: String::new(),
        enable: true,
    };
    for field in block.fields(item)? {
        // Here a field is cut at every `=`, and the second part is taken.
        let mut parts = field.split('=').map(str::trim);
        let first = parts.next().unwrap_or_default();
        let key = first.to_lowercase();
        match (key.as_str(), parts.next()) {
            (_, None) => image.name = key,
            ("name", Some(name)) => image.name = name.to_lowercase(),
            ("enable", Some("true")) => image.enable = true,
            ("enable", Some("false")) => image.enable = false,
            ("enable", Some(other)) => {
                let message = format!("`enable={other}` is neither `true` nor `false`");
                let fault = block.fault(item, other, message);
                return Err(
                    fault.help("an image's `enable` is no template: say one of the two words")
                );
            }
            _ => return Err(unknown(block, item, first)),
        }
    }
    if image.name.is_empty() {
        return Err(nameless(block, item));
    }
    Ok(image)
}

fn nameless(block: &Block, item: &Item) -> Fault {
    let fault = block.fault(item, "", "the image has no name");
    fault.help("write one image a line, such as `ghcr.io/owner/app` or `name=ghcr.io/owner/app,enable=true`")
}

fn unknown(block: &Block, item: &Item, key: &str) -> Fault {
    let fault = block.fault(item, key, format!("`{key}` is no attribute of an image"));
    match did_you_mean(key, ["name", "enable"]) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("the attributes are name, enable"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, bool)>, Fault> {
        let images = images(&Block::new("--images", &[text.to_owned()]))?;
        Ok(images
            .into_iter()
            .map(|image| (image.name, image.enable))
            .collect())
    }

    #[test]
    fn one_line_of_bare_names_is_several_images() {
        let two = [("a/b".to_owned(), true), ("c/d".to_owned(), true)];
        assert_eq!(read("A/b, c/D").expect("old form"), two);
        // In several lines the last bare name of each wins.
        assert_eq!(read("x,a/b\nc/d").expect("new form"), two);
    }

    #[test]
    fn attributes_of_an_image() {
        let image = [("ghcr.io/user/foo".to_owned(), false)];
        assert_eq!(
            read("name=ghcr.io/User/Foo,enable=false").expect("an image"),
            image
        );
        for (text, expected) in [
            (
                "value=a",
                "--images:1:1: `value` is no attribute of an image",
            ),
            (
                "a,enable=True",
                "--images:1:10: `enable=True` is neither `true` nor `false`",
            ),
            (
                "b\nname=,enable=true",
                "--images:2:1: the image has no name",
            ),
        ] {
            assert_eq!(read(text).expect_err(text).to_string(), expected);
        }
    }

    #[test]
    fn an_empty_name_in_one_line_is_refused_only_strictly() {
        assert_eq!(read("a,,b").expect("as the original")[1].0, "");
        let block = Block::new("--images", &["a,,b".to_owned()]).strictly(true);
        assert_eq!(
            images(&block).expect_err("nameless").to_string(),
            "--images:1:1: the image has no name"
        );
    }

    /// The images of docker/metadata-action's own tests.
    #[test]
    fn reads_what_the_original_reads() {
        let rows = include_str!("../../tests/language/images.json");
        let rows: Vec<serde_json::Value> = serde_json::from_str(rows).expect("rows");
        assert_eq!(rows.len(), 9);
        for row in rows {
            let lines = row["images"].as_array().expect("lines").iter();
            let lines: Vec<String> = lines
                .map(|line| line.as_str().expect("text").to_owned())
                .collect();
            let read = images(&Block::new("--images", &lines));
            assert_eq!(row["refused"] == true, read.is_err(), "{lines:?}");
            let wanted = row["gives"].as_array().into_iter().flatten();
            // Names are lowered here already, and where they are used there.
            let wanted: Vec<Image> = wanted
                .map(|image| Image {
                    name: image["name"].as_str().expect("a name").to_lowercase(),
                    enable: image["enable"] == true,
                })
                .collect();
            assert_eq!(read.unwrap_or_default(), wanted, "{lines:?}");
        }
    }
}
