//! A fault on a terminal: what happened, the line it happened in, what to do.

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use verdict::{Fault, Place};

use crate::Style;
use crate::plain::{no_commands, plain, plain_line};

/// Why a tool could not judge: "error: …", the source line underlined where
/// there is one, and a "help: …" line a hint. Ends with a line break.
#[must_use]
pub fn render_fault(fault: &Fault, style: Style) -> String {
    let renderer = if style.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer.term_width(style.width.max(40));
    let title = Level::ERROR.primary_title(plain(&fault.message));
    let error = match &fault.place {
        // The line stands in a group of its own: beside an origin it would be
        // taken for a second file.
        Some(place) => vec![
            title.element(origin(place)),
            Group::with_level(Level::ERROR).element(snippet(place)),
        ],
        None => vec![Group::with_title(title)],
    };
    let help = fault.help.iter().map(|help| plain(help));
    let help = help.map(|help| vec![Group::with_title(Level::HELP.secondary_title(help))]);
    let parts = std::iter::once(error)
        .chain(help)
        .map(|groups| renderer.render(&groups));
    let text = parts.collect::<Vec<_>>().join("\n");
    // Each group brings its own spacer.
    let mut lines: Vec<&str> = text.lines().collect();
    lines.dedup();
    no_commands(&format!("{}\n", lines.join("\n")))
}

/// The place by its own numbers: the line that is shown may be cut at its
/// start, and escapes make it longer.
fn origin(place: &Place) -> Origin<'static> {
    Origin::path(plain(&place.file))
        .line(place.line)
        .char_column(place.column)
}

fn snippet(place: &Place) -> Snippet<'static, Annotation<'static>> {
    let before = place.column.saturating_sub(1).saturating_sub(place.skipped);
    let mut characters = place.text.chars();
    let mut take = |count| plain_line(&characters.by_ref().take(count).collect::<String>());
    let (before, meant, after) = (take(before), take(place.width), take(usize::MAX));
    let span = before.len()..before.len() + meant.len();
    Snippet::source(format!("{before}{meant}{after}"))
        .line_start(place.line)
        .annotation(AnnotationKind::Primary.span(span))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAIN: Style = Style {
        width: 80,
        color: false,
        verbose: false,
    };

    #[test]
    fn the_line_is_shown_and_underlined() {
        let text = "[rules]\nmax-dorp = 0.1\n";
        let at = text.find("max").expect("is there");
        let fault = Fault::new("unknown field `max-dorp`")
            .at(Place::in_text("gate.toml", text, at..at + 8))
            .help("did you mean `max-drop`?")
            .help("see the list of rules");
        let shown = "\
error: unknown field `max-dorp`
 --> gate.toml:2:1
  |
2 | max-dorp = 0.1
  | ^^^^^^^^
help: did you mean `max-drop`?
help: see the list of rules
";
        assert_eq!(render_fault(&fault, PLAIN), shown);
        let colored = render_fault(
            &fault,
            Style {
                color: true,
                ..PLAIN
            },
        );
        assert!(colored.contains("\u{1b}[") && colored.contains("did you mean"));
    }

    #[test]
    fn a_fault_without_a_place_is_two_lines() {
        let fault = Fault::new("no data").help("give a file");
        assert_eq!(
            render_fault(&fault, PLAIN),
            "error: no data\nhelp: give a file\n"
        );
    }

    #[test]
    fn a_hostile_line_is_underlined_where_it_stands_now() {
        let line = "\u{1b}[31m\tbad";
        let fault = Fault::new("x\n::error::y").at(Place::in_text("a\nb", line, 6..9));
        let shown = r"
error: x\n::error::y
 --> a\nb:1:7
  |
1 | \u{1b}[31m    bad
  |               ^^^
";
        assert_eq!(render_fault(&fault, PLAIN), shown.trim_start());
    }

    #[test]
    fn a_cut_line_keeps_its_own_column() {
        let line = format!("{}here{}", " x".repeat(100), " y".repeat(100));
        let fault = Fault::new("m").at(Place::in_text("f", &line, 200..204));
        let shown = render_fault(&fault, PLAIN);
        assert!(shown.contains("--> f:1:201"), "{shown}");
        let lines: Vec<&str> = shown.lines().collect();
        let columns = |line: &str, of: &str| line.find(of).map(|at| line[..at].chars().count());
        assert_eq!(
            columns(lines[3], "here"),
            columns(lines[4], "^^^^"),
            "{shown}"
        );
    }

    proptest! {
        #[test]
        fn no_fault_breaks_the_terminal(text in any::<String>(), start in 0usize..40, length in 0usize..40, width in 0usize..200) {
            let place = Place::in_text(&*text, &text, start..start + length);
            let fault = Fault::new(&*text).at(place).help(&*text);
            let shown = render_fault(&fault, Style { width, color: false, verbose: false });
            prop_assert!(shown.chars().all(|c| c == '\n' || !c.is_control()), "{}", shown);
        }
    }
}
