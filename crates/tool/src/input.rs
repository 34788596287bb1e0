//! Reading what a user names: evidence as text, policies as TOML.

use std::fs::File;
use std::io::{IsTerminal as _, Read};
use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use verdict::{Fault, Location, Place, Subject, did_you_mean, sha256_of_bytes};

/// Largest text that is read whole, in bytes.
const TEXT_LIMIT: u64 = 64 << 20;

/// A whole text file; `-` is standard input. At most 64 MiB of UTF-8.
pub fn read_text(path: &Path) -> Result<String, Fault> {
    read_marked_text(path).map(|(_, text)| text)
}

/// A text as [`read_text`] reads it, and the mark that stood before it, or
/// nothing: what an edit gives back.
pub fn read_marked_text(path: &Path) -> Result<(&'static str, String), Fault> {
    const MARK: &str = "\u{feff}";
    let mut bytes = Vec::new();
    let read = if path == Path::new("-") {
        std::io::stdin()
            .lock()
            .take(TEXT_LIMIT + 1)
            .read_to_end(&mut bytes)
    } else {
        File::open(path).and_then(|file| file.take(TEXT_LIMIT + 1).read_to_end(&mut bytes))
    };
    read.map_err(|error| Fault::io("read", path, &error))?;
    if bytes.len() as u64 > TEXT_LIMIT {
        return Err(Fault::new(format!(
            "{} is larger than 64 MiB",
            path.display()
        )));
    }
    // Windows' editors and shells put a mark before the text.
    let mark = if bytes.starts_with(MARK.as_bytes()) {
        bytes.drain(..MARK.len());
        MARK
    } else {
        ""
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        Fault::new("not UTF-8 text")
            .at(Place::in_text(shown(path), &text, valid..valid + 1))
            .help("convert the file, for example with `iconv -t UTF-8`")
    })?;
    Ok((mark, text))
}

/// The text on standard input, as [`read_text`] reads it; none on a terminal,
/// where nobody would know that it is waited for.
pub fn read_piped() -> Result<Option<String>, Fault> {
    if std::io::stdin().is_terminal() {
        return Ok(None);
    }
    read_text(Path::new("-")).map(Some)
}

/// A policy in TOML, with the text it came from.
#[derive(Clone, Debug)]
pub struct Policy<T> {
    /// What it says.
    pub value: T,
    /// Its path as given.
    pub file: String,
    /// Its text.
    pub text: String,
}

impl<T> Policy<T> {
    /// The policy by name and digest.
    #[must_use]
    pub fn subject(&self) -> Subject {
        Subject::new(&*self.file, sha256_of_bytes(self.text.as_bytes()))
    }

    /// The place of a byte range of the text, for a fault.
    #[must_use]
    pub fn place(&self, span: Range<usize>) -> Place {
        Place::in_text(&*self.file, &self.text, span)
    }

    /// The line of a byte range of the text, for a check.
    #[must_use]
    pub fn location(&self, span: Range<usize>) -> Location {
        Location::line(&*self.file, self.place(span).line as u64)
    }
}

/// Reads a policy. Unknown keys are faults when `T` denies them.
pub fn read_policy<T: DeserializeOwned>(path: &Path) -> Result<Policy<T>, Fault> {
    let text = read_text(path)?;
    let file = shown(path);
    let value = toml::from_str(&text).map_err(|error| toml_fault(&file, &text, &error))?;
    Ok(Policy { value, file, text })
}

/// A TOML error with its place, and the key that was meant where one is near.
#[must_use]
pub fn toml_fault(file: &str, text: &str, error: &toml::de::Error) -> Fault {
    let message = error.message().trim();
    let fault = Fault::new(message.replace('\n', ", "));
    let fault = match error.span() {
        Some(span) => fault.at(Place::in_text(file, text, span)),
        None => Fault::new(format!("{file}: {message}")),
    };
    let Some((word, known)) = unknown_field(message) else {
        return fault;
    };
    let meant = synonym(word).filter(|ours| known.contains(ours));
    match meant.or_else(|| did_you_mean(word, known)) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault,
    }
}

/// Our word for a type of values that others name otherwise.
fn synonym(word: &str) -> Option<&'static str> {
    Some(match word.to_ascii_lowercase().as_str() {
        "int" | "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
        | "bigint" | "smallint" | "tinyint" | "long" | "short" => "integer",
        "float" | "float32" | "float64" | "double" | "real" => "number",
        "numeric" | "money" => "decimal",
        "bool" | "bit" => "boolean",
        "str" | "text" | "char" | "varchar" | "utf8" | "object" | "category" | "uuid" | "email"
        | "json" => "string",
        "day" => "date",
        "timestamp" | "timestamptz" | "datetime64" | "date-time" => "datetime",
        _ => return None,
    })
}

/// The unknown word and the known ones out of serde's message
/// "unknown field `a`, expected one of `b`, `c`".
fn unknown_field(message: &str) -> Option<(&str, Vec<&str>)> {
    let rest = message
        .strip_prefix("unknown field ")
        .or_else(|| message.strip_prefix("unknown variant "))?;
    let mut words = rest.split('`').skip(1).step_by(2);
    Some((words.next()?, words.collect()))
}

/// A path as a verdict names it: with forward slashes, standard input by name.
#[must_use]
pub fn shown(path: &Path) -> String {
    if path == Path::new("-") {
        return "<stdin>".to_owned();
    }
    path.to_string_lossy()
        .replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Kind {
        Integer,
        Number,
        Boolean,
    }

    fn help(kind: &str) -> Vec<String> {
        let text = format!("kind = \"{kind}\"");
        let read = toml::from_str::<std::collections::BTreeMap<String, Kind>>(&text);
        toml_fault("c.toml", &text, &read.expect_err(kind)).help
    }

    #[test]
    fn words_of_others_are_known() {
        for (word, ours) in [
            ("int", "integer"),
            ("BIGINT", "integer"),
            ("float", "number"),
            ("bool", "boolean"),
            ("numbr", "number"),
        ] {
            assert_eq!(help(word), [format!("did you mean `{ours}`?")], "{word}");
        }
        // Not one of the words that may stand here.
        for word in ["timestamp", "str"] {
            assert_eq!(help(word), Vec::<String>::new(), "{word}");
        }
    }
}
