//! What a registry asks for before it answers: `WWW-Authenticate`.

/// One challenge (RFC 9110, section 11.3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Challenge {
    /// Its scheme in lower case, such as `bearer`.
    pub(crate) scheme: String,
    parameters: Vec<(String, String)>,
}

impl Challenge {
    /// The challenges of a header, which may hold several.
    pub(crate) fn read(header: &str) -> Vec<Self> {
        let mut challenges: Vec<Self> = Vec::new();
        let mut rest = header;
        loop {
            rest = rest.trim_start_matches([' ', '\t', ',']);
            let end = rest.find([' ', '\t', ',', '=', '"']).unwrap_or(rest.len());
            let (word, behind) = rest.split_at(end);
            if word.is_empty() {
                return challenges;
            }
            rest = behind.trim_start_matches([' ', '\t']);
            let word = word.to_ascii_lowercase();
            match (rest.strip_prefix('='), challenges.last_mut()) {
                (Some(behind), Some(challenge)) => {
                    let (value, behind) = value(behind.trim_start());
                    challenge.parameters.push((word, value));
                    rest = behind;
                }
                (Some(_), None) => return challenges,
                (None, _) => challenges.push(Self {
                    scheme: word,
                    parameters: Vec::new(),
                }),
            }
        }
    }

    /// The value of a parameter, such as `realm`.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let mut named = self.parameters.iter().filter(|(known, _)| known == name);
        named.next().map(|(_, value)| value.as_str())
    }
}

/// A value, quoted or not, and what stands behind it.
fn value(text: &str) -> (String, &str) {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find([' ', '\t', ',']).unwrap_or(text.len());
        return (text[..end].to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut letters = quoted.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (value, &quoted[at + 1..]),
            '\\' => value.extend(letters.next().map(|(_, letter)| letter)),
            letter => value.push(letter),
        }
    }
    (value, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn challenges_are_told_apart() {
        let header = r#"Basic realm="a, \"b\"", Bearer realm="https://h/t?x=1",service=s , scope="repository:a/b:pull,push""#;
        let read = Challenge::read(header);
        assert_eq!(read.len(), 2);
        assert_eq!(read[0].scheme, "basic");
        assert_eq!(read[0].get("realm"), Some("a, \"b\""));
        assert_eq!(read[1].scheme, "bearer");
        assert_eq!(read[1].get("realm"), Some("https://h/t?x=1"));
        assert_eq!(read[1].get("service"), Some("s"));
        assert_eq!(read[1].get("scope"), Some("repository:a/b:pull,push"));
        assert_eq!(read[1].get("error"), None);
    }

    #[test]
    fn odd_headers_break_nothing() {
        for header in [
            "",
            ",,",
            "=x",
            "Bearer",
            "Bearer realm",
            "Bearer realm=\"",
            "\"",
            "Negotiate a==",
        ] {
            let read = Challenge::read(header);
            assert!(read.len() <= 2, "{header}");
        }
    }
}
