//! `OpenMetrics` and Prometheus text. A metric is called as its line begins,
//! labels included, in the order of their names: `loss{set="test"}`; the order
//! of the file goes as well. Time stamps and exemplars are passed over.

use verdict::Fault;

use crate::found::Found;
use crate::metric::Metric;
use crate::text::Text;

/// Whether a text is of this format: it says so, or every line is a sample.
pub(crate) fn fits(text: &str) -> bool {
    let mut lines = text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .peekable();
    let says_so = |line: &str| {
        ["# HELP ", "# TYPE ", "# UNIT ", "# EOF"]
            .iter()
            .any(|mark| line.starts_with(mark))
    };
    lines.peek().is_some_and(|line| says_so(line)) || {
        let mut samples = lines.filter(|line| !line.starts_with('#')).peekable();
        samples.peek().is_some() && samples.all(|line| sample(line).is_some())
    }
}

pub(crate) fn read(source: &Text, found: &mut Found) -> Result<(), Fault> {
    let mut units = std::collections::HashMap::new();
    let mut ended = false;
    for (index, line) in source.text.lines().enumerate() {
        let at = Some(index as u64 + 1);
        if line.trim().is_empty() {
            continue;
        }
        if ended {
            return Err(source.fault(at, "more after `# EOF`"));
        }
        if let Some(comment) = line.strip_prefix('#') {
            ended = comment.trim() == "EOF";
            let mut words = comment.split_whitespace();
            if let (Some("UNIT"), Some(family), Some(unit)) =
                (words.next(), words.next(), words.next())
            {
                units.insert(family, unit.to_owned());
            }
            continue;
        }
        let Some(sample) = sample(line) else {
            return Err(source.fault(at, "not a sample of OpenMetrics text").help(
                "a sample is a name, perhaps labels, and a number, such as `loss{set=\"test\"} 0.25`",
            ));
        };
        let unit = family(sample.name).find_map(|family| units.get(family).cloned());
        let metric = Metric {
            unit,
            ..Metric::new(sample.value, source.location(at))
        };
        let name = sample.canonical();
        if name != sample.written {
            found.alias(sample.written.to_owned(), &name);
        }
        found.metric(name, metric);
    }
    Ok(())
}

/// A sample's name, and its family's where the name has a suffix.
fn family(name: &str) -> impl Iterator<Item = &str> {
    let suffixes = ["_total", "_sum", "_count", "_bucket", "_created"];
    let shorter = suffixes
        .into_iter()
        .filter_map(move |end| name.strip_suffix(end));
    std::iter::once(name).chain(shorter)
}

/// One line of numbers.
struct Sample<'a> {
    /// The name with its labels as they stand.
    written: &'a str,
    name: &'a str,
    labels: Vec<(&'a str, &'a str)>,
    value: f64,
}

impl Sample<'_> {
    fn canonical(&self) -> String {
        if self.labels.is_empty() {
            return self.name.to_owned();
        }
        let mut labels = self.labels.clone();
        labels.sort_unstable();
        let labels: Vec<_> = labels
            .iter()
            .map(|(name, value)| format!("{name}=\"{value}\""))
            .collect();
        format!("{}{{{}}}", self.name, labels.join(","))
    }
}

fn sample(line: &str) -> Option<Sample<'_>> {
    let line = line.trim_end();
    let name_end = line.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == ':'));
    let (name, rest) = line.split_at(name_end?);
    if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let (labels, rest) = match rest.strip_prefix('{') {
        Some(inner) => labels(inner)?,
        None => (Vec::new(), rest),
    };
    let written = line[..line.len() - rest.len()].trim_end();
    let mut words = rest.split_whitespace();
    let value = number(words.next()?)?;
    let stamp = words
        .next()
        .is_none_or(|word| word == "#" || number(word).is_some());
    (stamp && rest.starts_with([' ', '\t'])).then_some(Sample {
        written,
        name,
        labels,
        value,
    })
}

/// Labels up to the closing brace, and what comes after it. A value stays
/// escaped as it is, so that no two become one.
fn labels(mut rest: &str) -> Option<(Vec<(&str, &str)>, &str)> {
    let mut labels = Vec::new();
    loop {
        rest = rest.trim_start_matches([' ', ',']);
        if let Some(after) = rest.strip_prefix('}') {
            return Some((labels, after));
        }
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start().strip_prefix('"')?;
        let mut escaped = false;
        let end = after.bytes().position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        })?;
        labels.push((name.trim(), &after[..end]));
        rest = &after[end + 1..];
    }
}

fn number(word: &str) -> Option<f64> {
    match word {
        "+Inf" | "Inf" => Some(f64::INFINITY),
        "-Inf" => Some(f64::NEG_INFINITY),
        "NaN" => Some(f64::NAN),
        _ if word.contains(|c: char| c.is_ascii_alphabetic() && !"eE".contains(c)) => None,
        _ => word.parse().ok(),
    }
}
