//! Outputs as GitLab reads them out of a dotenv report.

/// A report must be smaller than this, in bytes: 5 KiB unless an
/// administrator says otherwise.
const SIZE: usize = 5 * 1024;

/// A report must hold no more variables than this: 20 on a GitLab of one's
/// own unless an administrator says otherwise. GitLab.com takes more.
const VARIABLES: usize = 20;

/// An output that a dotenv report can't hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The output's name.
    pub name: String,
    /// Why, as the end of a sentence.
    pub why: &'static str,
}

/// The outputs as a dotenv report, one `TOOL_NAME=value` a line, and those
/// that it can't hold: GitLab would refuse the whole report, or hand another
/// value to later jobs.
///
/// The format knows neither quotes nor line breaks, so the lines of a value
/// are parted by tabs; `$` is doubled, since GitLab puts variables into the
/// values.
#[must_use]
pub fn dotenv(tool: &str, outputs: &[(String, String)]) -> (String, Vec<LeftOut>) {
    let mut text = String::new();
    let mut left_out = Vec::new();
    for (name, value) in outputs {
        match line(tool, name, value).and_then(|line| fits(&text, line)) {
            Ok(line) => text.push_str(&line),
            Err(why) => left_out.push(LeftOut {
                name: name.clone(),
                why,
            }),
        }
    }
    (text, left_out)
}

/// The line of an output, if GitLab makes the same value of it again.
fn line(tool: &str, name: &str, value: &str) -> Result<String, &'static str> {
    if value.trim_ascii() != value {
        return Err("it begins or ends with a blank, which GitLab takes away");
    }
    if value.contains('\n') && value.contains('\t') {
        return Err("it holds tabs, which part the lines of a value there");
    }
    let other = |c: char| c.is_control() && c != '\n' && c != '\t';
    if value.contains(other) {
        return Err("it holds control characters");
    }
    let key = format!("{tool}_{name}").to_uppercase().replace('-', "_");
    let value = value.replace('\n', "\t").replace('$', "$$");
    Ok(format!("{key}={value}\n"))
}

/// The line, if GitLab still takes the report with it.
fn fits(text: &str, line: String) -> Result<String, &'static str> {
    if text.len() + line.len() >= SIZE {
        return Err("GitLab takes less than 5 KiB");
    }
    if text.lines().count() >= VARIABLES {
        return Err("GitLab takes 20 variables");
    }
    Ok(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(outputs: &[(&str, &str)]) -> (String, Vec<(String, &'static str)>) {
        let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let outputs: Vec<(String, String)> = outputs.iter().map(owned).collect();
        let (text, left_out) = dotenv("gate-model", &outputs);
        let left_out = left_out.into_iter().map(|it| (it.name, it.why));
        (text, left_out.collect())
    }

    /// What GitLab makes of a report: its `ParseDotenvArtifactService`
    /// cuts lines at the first `=` and strips both sides, and the runner's
    /// `JobVariables.Expand` takes `$$` for `$`.
    fn gitlab(text: &str) -> Vec<(String, String)> {
        let read = |line: &str| {
            let (key, value) = line.split_once('=').expect("a variable");
            (key.trim().to_owned(), value.trim().replace("$$", "$"))
        };
        text.split_terminator('\n').map(read).collect()
    }

    #[test]
    fn a_line_can_not_be_broken_out_of() {
        let (text, left_out) = of(&[
            ("verdict", "pass\nPATH=/evil"),
            ("json", &"x".repeat(6000)),
            ("carriage", "a\rPATH=/evil"),
        ]);
        assert_eq!(text, "GATE_MODEL_VERDICT=pass\tPATH=/evil\n");
        let names: Vec<&str> = left_out.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["json", "carriage"]);
    }

    #[test]
    fn a_value_is_had_back_or_left_out() {
        for value in [
            "",
            "a b",
            "k=v\nl=two words\nm=",
            "a\n\nb",
            "costs $5, $$, ${HOME} and $(touch x)",
            "a\tb",
            "#\"'\\n",
        ] {
            let (text, left_out) = of(&[("x", value)]);
            assert_eq!(left_out, [], "{value:?}");
            let read = &gitlab(&text)[0].1;
            let lines = match value.contains('\n') {
                true => read.replace('\t', "\n"),
                false => read.clone(),
            };
            assert_eq!(lines, value);
        }
        for value in [" a", "a\n", "a\tb\nc", "a\u{0}b", "\u{1b}[31m"] {
            assert_eq!(of(&[("x", value)]).1.len(), 1, "{value:?}");
        }
    }

    #[test]
    fn the_limits_are_those_that_gitlab_has() {
        // `GATE_MODEL_X=` and the line break are 14 bytes, and 5,120 are too many.
        assert_eq!(of(&[("x", &"y".repeat(5120 - 14))]).1.len(), 1);
        assert_eq!(of(&[("x", &"y".repeat(5119 - 14))]).1.len(), 0);
        let many = [("x", ""); 21];
        let (text, left_out) = of(&many);
        assert_eq!((text.lines().count(), left_out.len()), (20, 1));
    }
}
