//! What stands between the fields of a CSV file.

use tool::Policy;
use verdict::Fault;

use crate::policy::Contract;

/// The delimiter of the command line, else of the contract.
pub(crate) fn delimiter(
    option: Option<&str>,
    policy: &Policy<Contract>,
) -> Result<Option<u8>, Fault> {
    if let Some(text) = option {
        let wrong = || {
            Fault::new(format!(
                "`--delimiter` takes one character, not `{}`",
                verdict::cut(text)
            ))
        };
        return one(text).map(Some).ok_or_else(|| wrong().help(HELP));
    }
    let Some(text) = &policy.value.delimiter else {
        return Ok(None);
    };
    let wrong = || Fault::new("`delimiter` is not one character").at(policy.place(text.span()));
    one(text.get_ref())
        .map(Some)
        .ok_or_else(|| wrong().help(HELP))
}

const HELP: &str =
    "one ASCII character that is no quote and no line end, such as `;`, or the word `tab`";

fn one(text: &str) -> Option<u8> {
    match *text.as_bytes() {
        [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\r' | b'\n') => Some(byte),
        _ if matches!(text, "tab" | "\\t") => Some(b'\t'),
        _ => None,
    }
}
