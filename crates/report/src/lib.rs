//! Reports of a verdict: one file a format.
//!
//! Only this crate formats. Everything in a verdict may come from outside
//! (column names, cell values, branch names), so every format escapes all of
//! it; what a terminal shows goes through [`plain`].

mod code_quality;
mod drawing;
mod exhibit;
mod explain;
mod fault;
mod format;
mod html;
mod human;
mod intervals;
mod json;
mod junit;
mod layout;
pub mod markdown;
mod paint;
mod place;
mod plain;
mod sarif;
mod wording;

#[cfg(test)]
mod example;

pub use exhibit::{Curve, Distribution, Estimate, Exhibit};
pub use fault::render_fault;
pub use format::Format;
pub use plain::{no_commands, plain};
pub use wording::{grouped, six_digits};

use verdict::Verdict;

/// A verdict, and what a person would want to see beside it.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// What was found.
    pub verdict: &'a Verdict,
    /// Tables and pictures.
    pub exhibits: &'a [Exhibit],
}

/// How text for a terminal is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns of the terminal; fewer than 40 are taken as 40.
    pub width: usize,
    /// Whether escape sequences may be used.
    pub color: bool,
    /// Whether every passing check is listed, however many there are.
    pub verbose: bool,
}

impl Report<'_> {
    /// The report in a format. `style` counts only for [`Format::Human`]. The
    /// same report gives the same bytes.
    #[must_use]
    pub fn render(&self, format: Format, style: Style) -> String {
        match format {
            Format::Human => human::render(self, style),
            Format::Verdict => self.verdict.to_json(),
            Format::Json => json::render(self),
            Format::Markdown => markdown::render(self),
            Format::Html => html::render(self),
            Format::Junit => junit::render(self.verdict),
            Format::Sarif => sarif::render(self.verdict),
            Format::CodeQuality => code_quality::render(self.verdict),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use verdict::{Check, Location, Run, Sample, Tool};

    use super::*;

    fn verdict_of(text: &str) -> Verdict {
        let mut check = Check::pass("rule", text)
            .on(text)
            .observed(text)
            .help(text)
            .at(Location::line(text, 1))
            .broken(text);
        check.samples = vec![Sample {
            value: text.into(),
            ..Sample::default()
        }];
        let tool = Tool {
            name: text.into(),
            version: "1".into(),
        };
        Verdict::new(tool, Run::default(), vec![], vec![check.clone(), check])
    }

    proptest! {
        #[test]
        fn every_format_takes_any_text(text in any::<String>(), width in 0usize..100) {
            let verdict = verdict_of(&text);
            let exhibits = [Exhibit::Diff { title: text.clone(), text }];
            let report = Report { verdict: &verdict, exhibits: &exhibits };
            for format in Format::ALL {
                let shown = report.render(*format, Style { width, color: false, verbose: false });
                prop_assert!(shown.ends_with('\n'), "{:?}", format);
                let control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
                let escaped = matches!(format, Format::Human | Format::Markdown | Format::Html | Format::Junit);
                prop_assert!(!escaped || !shown.contains(control), "{}", shown);
            }
        }
    }
}
