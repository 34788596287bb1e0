//! Reading YAML, and saying what is wrong with it.

use serde_saphyr::budget::BudgetBreach;
use serde_saphyr::{Error, NonFiniteFloatPolicy, RenderOptions, SnippetMode};
use verdict::{Fault, Place, cut};

use crate::tree::Tree;

/// Reads one YAML document. Errors carry their place; duplicate keys are errors.
pub(crate) fn read(file: &str, text: &str) -> Result<Tree, Fault> {
    serde_saphyr::from_str_with_options(text, options()).map_err(|error| fault(file, text, &error))
}

/// Reads every YAML document of a text.
pub(crate) fn read_all(file: &str, text: &str) -> Result<Vec<Tree>, Fault> {
    serde_saphyr::from_multiple_with_options(text, options())
        .map_err(|error| fault(file, text, &error))
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        with_snippet: false,
    }
}

/// An error of the YAML reader with its place and what to do.
fn fault(file: &str, text: &str, error: &Error) -> Fault {
    let error = error.without_snippet();
    let (line, column) = error.location().map_or((0, 0), |at| {
        (
            usize::try_from(at.line()).unwrap_or(0),
            usize::try_from(at.column()).unwrap_or(0),
        )
    });
    let fault = Fault::new(message(error));
    let fault = match line {
        0 => Fault::new(format!("{file}: {}", fault.message)),
        _ => fault.at(Place::at_line(file, text, line, column)),
    };
    match advice(text, line, error) {
        Some(help) => fault.help(help),
        None => fault,
    }
}

/// The error as a fragment, without the reader's own "at line 3, column 4".
fn message(error: &Error) -> String {
    match error {
        Error::MultipleDocuments { .. } => "the file holds several YAML documents".to_owned(),
        Error::DuplicateMappingKey { key: Some(key), .. } => {
            format!("the key `{}` stands twice in one map", cut(key))
        }
        Error::DuplicateMappingKey { key: None, .. } => "a key stands twice in one map".to_owned(),
        Error::Budget { breach, .. } => format!("this YAML has {}", excess(breach)),
        error => {
            let mut options = RenderOptions::default();
            options.snippets = SnippetMode::Off;
            let text = error.render_with_options(options).replace('\n', " ");
            let text = text.split(" at line ").next().unwrap_or_default();
            let text = text.split(": line ").next().unwrap_or_default();
            worded(text.trim_end_matches('.'))
        }
    }
}

/// The reader's own words, but where they speak of its inner life.
fn worded(text: &str) -> String {
    // Within an alias the reader tells of its limits only in words.
    if text.contains("budget breached") {
        "this YAML has more than 250,000 values, those of its aliases counted".to_owned()
    } else if text == "expected string scalar" {
        "a key is not a single value".to_owned()
    } else {
        format!("not YAML as we read it: {}", cut(text))
    }
}

/// What a text has too much of: it would take too much memory or time.
fn excess(breach: &BudgetBreach) -> &'static str {
    match breach {
        BudgetBreach::Depth { .. } => "more than 64 levels",
        BudgetBreach::Nodes { .. } | BudgetBreach::Events { .. } => {
            "more than 250,000 values, those of its aliases counted"
        }
        BudgetBreach::Aliases { .. } | BudgetBreach::AliasAnchorRatio { .. } => "too many aliases",
        BudgetBreach::MergeKeys { .. } => "too many merge keys",
        _ => "too much of something to be read safely",
    }
}

fn advice(text: &str, line: usize, error: &Error) -> Option<&'static str> {
    let shown = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
    let indent = &shown[..shown.len() - shown.trim_start().len()];
    if matches!(error, Error::MultipleDocuments { .. }) {
        Some("begin each document with `---`")
    } else if matches!(error, Error::DuplicateMappingKey { .. }) {
        Some("a key may stand only once in a map: delete one of the two")
    } else if indent.contains('\t') {
        Some("YAML is indented by spaces, never by tabs")
    } else if text.contains("{{") {
        Some(
            "a Helm template is no YAML: give the chart's values file, or a template of our own by --template",
        )
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf::Leaf;
    use crate::path::Step;

    fn at(text: &str, key: &str) -> Tree {
        let tree = read("f", text).expect("YAML");
        tree.get(&[Step::Key(key.to_owned())])
            .cloned()
            .expect("the key")
    }

    #[test]
    fn values_carry_their_types() {
        let text = "a: 1\nb: '1'\nc: true\nd: ~\ne: 1.5\nf: .nan\n8080: x\ng: &g v\nh: *g\n";
        assert_eq!(at(text, "a"), Tree::Leaf(Leaf::Int(1)));
        assert_eq!(at(text, "b"), Tree::Leaf(Leaf::Text("1".into())));
        assert_eq!(at(text, "c"), Tree::Leaf(Leaf::Bool(true)));
        assert_eq!(at(text, "d"), Tree::Leaf(Leaf::Null));
        assert_eq!(at(text, "e"), Tree::Leaf(Leaf::Float(1.5)));
        assert_eq!(at(text, "f"), Tree::Leaf(Leaf::Float(f64::NAN)));
        assert_eq!(at(text, "8080"), Tree::Leaf(Leaf::Text("x".into())));
        assert_eq!(at(text, "h"), Tree::Leaf(Leaf::Text("v".into())));
    }

    #[test]
    fn texts_that_would_fill_the_memory_are_refused() {
        let mut bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
        for i in 1..12 {
            let aliases = vec![format!("*a{}", i - 1); 9].join(",");
            bomb += &format!("a{i}: &a{i} [{aliases}]\n");
        }
        let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
        for (text, words) in [(bomb, "values"), (deep, "more than 64 levels")] {
            let fault = read("f", &text).expect_err(words);
            assert!(fault.message.contains(words), "{fault}");
        }
    }

    #[test]
    fn errors_say_where_and_what_to_do() {
        let cases = [
            ("a: 1\na: 2\n", 2, "only once"),
            ("a: 1\n---\nb: 2\n", 3, "begin each"),
            ("a:\n\tb: 1\n", 2, "tabs"),
            (
                "{{- if .Values.x }}\na: 1\n{{- end }}\n",
                1,
                "Helm template",
            ),
            ("a: {{ .Values.x }}\n", 1, "Helm template"),
            ("? [a]\n: 1\n", 1, ""),
        ];
        for (text, line, help) in cases {
            let fault = read("f.yaml", text).expect_err(text);
            let place = fault.place.clone().expect("a place");
            assert_eq!(place.line, line, "{fault}");
            assert!(fault.help.concat().contains(help), "{fault:?}");
            assert!(!fault.message.contains(" line "), "{fault}");
        }
    }
}
