//! Reading what a user names: evidence as text, policies as TOML.

use std::fs::File;
use std::io::Read;
use std::ops::Range;
use std::path::Path;

use serde::de::DeserializeOwned;
use verdict::{Fault, Location, Place, Subject, did_you_mean, sha256_of_bytes};

/// Largest text that is read whole, in bytes.
const TEXT_LIMIT: u64 = 64 << 20;

/// A whole text file; `-` is standard input. At most 64 MiB of UTF-8.
pub fn read_text(path: &Path) -> Result<String, Fault> {
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
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let text = String::from_utf8_lossy(error.as_bytes());
        Fault::new("not UTF-8 text")
            .at(Place::in_text(shown(path), &text, valid..valid + 1))
            .help("convert the file, for example with `iconv -t UTF-8`")
    })
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
    match unknown_field(message) {
        Some((word, known)) => match did_you_mean(word, known.iter().copied()) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault,
        },
        None => fault,
    }
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
