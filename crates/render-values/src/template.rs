//! Rendering a template to YAML.

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, OutputSpan, OutputSpanKind, UndefinedBehavior,
};
use verdict::{Fault, Place, cut, did_you_mean};

use crate::facts::Facts;
use crate::filters::{k8s_name, sha256};
use crate::path::Step;
use crate::yaml::read_all;

/// How many steps a template may take: some seconds at most.
const FUEL: u64 = 5_000_000;

/// Renders a template with facts. The result is YAML without duplicate keys.
///
/// Every value is printed as JSON, which is YAML: it can't break out of its
/// place, and a string stays a string. A fact that is not there is a fault.
pub(crate) fn render(file: &str, source: &str, facts: &Facts) -> Result<String, Fault> {
    let failed = |error: Error| fault(file, source, facts, &error);
    let environment = environment().map_err(failed)?;
    let template = environment
        .template_from_named_str(file, source)
        .map_err(failed)?;
    let (rendered, spans) = template
        .render_with_spans(Serde(&facts.names))
        .map_err(failed)?;
    match read_all(&format!("{file} (rendered)"), &rendered) {
        Ok(_) if rendered.trim().is_empty() => {
            Err(Fault::new(format!("{file} renders to nothing"))
                .help("look at the conditions of the template"))
        }
        Ok(_) => Ok(rendered),
        Err(fault) => Err(not_yaml(fault, file, &rendered, &spans)),
    }
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_auto_escape_callback(|_| AutoEscape::Json);
    // A line that holds only `{% … %}` leaves nothing behind.
    let syntax = SyntaxConfig::builder()
        .keep_trailing_newline(true)
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()?;
    environment.set_syntax(syntax);
    environment.set_fuel(Some(FUEL));
    environment.set_debug(true);
    environment.add_filter("sha256", sha256);
    environment.add_filter("k8s_name", k8s_name);
    Ok(environment)
}

/// A template's error with its place and what to do.
fn fault(file: &str, source: &str, facts: &Facts, error: &Error) -> Fault {
    let span = error
        .range()
        .filter(|span| source.get(span.clone()).is_some());
    let meant = span
        .clone()
        .and_then(|span| source.get(span))
        .unwrap_or_default();
    let fault = match error.kind() {
        ErrorKind::UndefinedError => undefined(facts, meant),
        ErrorKind::OutOfFuel => Fault::new(format!("the template takes more than {FUEL} steps"))
            .help("make its loops shorter"),
        _ if reaches_out(error) => Fault::new(words(error))
            .help("a template stands alone: it can't include or import other files"),
        ErrorKind::UnknownFilter => unknown_filter(error, meant),
        _ => Fault::new(words(error)),
    };
    match (span, error.line()) {
        (Some(span), _) => fault.at(Place::in_text(file, source, span)),
        (None, Some(line)) => fault.at(Place::at_line(file, source, line, 1)),
        (None, None) => fault,
    }
}

/// Whether a template asks for another one.
fn reaches_out(error: &Error) -> bool {
    let unknown = error
        .detail()
        .and_then(|detail| detail.strip_prefix("unknown statement "));
    matches!(
        error.kind(),
        ErrorKind::TemplateNotFound | ErrorKind::BadInclude
    ) || unknown
        .is_some_and(|word| matches!(word, "include" | "import" | "from" | "extends" | "block"))
}

fn words(error: &Error) -> String {
    let detail = error.detail().map(str::to_owned);
    cut(&detail.unwrap_or_else(|| error.kind().to_string()))
}

/// The fault of an expression that names no fact.
fn undefined(facts: &Facts, expression: &str) -> Fault {
    let steps: Vec<Step> = names(expression)
        .map(|name| Step::Key(name.to_owned()))
        .collect();
    let unknown = (1..=steps.len()).find(|&count| !facts.has(&steps[..count]));
    match unknown {
        Some(count) => facts.unknown(&steps[..count]),
        None => Fault::new(format!("undefined value in `{}`", cut(expression)))
            .help("`x | default(\"…\")` stands in for a fact that may be missing"),
    }
}

/// The names that an expression begins with: `a` and `b` of `a.b | upper`.
fn names(expression: &str) -> impl Iterator<Item = &str> {
    let is_part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.');
    let end = expression
        .find(|letter| !is_part(letter))
        .unwrap_or(expression.len());
    expression[..end].split('.').filter(|name| !name.is_empty())
}

fn unknown_filter(error: &Error, meant: &str) -> Fault {
    const OURS: [&str; 12] = [
        "default", "first", "int", "join", "k8s_name", "last", "lower", "replace", "sha256",
        "tojson", "trim", "upper",
    ];
    let fault = Fault::new(words(error));
    let word = meant.rsplit(['|', ' ']).next().unwrap_or_default();
    match did_you_mean(word, OURS) {
        Some(near) => fault.help(format!("did you mean `{near}`?")),
        None => fault.help("filters are those of minijinja, and `sha256` and `k8s_name`"),
    }
}

