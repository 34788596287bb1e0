//! GitHub Actions: its variables, its event payload, its workflow commands.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use verdict::Fault;

use crate::{Action, Annotation, Env, Facts, Level, Notice};

mod event;

/// Annotations shown a step and level; the last place counts the rest.
const ANNOTATIONS_PER_LEVEL: usize = 10;

/// Bytes of summary a step may write; GitHub drops the whole at 1 MiB.
const SUMMARY_LIMIT: usize = 1_000_000;

pub(crate) fn run(env: &Env) -> (Option<String>, Option<String>) {
    let url = repository_url(env)
        .zip(env.get("GITHUB_RUN_ID"))
        .map(|(repository, id)| format!("{repository}/actions/runs/{id}"));
    (url, env.own("GITHUB_SHA"))
}

fn repository_url(env: &Env) -> Option<String> {
    let server = env.get("GITHUB_SERVER_URL")?;
    Some(format!("{server}/{}", env.get("GITHUB_REPOSITORY")?))
}

pub(crate) fn facts(env: &Env) -> Result<Facts, Fault> {
    event::facts(env)
}

pub(crate) fn tell(env: &Env, notice: &Notice) -> Vec<Action> {
    let mut actions = Vec::new();
    let commands = annotations(&notice.annotations);
    if !commands.is_empty() {
        actions.push(Action::Print(commands));
    }
    if let Some(path) = env.get("GITHUB_OUTPUT") {
        let text = outputs(&notice.outputs, &notice.token);
        actions.push(Action::Append(PathBuf::from(path), text));
    }
    if let Some(path) = env
        .get("GITHUB_ENV")
        .filter(|_| !notice.variables.is_empty())
    {
        let text = outputs(&notice.variables, &notice.token);
        actions.push(Action::Append(PathBuf::from(path), text));
    }
    if let Some(path) = env.get("GITHUB_STEP_SUMMARY") {
        let taken = std::fs::metadata(path).map_or(0, |meta| meta.len());
        let room = SUMMARY_LIMIT.saturating_sub(usize::try_from(taken).unwrap_or(usize::MAX));
        let text = summary(&notice.summary, room, run(env).0.as_deref());
        actions.push(Action::Append(PathBuf::from(path), text));
    }
    actions
}

/// Workflow commands, at most ten a level: the worst first, the last one
/// counting the rest.
fn annotations(all: &[Annotation]) -> String {
    let mut levels: BTreeMap<Level, Vec<&Annotation>> = BTreeMap::new();
    for annotation in all {
        levels.entry(annotation.level).or_default().push(annotation);
    }
    let mut text = String::new();
    for (level, annotations) in levels {
        let shown = match annotations.len() {
            n if n > ANNOTATIONS_PER_LEVEL => ANNOTATIONS_PER_LEVEL - 1,
            n => n,
        };
        for annotation in &annotations[..shown] {
            text.push_str(&command(annotation));
        }
        if shown < annotations.len() {
            let more = annotations.len() - shown;
            let _ = writeln!(
                text,
                "::{}::{more} more: see the summary or the report",
                word(level)
            );
        }
    }
    text
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Notice => "notice",
    }
}

fn command(annotation: &Annotation) -> String {
    let mut properties = vec![];
    if let Some(file) = &annotation.file {
        properties.push(format!("file={}", property(file)));
    }
    if let Some(line) = annotation.line {
        properties.push(format!("line={line}"));
    }
    if let Some(column) = annotation.column {
        properties.push(format!("col={column}"));
    }
    properties.push(format!("title={}", property(&annotation.title)));
    format!(
        "::{} {}::{}\n",
        word(annotation.level),
        properties.join(","),
        data(&annotation.message)
    )
}

