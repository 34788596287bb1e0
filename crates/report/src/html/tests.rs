use super::*;
use crate::example::{HOSTILE, exhibits, hostile, hostile_exhibits, verdict};
use crate::{Curve, Estimate};

fn page(verdict: &Verdict, exhibits: &[Exhibit]) -> String {
    render(&Report { verdict, exhibits })
}

/// The names of the tags of a page, in order.
fn tags(page: &str) -> Vec<&str> {
    let tags = page.split('<').skip(1);
    let ends = |c: char| c.is_whitespace() || c == '>' || c == '/';
    tags.map(|tag| {
        let tag = tag.strip_prefix('/').unwrap_or(tag);
        &tag[..tag.find(ends).unwrap_or(tag.len())]
    })
    .collect()
}

#[test]
fn a_page_says_the_outcome_the_causes_and_the_values() {
    let page = page(&verdict(), &exhibits());
    assert!(page.starts_with("<!DOCTYPE html>\n"));
    for text in [
        "<title>validate-data: fail</title>",
        "<header class=\"fail\">",
        "<article class=\"inconclusive\">",
        "<dt>cause</dt><dd>2 of 1000 values are outside</dd>",
        "<td class=\"number\">-3</td>",
        "<span class=\"plus\">+tag: 2</span>",
        "<dd>data/people.csv sha256:aa</dd>",
        "<dd>contracts/people.toml sha256:bb</dd>",
    ] {
        assert!(page.contains(text), "{text}: {page}");
    }
}

#[test]
fn hostile_text_stays_text() {
    let mut all = hostile_exhibits();
    all.push(Exhibit::Intervals {
        title: HOSTILE.to_owned(),
        estimates: vec![Estimate {
            name: HOSTILE.to_owned(),
            value: 0.0,
            low: f64::NEG_INFINITY,
            high: f64::NAN,
            limit: Some(1.0),
            outcome: Outcome::Fail,
            note: HOSTILE.to_owned(),
        }],
    });
    all.push(Exhibit::Curves {
        title: HOSTILE.to_owned(),
        x: HOSTILE.to_owned(),
        y: HOSTILE.to_owned(),
        curves: vec![Curve {
            name: HOSTILE.to_owned(),
            points: vec![(0.0, f64::NAN), (2.0, 1.0)],
        }],
        diagonal: true,
    });
    let page = page(&hostile(), &all);
    let known = [
        "!DOCTYPE", "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "p",
        "main", "article", "dl", "dt", "dd", "div", "table", "thead", "tbody", "tr", "th", "td",
        "details", "summary", "section", "pre", "span", "footer", "svg", "g", "rect", "text",
        "line", "circle", "path", "polyline",
    ];
    for tag in tags(&page) {
        assert!(known.contains(&tag), "{tag}");
    }
    assert!(!page.contains("<img") && !page.contains("NaN"), "{page}");
}

#[test]
fn what_is_empty_is_drawn_too() {
    let curves = Exhibit::Curves {
        title: "a".to_owned(),
        x: "x".to_owned(),
        y: "y".to_owned(),
        curves: Vec::new(),
        diagonal: false,
    };
    let intervals = Exhibit::Intervals {
        title: "a".to_owned(),
        estimates: Vec::new(),
    };
    let distributions = Exhibit::Distributions {
        title: "a".to_owned(),
        columns: vec![Distribution {
            name: "a".to_owned(),
            bins: Vec::new(),
            note: String::new(),
        }],
    };
    let page = page(&verdict(), &[curves, intervals, distributions]);
    assert!(page.ends_with("</html>\n"), "{page}");
}
