//! Bytes in place of bytes.

use std::ops::Range;

/// Bytes in place of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Splice {
    /// What goes, in bytes of the old text.
    pub(crate) span: Range<usize>,
    /// What comes.
    pub(crate) text: String,
}

impl Splice {
    /// Whether it only adds lines behind one that stays.
    pub(crate) fn adds_line(&self) -> bool {
        self.span.is_empty() && self.text.starts_with(['\n', '\r'])
    }
}

/// A text with its splices made, and the line of each in the new text, counted
/// from 1. The splices must be in order and must not overlap; none when they
/// do.
pub(crate) fn apply(text: &str, splices: &[Splice]) -> Option<(String, Vec<usize>)> {
    let mut out = String::with_capacity(text.len());
    let (mut at, mut line) = (0, 1);
    let mut lines = Vec::with_capacity(splices.len());
    for splice in splices {
        let kept = text.get(at..splice.span.start)?;
        out.push_str(kept);
        out.push_str(&splice.text);
        line += breaks(kept);
        lines.push(line + usize::from(splice.adds_line()));
        line += breaks(&splice.text);
        at = splice.span.end;
    }
    out.push_str(text.get(at..)?);
    Some((out, lines))
}

/// The line breaks of a text.
pub(crate) fn breaks(text: &str) -> usize {
    text.bytes().filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splices_are_made_in_order() {
        let splices = [
            Splice {
                span: 3..4,
                text: "x\ny".into(),
            },
            Splice {
                span: 4..4,
                text: "\nb: 2".into(),
            },
        ];
        let (text, lines) = apply("a: 1\nc: 3\n", &splices).expect("in order");
        assert_eq!(text, "a: x\ny\nb: 2\nc: 3\n");
        assert_eq!(lines, [1, 3]);
    }

    #[test]
    fn overlaps_are_refused() {
        let splices = [
            Splice {
                span: 2..5,
                text: String::new(),
            },
            Splice {
                span: 4..6,
                text: String::new(),
            },
        ];
        assert_eq!(apply("0123456789", &splices), None);
    }
}
