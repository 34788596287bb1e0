//! The proposal as commented TOML.

use super::ask::Answers;
use super::draft::{Draft, Line};
use super::missing::Missing;
use super::profile::{Profile, Sketched};
use super::{round, text};
use crate::words::{counted, grouped};

/// Most tables that are named at the head.
const NAMED: usize = 10;

/// The whole contract.
pub(super) fn contract(
    profile: &Profile,
    missing: &Missing,
    drafts: &[Draft],
    answers: &Answers,
) -> String {
    let mut out = Out::default();
    head(profile, &mut out);
    table(profile, missing, &mut out);
    if let Some(draft) = answers.key.and_then(|key| drafts.get(key)) {
        out.rule(
            &format!("primary-key = {}", text::list([&*draft.name])),
            "never null, no value twice",
        );
    }
    out.idea(
        "extra-columns = \"forbid\"",
        "to be told of columns that are not named here",
    );
    file(profile, &mut out);
    rows(profile, &mut out);
    for draft in drafts {
        out.section(&format!("[columns.{}]", text::key(&draft.name)));
        for line in &draft.lines {
            out.line(line);
        }
    }
    for pair in &answers.pairs {
        out.blank();
        out.idea("[[rules]]", "held in every row");
        out.idea(&format!("expression = {}", text::literal(pair)), "");
    }
    out.text
}

/// Lines of TOML.
#[derive(Default)]
struct Out {
    text: String,
}

impl Out {
    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn said(&mut self, words: &str) {
        let line = format!("# {words}");
        self.text.push_str(line.trim_end());
        self.blank();
    }

    fn section(&mut self, name: &str) {
        self.blank();
        self.text.push_str(name);
        self.blank();
    }

    fn rule(&mut self, rule: &str, note: &str) {
        self.text.push_str(rule);
        if !note.is_empty() {
            self.text.push_str(&format!(" # {note}"));
        }
        self.blank();
    }

    /// A rule that is commented out.
    fn idea(&mut self, rule: &str, note: &str) {
        self.text.push_str("# ");
        self.rule(rule, note);
    }

    fn line(&mut self, line: &Line) {
        match line {
            Line::Said(words) => self.said(words),
            Line::Rule(rule, note) => self.rule(rule, note),
            Line::Idea(rule, note) => self.idea(rule, note),
        }
    }
}

fn head(profile: &Profile, out: &mut Out) {
    out.said("A contract proposed from");
    for table in profile.tables.iter().take(NAMED) {
        let first = if table.more { "the first " } else { "" };
        let rows = counted(table.rows, "row");
        out.said(&format!("- {}: {first}{rows}", text::shown(&table.name)));
    }
    match profile.tables.len().saturating_sub(NAMED) {
        0 => {}
        more => out.said(&format!("- and {} more", grouped(more as u64))),
    }
    out.said("");
    out.said("A draft to be read: keep what is meant, change what only happened to be so.");
    out.said("`seen` is what the data showed; rules have room beyond it on purpose.");
    if profile.fewest_rows() == 0 {
        out.said("A table without rows tells the names of its columns, and nothing else.");
    }
    if profile.is_cut() {
        out.said("Not all rows were looked at: others may break it.");
    }
    out.blank();
}

/// How the table is written.
fn table(profile: &Profile, missing: &Missing, out: &mut Out) {
    let mut dialects = profile.tables.iter().filter_map(|table| table.dialect);
    if let Some(first) = dialects.next()
        && dialects.all(|dialect| dialect.delimiter == first.delimiter)
        && first.delimiter != b','
    {
        let delimiter = char::from(first.delimiter).to_string();
        out.rule(&format!("delimiter = {}", text::quoted(&delimiter)), "");
    }
    if let Some(list) = missing.list() {
        out.rule(
            &format!("missing = {}", text::list(list)),
            "texts that were seen where there is no value",
        );
    }
}

/// What the files have that is not allowed without saying so.
fn file(profile: &Profile, out: &mut Out) {
    let count = |of: fn(&Sketched) -> u64| profile.tables.iter().map(of).sum::<u64>();
    let seen = [
        (
            "ragged-rows",
            "with too many or too few fields",
            count(|table| table.shape.ragged.count),
        ),
        (
            "stray-quotes",
            "with quotes out of place",
            count(|table| table.shape.stray_quotes.count + table.shape.unclosed_quote.count),
        ),
        (
            "invalid-utf8",
            "with bytes that are not UTF-8",
            count(|table| table.shape.not_utf8.count),
        ),
        (
            "nul-bytes",
            "with NUL bytes",
            count(|table| table.shape.nul.count),
        ),
    ];
    let names = count(|table| table.shape.blank_names.count + table.shape.duplicate_names.count);
    if names == 0 && seen.iter().all(|(_, _, count)| *count == 0) {
        return;
    }
    out.section("[file]");
    out.said("mend the file if you can, and drop these");
    for (key, what, count) in seen.into_iter().filter(|(_, _, count)| *count > 0) {
        out.rule(
            &format!("{key} = \"allow\""),
            &format!("seen: {} {what}", counted(count, "record")),
        );
    }
    if names > 0 {
        let note = format!(
            "seen: {} without a name of its own",
            counted(names, "column")
        );
        out.rule("unclear-header = \"allow\"", &note);
    }
}

/// At most half of the rows that were seen.
fn rows(profile: &Profile, out: &mut Out) {
    let rows = profile.fewest_rows();
    if rows == 0 {
        return;
    }
    let least = if rows < 20 {
        1
    } else {
        round::count_down(rows / 2)
    };
    out.section("[rows]");
    let most = profile
        .tables
        .iter()
        .map(|table| table.rows)
        .max()
        .unwrap_or(rows);
    let seen = match most == rows {
        true => grouped(rows),
        false => format!("{} to {}", grouped(rows), grouped(most)),
    };
    out.rule(&format!("min = {least}"), &format!("seen: {seen}"));
}
