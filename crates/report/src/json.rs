//! The verdict with its exhibits, for programs.

use serde::Serialize;
use verdict::Verdict;

use crate::{Exhibit, Report};

#[derive(Serialize)]
struct Document<'a> {
    verdict: &'a Verdict,
    exhibits: &'a [Exhibit],
}

pub(crate) fn render(report: &Report<'_>) -> String {
    pretty(&Document {
        verdict: report.verdict,
        exhibits: report.exhibits,
    })
}

/// Indented JSON with a final line break.
pub(crate) fn pretty(value: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::example::{exhibits, hostile, verdict};

    use super::*;

    fn parsed(verdict: &Verdict, exhibits: &[Exhibit]) -> Value {
        let text = render(&Report { verdict, exhibits });
        serde_json::from_str(&text).expect("own JSON")
    }

    #[test]
    fn the_verdict_and_every_exhibit_are_there() {
        let (verdict, exhibits) = (verdict(), exhibits());
        let json = parsed(&verdict, &exhibits);
        let read: Verdict = serde_json::from_value(json["verdict"].clone()).expect("a verdict");
        assert_eq!(read, verdict);
        assert_eq!(json["exhibits"][0]["kind"], "table");
        assert_eq!(json["exhibits"][0]["rows"][0][0], "auc");
        assert_eq!(json["exhibits"][1]["kind"], "distributions");
        assert_eq!(json["exhibits"][1]["columns"][0]["bins"][2], 9);
        assert_eq!(json["exhibits"][2]["kind"], "diff");
    }

    #[test]
    fn text_from_outside_is_kept_as_it_is() {
        let verdict = hostile();
        let json = parsed(&verdict, &[]);
        let title = &json["verdict"]["predicate"]["checks"][0]["title"];
        assert_eq!(
            title.as_str(),
            Some(verdict.predicate.checks[0].title.as_str())
        );
    }
}
