//! YAML, with the line of every value.

use granit_parser::{Event, Parser};
use verdict::{Fault, Place};

use crate::node::{MOST, Node};
use crate::text::broken;

/// Reads YAML. Aliases are expanded within the library's own limits.
pub(crate) fn read(file: &str, text: &str) -> Result<Node, Fault> {
    let options = serde_saphyr::options! {
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::PassThrough,
    };
    let mut root: Node = serde_saphyr::from_str_with_options(text, options)
        .map_err(|error| fault(file, text, &error))?;
    root.number_lines(&lines(text));
    Ok(root)
}

/// The line of every value that is no list and no map, in their order; too few
/// where aliases repeat some.
fn lines(text: &str) -> Vec<u64> {
    let options = granit_parser::options! {
        simple_key_max_lookahead: 65_536,
        emit_comments: false,
    };
    let mut lines = Vec::new();
    // Of every open map whether a key comes next; a list has none.
    let mut open: Vec<Option<bool>> = Vec::new();
    for event in Parser::new_from_str_with_options(text, options).take(4 * MOST) {
        let Ok((event, span)) = event else { break };
        match event {
            Event::Scalar(..) => {
                if open.last() != Some(&Some(true)) {
                    lines.push(span.start.line() as u64);
                }
                turn(&mut open);
            }
            Event::Alias(..) => turn(&mut open),
            Event::SequenceStart(..) => open.push(None),
            Event::MappingStart(..) => open.push(Some(true)),
            Event::SequenceEnd | Event::MappingEnd => {
                open.pop();
                turn(&mut open);
            }
            _ => {}
        }
    }
    lines
}

/// After a key comes its value, and after that a key.
fn turn(open: &mut [Option<bool>]) {
    if let Some(Some(key)) = open.last_mut() {
        *key = !*key;
    }
}

fn fault(file: &str, text: &str, error: &serde_saphyr::Error) -> Fault {
    let message = error.without_snippet().to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    let fault = broken("YAML", message);
    match error.location() {
        Some(at) => {
            let (line, column) = (at.line(), at.column());
            let number = |n| usize::try_from(n).unwrap_or(1);
            fault.at(Place::at_line(file, text, number(line), number(column)))
        }
        None => Fault {
            message: format!("{file}: {}", fault.message),
            ..fault
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_line() {
        let text = "# a\na: 1\nb:\n  c: [1,\n   2]\n  d: {e: x}\n- \n";
        assert_eq!(lines(&text[..text.len() - 4]), [2, 4, 5, 6]);
        assert_eq!(lines("3\n"), [1]);
    }
}