/// Escapes the data of a workflow command. Some runners (act) look for the last
/// `::` of a line instead of the second, so a character without width stands
/// in between there.
fn data(text: &str) -> String {
    let text = text.replace("::", ":\u{200b}:");
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// Escapes a property of a workflow command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The lines for `GITHUB_OUTPUT` or `GITHUB_ENV`, each value behind a delimiter that it does
/// not hold.
fn outputs(outputs: &[(String, String)], token: &str) -> String {
    let mut text = String::new();
    for (name, value) in outputs {
        let mut delimiter = format!("ghadelimiter_{token}");
        while value.contains(&delimiter) {
            delimiter.push('_');
        }
        let _ = writeln!(text, "{name}<<{delimiter}\n{value}\n{delimiter}");
    }
    text
}

/// The summary, cut to so many bytes at a line's end, with a link, where it is
/// too long. What is open there is closed.
fn summary(text: &str, room: usize, url: Option<&str>) -> String {
    if text.len() <= room {
        return format!("{}\n", text.trim_end());
    }
    let mut at = room;
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let cut = &text[..text[..at].rfind('\n').unwrap_or(0)];
    let fences = cut.lines().filter(|line| line.starts_with("```")).count();
    let fence = if fences % 2 == 1 { "\n```" } else { "" };
    let folds = cut.matches("<details").count();
    let folds = folds.saturating_sub(cut.matches("</details").count());
    let fold = "\n</details>".repeat(folds);
    let rest = url.map_or_else(String::new, |url| format!(": see [the run]({url})"));
    format!("{cut}{fence}{fold}\n\n_The rest is cut here{rest}._\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn annotation(level: Level, message: &str) -> Annotation {
        Annotation {
            level,
            title: "a:b,c".into(),
            message: message.into(),
            file: Some("dir/a,b.csv".into()),
            line: Some(3),
            column: None,
        }
    }

    #[test]
    fn a_command_can_not_be_broken_out_of() {
        let text = annotations(&[annotation(Level::Error, "50 %\n::set-output name=x::y")]);
        assert_eq!(
            text,
            "::error file=dir/a%2Cb.csv,line=3,title=a%3Ab%2Cc::50 %25%0A:\u{200b}:set-output name=x:\u{200b}:y\n"
        );
    }

    #[test]
    fn ten_annotations_a_level_and_the_last_counts() {
        let mut all = vec![annotation(Level::Warning, "w")];
        all.extend((0..25).map(|_| annotation(Level::Error, "e")));
        let text = annotations(&all);
        assert_eq!(text.lines().count(), 11);
        assert!(text.contains("::error::16 more"));
        assert!(text.lines().last().expect("lines").starts_with("::warning"));
    }

    #[test]
    fn an_output_can_not_close_its_own_delimiter() {
        let outputs = outputs(&[("a".into(), "x\nghadelimiter_T\nb=evil".into())], "T");
        assert_eq!(
            outputs,
            "a<<ghadelimiter_T_\nx\nghadelimiter_T\nb=evil\nghadelimiter_T_\n"
        );
    }

    #[test]
    fn variables_go_to_the_environment_of_later_steps() {
        let env: Env = [("GITHUB_ENV", "/env")].into_iter().collect();
        let mut notice = Notice {
            token: "T".to_owned(),
            ..Notice::default()
        };
        assert_eq!(tell(&env, &notice), []);
        notice.variables = vec![("A_B".to_owned(), "c\nd".to_owned())];
        let text = "A_B<<ghadelimiter_T\nc\nd\nghadelimiter_T\n".to_owned();
        assert_eq!(
            tell(&env, &notice),
            [Action::Append(PathBuf::from("/env"), text)]
        );
    }

    #[test]
    fn a_long_summary_is_cut_with_a_link() {
        let text = summary(&"äbc\n".repeat(300_000), SUMMARY_LIMIT, Some("https://run"));
        assert!(text.len() < 1 << 20);
        assert!(text.ends_with("[the run](https://run)._\n"));
        let open = "<details>\n\n```text\nabc\ndef\n```\n</details>\n";
        let text = summary(open, 25, None);
        assert_eq!(
            text,
            "<details>\n\n```text\nabc\n```\n</details>\n\n_The rest is cut here._\n"
        );
    }
}
