//! Block scalars: `|` or `>`, and the lines below.

use crate::edit::scalar::needs_escape;

/// The form of a block scalar that is to be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    /// Whether its lines are folded into one (`>`).
    folded: bool,
    /// What follows the signs on the first line: a comment and the blanks
    /// before it.
    comment: String,
    /// The blanks before its lines; none when it has no lines.
    indent: Option<String>,
    /// How its lines end.
    line_end: &'static str,
}

impl Block {
    /// The form of a block scalar from its source, which begins with `|` or
    /// `>`.
    pub(crate) fn of(source: &str) -> Self {
        let mut lines = source.split('\n');
        let header = lines.next().unwrap_or_default();
        let comment = header.trim_start_matches(|c: char| "|>+-".contains(c) || c.is_ascii_digit());
        let blanks = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let lines = lines.filter(|line| !line.trim().is_empty());
        Self {
            folded: header.starts_with('>'),
            comment: comment.trim_end().to_owned(),
            indent: lines.map(blanks).min().map(|width| " ".repeat(width)),
            line_end: if header.ends_with('\r') { "\r\n" } else { "\n" },
        }
    }

    /// The comment beside the header, with the blanks before it.
    pub(crate) fn comment(&self) -> &str {
        &self.comment
    }

    /// A text in this form, without the end of its last line; none when a
    /// block can't hold it.
    pub(crate) fn write(&self, text: &str) -> Option<String> {
        let indent = self.indent.as_deref()?;
        let (body, ends) = match text.strip_suffix('\n') {
            Some(body) => (body, ""),
            None => (text, "-"),
        };
        // A first line that begins with a blank, or last lines that are blank,
        // would need signs whose reading differs from reader to reader.
        let fits = !body.is_empty()
            && !body.starts_with([' ', '\t', '\n'])
            && !body.ends_with('\n')
            && !body.split('\n').any(|line| line.ends_with([' ', '\t']))
            && !body.contains(|letter| letter != '\n' && letter != '\t' && needs_escape(letter));
        let sign = if self.folded && !body.contains('\n') {
            '>'
        } else {
            '|'
        };
        fits.then(|| {
            let mut written = format!("{sign}{ends}{}", self.comment);
            for line in body.split('\n') {
                written.push_str(self.line_end);
                if !line.is_empty() {
                    written.push_str(indent);
                    written.push_str(line);
                }
            }
            written
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_keeps_its_form() {
        let block = Block::of("| # why\n    one\n    two\n\n");
        assert_eq!(
            block.write("a\n\nb\n").as_deref(),
            Some("| # why\n    a\n\n    b")
        );
        assert_eq!(block.write("a").as_deref(), Some("|- # why\n    a"));
        let folded = Block::of(">-\r\n  x\r\n");
        assert_eq!(folded.write("a").as_deref(), Some(">-\r\n  a"));
        assert_eq!(folded.write("a\nb").as_deref(), Some("|-\r\n  a\r\n  b"));
    }

    #[test]
    fn what_a_block_cannot_hold_is_refused() {
        let block = Block::of("|\n  one\n");
        for text in ["", "\n", " a", "a\n\n", "a\u{7}", "a ", "a\r\nb"] {
            assert_eq!(block.write(text), None, "{text:?}");
        }
        assert_eq!(Block::of("|").write("a"), None);
    }
}
