//! Texts from outside within TOML: quoted where they are values, on one line
//! where they are comments.

/// A key: bare where TOML allows it, else in quotes.
pub(super) fn key(name: &str) -> String {
    let bare = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    match !name.is_empty() && name.bytes().all(bare) {
        true => name.to_owned(),
        false => quoted(name),
    }
}

/// A string in quotes.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => out.extend(['\\', letter]),
            letter if is_unseen(letter) => {
                out.push_str(&format!("\\U{:08X}", u32::from(letter)));
            }
            letter => out.push(letter),
        }
    }
    out + "\""
}

/// A string without escapes where it can be written so: regular expressions
/// and SQL are full of backslashes and quotes.
pub(super) fn literal(text: &str) -> String {
    match text.contains('\'') || text.contains(is_unseen) {
        true => quoted(text),
        false => format!("'{text}'"),
    }
}

/// A list on one line.
pub(super) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let quoted: Vec<String> = texts.into_iter().map(quoted).collect();
    format!("[{}]", quoted.join(", "))
}

/// A text in a comment: cut where it is long, without what ends a line or
/// turns it around.
pub(super) fn shown(text: &str) -> String {
    verdict::cut(text).replace(is_unseen, " ")
}

/// Whether a character has no form of its own, or changes that of others.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_text_reads_back(text in any::<String>()) {
            let toml = format!("{} = {}\nlist = {} # {}\n", key(&text), literal(&text), list([&*text]), shown(&text));
            let table: toml::Table = toml::from_str(&toml).expect("TOML");
            let value = |key: &str| table.get(key).cloned();
            if text != "list" {
                prop_assert_eq!(value(&text), Some(toml::Value::String(text.clone())));
                prop_assert_eq!(value("list"), Some(toml::Value::Array(vec![toml::Value::String(text)])));
            }
        }
    }
}
