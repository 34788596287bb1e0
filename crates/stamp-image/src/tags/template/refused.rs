//! Templates that are refused before they are parsed: those that JavaScript's
//! package refuses and Rust's does not, and those that would take too long.

use super::BadTemplate;

/// Blocks of a template, and calls within one call, that are taken.
const DEEPEST: usize = 32;

/// Longest template that is parsed, in bytes.
const LONGEST: usize = 16 << 10;

/// What keeps a template from being parsed at all. Text from outside, such as a
/// commit's message, may end up in one; the parser calls itself for each level
/// and takes time by the square of the length.
pub(super) fn refusal(template: &str) -> Option<BadTemplate> {
    let (message, help) = if template.len() > LONGEST {
        (
            format!("the template is longer than {LONGEST} bytes"),
            "shorten the text; one without `{` and `\\` may have any length",
        )
    } else if calls(template).any(|call| call.starts_with(['>', '*'])) {
        // They may call each other without end, and are of no use here.
        (
            "a template here has no partials and no decorators".to_owned(),
            "write the text out instead of `{{> …}}` or `{{* …}}`",
        )
    } else if closes_wrongly(template) {
        (
            "the template closes more braces than it opens".to_owned(),
            "write `{{name}}`, or `{{{name}}}` for a value that is not escaped",
        )
    } else if calls(template).any(counts_a_part) {
        (
            "a part of a name is a number".to_owned(),
            "put it in brackets: `{{prerelease.[0]}}`",
        )
    } else if is_deep(template) {
        (
            format!("the template is nested deeper than {DEEPEST}"),
            "`\\{{` stands for braces as they are",
        )
    } else {
        return None;
    };
    Some(BadTemplate {
        message,
        help: help.to_owned(),
    })
}

/// The insides of all calls, up to wherever, without the marks of a block.
fn calls(template: &str) -> impl Iterator<Item = &str> {
    template
        .match_indices("{{")
        .map(|(at, _)| template[at..].trim_start_matches(['{', '~', '#', ' ', '\t', '\n', '\r']))
}

/// Whether a call has a part such as `.0`, which JavaScript's package takes for
/// a number, and refuses.
fn counts_a_part(call: &str) -> bool {
    let call = &call[..call_end(call).unwrap_or(call.len())];
    let mut rest = call;
    let mut before = ' ';
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        if matches!(c, '"' | '\'' | '[') {
            let close = if c == '[' { ']' } else { c };
            rest = rest.split_once(close).map_or("", |(_, after)| after);
        } else if matches!(c, '.' | '/') && !before.is_ascii_digit() {
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let ends = after.is_empty() || after.starts_with([' ', '~', '}', ')', '.', '/']);
            if after.len() < rest.len() && ends {
                return true;
            }
        }
        before = c;
    }
    false
}

/// Whether braces are closed by more of them than were opened, which
/// JavaScript's package refuses and Rust's does not. Four are never taken.
fn closes_wrongly(template: &str) -> bool {
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        rest = after;
        let is_text = before.ends_with('\\') && !before.ends_with("\\\\");
        let mark = rest.trim_start_matches('~');
        if is_text || mark.starts_with('!') {
            rest = comment_end(mark).map_or(rest, |end| &mark[end..]);
            continue;
        }
        let triple = rest.starts_with('{');
        let Some(end) = call_end(rest) else {
            return false;
        };
        rest = &rest[end..];
        if rest.starts_with("}}}}") || (rest.starts_with("}}}") && !triple) {
            return true;
        }
    }
    false
}

/// Where a comment ends, for one that does.
fn comment_end(mark: &str) -> Option<usize> {
    let close = match mark.strip_prefix("!--") {
        Some(_) => "--",
        None => "}}",
    };
    mark.starts_with('!').then_some(())?;
    Some(mark.get(3..)?.find(close)? + 3)
}

/// The bytes of a call before the braces that close it; text in quotes is
/// passed over.
fn call_end(call: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in call.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if call[at..].starts_with("}}") => return Some(at),
            _ => {}
        }
    }
    None
}

fn is_deep(template: &str) -> bool {
    let blocks = template.matches("{{#").count() + template.matches("{{~#").count();
    let turns = calls(template)
        .filter(|call| call.starts_with('^') || call.starts_with("else"))
        .count();
    let parentheses = calls(template).map(|call| {
        let inside = call.split("}}").next().unwrap_or_default();
        inside.matches('(').count()
    });
    blocks + turns > DEEPEST || parentheses.max() > Some(DEEPEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_parser_can_not_bear_is_refused_before_it() {
        for template in [
            "{{#if a}}".repeat(1000),
            "{{~#if a}}".repeat(1000),
            format!("{{{{#if a}}}}{}{{{{/if}}}}", "{{ else if b}}".repeat(1000)),
            format!("{{{{a {}", "(".repeat(10_000)),
            "{".repeat(1 << 20),
        ] {
            assert!(refusal(&template).is_some(), "{}", &template[..40]);
        }
        let most = format!(
            "{}{}",
            "{{#if sha}}".repeat(DEEPEST),
            "{{/if}}".repeat(DEEPEST)
        );
        assert_eq!(refusal(&most), None);
    }

    #[test]
    fn braces_are_closed_by_as_many() {
        for template in [
            "{{a}}}",
            "{{&a}}}",
            "{{{a}}}}",
            "{{! x }}{{a}}}",
            "\\\\{{a}}}",
        ] {
            assert!(closes_wrongly(template), "{template}");
        }
        for template in [
            "{{a}}",
            "{{{a}}}",
            "{{! x }}}",
            "{{!-- }}} --}}",
            "{{a '}}}'}}",
            "\\{{a}}}",
            "{{{a}}} }",
            "}}}",
        ] {
            assert!(!closes_wrongly(template), "{template}");
        }
    }

    #[test]
    fn a_part_is_no_number() {
        assert!(counts_a_part("a.0}}") && counts_a_part("a/1 b}}"));
        for call in ["a.[0]}}", "a.b0}}", "a 1.5}}", "a 'x.0'}}", "a.0b}}"] {
            assert!(!counts_a_part(call), "{call}");
        }
    }
}
