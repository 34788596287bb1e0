//! What stands between the fields of a CSV file.

use tool::Policy;
use verdict::Fault;

use contract::{Contract, Permission};
use table::CsvOptions;

/// How a CSV file is read, by the command line and the contract.
pub(crate) fn csv(option: Option<&str>, policy: &Policy<Contract>) -> Result<CsvOptions, Fault> {
    let contract = &policy.value;
    let quote = contract
        .quote
        .as_ref()
        .map(|text| match *text.get_ref().as_bytes() {
            [byte] if byte.is_ascii() && !matches!(byte, b'\r' | b'\n') => Ok(byte),
            _ => Err(Fault::new("`quote` is not one character")
                .at(policy.place(text.span()))
                .help("one ASCII character that is no line end, such as `'`")),
        });
    let allowed = contract.file.invalid_utf8.as_ref();
    Ok(CsvOptions {
        delimiter: delimiter(option, policy)?,
        quote: quote.transpose()?,
        lossy: allowed.is_some_and(|allowed| *allowed.get_ref() == Permission::Allow),
    })
}

/// The delimiter of the command line, else of the contract.
pub(super) fn delimiter(
    option: Option<&str>,
    policy: &Policy<Contract>,
) -> Result<Option<u8>, Fault> {
    if let Some(text) = option {
        return of_option(text).map(Some);
    }
    let Some(text) = &policy.value.delimiter else {
        return Ok(None);
    };
    let wrong = || Fault::new("`delimiter` is not one character").at(policy.place(text.span()));
    one(text.get_ref())
        .map(Some)
        .ok_or_else(|| wrong().help(HELP))
}

/// The delimiter of the command line.
pub(crate) fn of_option(text: &str) -> Result<u8, Fault> {
    one(text).ok_or_else(|| {
        let shown = verdict::cut(text);
        Fault::new(format!("`--delimiter` takes one character, not `{shown}`")).help(HELP)
    })
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