/// The fault of a rendered text that is not YAML: its line, and the line of
/// the template that made it.
fn not_yaml(fault: Fault, file: &str, rendered: &str, spans: &[OutputSpan]) -> Fault {
    let message = fault
        .message
        .replace("not YAML as we read it", "the result is not YAML");
    let fault = Fault { message, ..fault };
    let Some(place) = fault.place.clone() else {
        return fault;
    };
    let doubled = place.text.contains("\"\"") || place.text.contains("'\"");
    let before: usize = rendered
        .split_inclusive('\n')
        .take(place.line - 1)
        .map(str::len)
        .sum();
    let after = before + place.text.len();
    let maker = spans.iter().find(|span| {
        let made = span.output_range();
        span.kind() == OutputSpanKind::Expression && made.start < after && made.end > before
    });
    let fault = match maker {
        Some(span) => fault.help(format!("line {} of {file} made it", span.line())),
        None => fault,
    };
    if doubled {
        fault.help("a value brings its own quotes: write `tag: {{ tag }}`, and join by `~`: `{{ name ~ \":\" ~ tag }}`")
    } else {
        fault
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::leaf::Leaf;
    use crate::path::ValuePath;

    fn facts() -> Facts {
        let mut facts = Facts::default();
        for (path, value) in [
            ("stamp.version", "v1.2.3"),
            ("stamp.name", "ghcr.io/acme/app"),
            ("evil", "x\nadmin: true # \""),
        ] {
            let path = ValuePath::parse(path).expect(path);
            facts.set(&path, &Leaf::Text(value.into())).expect("set");
        }
        facts
    }

    fn rendered(source: &str) -> Result<String, Fault> {
        render("values.yaml.j2", source, &facts())
    }

    #[test]
    fn values_print_as_json_whatever_the_name() {
        let text = rendered(
            "tag: {{ stamp.version }}\nn: {{ 3 }}\nimage: {{ stamp.name ~ ':' ~ stamp.version }}\n",
        );
        assert_eq!(
            text.expect("text"),
            "tag: \"v1.2.3\"\nn: 3\nimage: \"ghcr.io/acme/app:v1.2.3\"\n"
        );
        let text = rendered("a: {{ evil }}").expect("text");
        assert_eq!(read_all("f", &text).expect("YAML").len(), 1);
        assert!(!text.contains('\n'), "{text}");
    }

    #[test]
    fn lines_of_blocks_leave_nothing_behind() {
        let text = rendered(
            "a:\n  {% for n in [1, 2] %}\n  - {{ n }}\n  {% endfor %}\nb: {{ 'A_b' | k8s_name }}\n",
        );
        assert_eq!(text.expect("text"), "a:\n  - 1\n  - 2\nb: \"a-b\"\n");
    }

    #[test]
    fn an_unknown_fact_is_a_fault_with_its_place() {
        let fault = rendered("a: 1\nb: {{ stamp.versoin }}\n").expect_err("unknown");
        assert_eq!(fault.message, "there is no fact `stamp.versoin`");
        assert_eq!(fault.help, ["did you mean `stamp.version`?"]);
        let place = fault.place.expect("a place");
        assert_eq!((place.line, place.column), (2, 7));
        let fault = rendered("b: {{ stmp.version | upper }}").expect_err("unknown");
        assert_eq!(fault.help, ["did you mean `stamp`?"]);
        let fault = rendered("{% if stamp.x.y %}a: 1{% endif %}").expect_err("unknown");
        assert!(fault.help[0].contains("known are"), "{fault:?}");
        assert!(rendered("a: {{ stamp.x | default('y') }}").is_ok());
    }

    #[test]
    fn what_a_template_can_not_do() {
        let cases = [
            ("a: {{ 1 +\n", "unexpected", ""),
            ("{% include 'x' %}", "include", "stands alone"),
            (
                "a: {{ stamp.version | uper }}",
                "filter",
                "did you mean `upper`?",
            ),
            (
                "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}",
                "steps",
                "loops",
            ),
            (
                "a: \"{{ stamp.version }}\"\n",
                "the result is not YAML",
                "its own quotes",
            ),
            ("a: 1\na: 2\n", "stands twice", "only once"),
            ("{# nothing #}", "renders to nothing", ""),
        ];
        for (source, message, help) in cases {
            let fault = rendered(source).expect_err(source);
            assert!(fault.message.contains(message), "{source}: {fault}");
            assert!(fault.help.concat().contains(help), "{source}: {fault:?}");
        }
    }
}
