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

/// Lines of a place in the old and the new text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct At {
    /// In the old text; of a new line the one that it comes behind.
    pub(crate) old: usize,
    /// In the new text.
    pub(crate) new: usize,
}

/// A text with its splices made, and the lines of each, counted from 1. The splices must be in order and must not overlap; none when they
/// do.
pub(crate) fn apply(text: &str, splices: &[Splice]) -> Option<(String, Vec<At>)> {
    let mut out = String::with_capacity(text.len());
    let (mut at, mut line) = (0, At { old: 1, new: 1 });
    let mut lines = Vec::with_capacity(splices.len());
    for splice in splices {
        let kept = text.get(at..splice.span.start)?;
        out.push_str(kept);
        out.push_str(&splice.text);
        line.old += breaks(kept);
        line.new += breaks(kept);
        lines.push(At {
            new: line.new + usize::from(splice.adds_line()),
            ..line
        });
        line.old += breaks(text.get(splice.span.clone())?);
        line.new += breaks(&splice.text);
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
        assert_eq!(lines, [At { old: 1, new: 1 }, At { old: 1, new: 3 }]);
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
