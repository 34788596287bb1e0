//! `JUnit` XML: `tests`, `passed`, `failures`, `errors`, `skipped`, `time` (in
//! seconds) and `pass_rate` (a share of the tests that were not skipped), of
//! the whole report, and of every suite as `SUITE.tests`, and so on, where
//! there are several.
//!
//! What counts are the test cases themselves. A suite that has none counts by
//! its attributes. Document types are refused: nothing in a report needs one.

use std::collections::BTreeMap;

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use verdict::{Fault, Place};

use crate::found::{Found, under};
use crate::metric::Metric;
use crate::text::Text;

const DEEPEST: usize = 64;

/// How often what came of tests.
#[derive(Clone, Debug, Default)]
struct Tally {
    tests: u64,
    failures: u64,
    errors: u64,
    skipped: u64,
    time: f64,
    line: Option<u64>,
}

impl Tally {
    fn add(&mut self, other: &Self) {
        self.tests = self.tests.saturating_add(other.tests);
        self.failures = self.failures.saturating_add(other.failures);
        self.errors = self.errors.saturating_add(other.errors);
        self.skipped = self.skipped.saturating_add(other.skipped);
        self.time += other.time;
        self.line = self.line.or(other.line);
    }

    fn put(&self, path: &str, found: &mut Found) {
        let broken = self.failures.saturating_add(self.errors);
        let ran = self.tests.saturating_sub(self.skipped);
        let passed = ran.saturating_sub(broken);
        let location = found.source.location(self.line);
        let mut put = |key: &str, value: f64, unit: Option<&str>| {
            let metric = Metric {
                unit: unit.map(str::to_owned),
                ..Metric::new(value, location.clone())
            };
            found.metric(under(path, key), metric);
        };
        put("tests", self.tests as f64, None);
        put("passed", passed as f64, None);
        put("failures", self.failures as f64, None);
        put("errors", self.errors as f64, None);
        put("skipped", self.skipped as f64, None);
        put("time", self.time, Some("s"));
        if ran > 0 {
            // Tests are no sample of anything: chance has no part in how many pass.
            let rate = Metric::new(passed as f64 / ran as f64, location.clone());
            found.metric(under(path, "pass_rate"), rate);
        }
    }
}

/// An open `testsuite`.
struct Suite {
    name: String,
    /// What its attributes say.
    stated: Tally,
    /// What its cases came to.
    counted: Tally,
    /// Whether it holds cases or suites.
    filled: bool,
}

/// A test case's worst mark.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Mark {
    Passed,
    Skipped,
    Failed,
    Errored,
}

#[derive(Default)]
struct Report {
    suites: BTreeMap<String, Tally>,
    all: Tally,
    open: Vec<Suite>,
    case: Option<(f64, Mark)>,
    depth: usize,
    seen: bool,
}

pub(crate) fn read(source: &Text, found: &mut Found) -> Result<(), Fault> {
    let mut reader = Reader::from_str(source.text);
    let mut report = Report::default();
    let mut line = Lines {
        source,
        line: 1,
        at: 0,
    };
    loop {
        let event = reader.read_event();
        let at = usize::try_from(match event {
            Err(_) => reader.error_position(),
            Ok(_) => reader.buffer_position(),
        });
        let here = line.at(at.unwrap_or(usize::MAX));
        let fault = |message: String| {
            let line = usize::try_from(here).unwrap_or(1);
            Fault::new(message).at(Place::at_line(source.file, source.text, line, 1))
        };
        let event = event.map_err(|error| fault(format!("not XML: {error}")))?;
        match event {
            Event::Eof if report.depth > 0 => {
                return Err(fault("the report is cut off".to_owned()));
            }
            Event::Eof => break,
            Event::DocType(_) => {
                return Err(fault("a document type is not read".to_owned())
                    .help("remove `<!DOCTYPE …>`: a JUnit report needs none"));
            }
            Event::Start(tag) => report.start(&tag, here).map_err(fault)?,
            Event::Empty(tag) => {
                report.start(&tag, here).map_err(&fault)?;
                report.end(tag.local_name().as_ref());
            }
            Event::End(tag) => report.end(tag.local_name().as_ref()),
            _ => {}
        }
    }
    report.finish(source, found)
}

impl Report {
    fn start(&mut self, tag: &BytesStart, line: u64) -> Result<(), String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(format!("elements stand deeper than {DEEPEST}"));
        }
        match tag.local_name().as_ref() {
            b"testsuites" => self.seen = true,
            b"testsuite" => {
                self.seen = true;
                if let Some(outer) = self.open.last_mut() {
                    outer.filled = true;
                }
                self.open.push(suite(tag, line)?);
            }
            b"testcase" => {
                let time = attribute(tag, "time")?;
                self.case = Some((seconds(time.as_deref()), Mark::Passed));
            }
            b"failure" => self.mark(Mark::Failed),
            b"error" => self.mark(Mark::Errored),
            b"skipped" => self.mark(Mark::Skipped),
            _ => {}
        }
        Ok(())
    }

    fn mark(&mut self, mark: Mark) {
        if let Some((_, worst)) = &mut self.case
            && mark > *worst
        {
            *worst = mark;
        }
    }

    fn end(&mut self, tag: &[u8]) {
        self.depth = self.depth.saturating_sub(1);
        match tag {
            b"testcase" => {
                if let (Some((time, mark)), Some(suite)) = (self.case.take(), self.open.last_mut())
                {
                    suite.filled = true;
                    suite.counted.add(&Tally {
                        tests: 1,
                        failures: u64::from(mark == Mark::Failed),
                        errors: u64::from(mark == Mark::Errored),
                        skipped: u64::from(mark == Mark::Skipped),
                        time,
                        line: None,
                    });
                }
            }
            b"testsuite" => {
                if let Some(suite) = self.open.pop() {
                    self.close(suite);
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, suite: Suite) {
        let mut tally = if suite.filled {
            suite.counted
        } else {
            suite.stated.clone()
        };
        tally.line = suite.stated.line;
        // A suite that holds suites alone has no time of its own.
        if tally.tests > 0 && suite.stated.time > 0.0 {
            tally.time = suite.stated.time;
        }
        self.all.add(&tally);
        if !suite.name.is_empty() {
            self.suites.entry(suite.name).or_default().add(&tally);
        }
    }

    fn finish(self, source: &Text, found: &mut Found) -> Result<(), Fault> {
        if !self.seen {
            return Err(source
                .fault(None, "no JUnit report")
                .help("its root is `testsuites` or `testsuite`"));
        }
        self.all.put("", found);
        // A suite of suites has nothing of its own, and one alone nothing new.
        let suites = || self.suites.iter().filter(|(_, tally)| tally.tests > 0);
        if suites().nth(1).is_some() {
            suites().for_each(|(name, tally)| tally.put(name, found));
        }
        Ok(())
    }
}

fn suite(tag: &BytesStart, line: u64) -> Result<Suite, String> {
    let count = |name| -> Result<u64, String> {
        let text = attribute(tag, name)?.unwrap_or_default();
        Ok(text.trim().parse().unwrap_or(0))
    };
    let skipped = match count("skipped")? {
        0 => count("disabled")?,
        skipped => skipped,
    };
    Ok(Suite {
        name: attribute(tag, "name")?.unwrap_or_default(),
        stated: Tally {
            tests: count("tests")?,
            failures: count("failures")?,
            errors: count("errors")?,
            skipped,
            time: seconds(attribute(tag, "time")?.as_deref()),
            line: Some(line),
        },
        counted: Tally::default(),
        filled: false,
    })
}

/// An attribute's text. Entities other than XML's own five are faults.
fn attribute(tag: &BytesStart, name: &str) -> Result<Option<String>, String> {
    let wrong = |error: &dyn std::fmt::Display| format!("a broken attribute `{name}`: {error}");
    match tag.try_get_attribute(name) {
        Err(error) => Err(wrong(&error)),
        Ok(None) => Ok(None),
        Ok(Some(attribute)) => match attribute.normalized_value(XmlVersion::Implicit1_0) {
            Err(error) => Err(wrong(&error)),
            Ok(value) => Ok(Some(value.into_owned())),
        },
    }
}

/// Seconds, perhaps with commas between thousands.
fn seconds(text: Option<&str>) -> f64 {
    let text = text.unwrap_or_default().trim().replace(',', "");
    text.parse()
        .ok()
        .filter(|time: &f64| time.is_finite())
        .unwrap_or(0.0)
}

/// Counts lines on the way through a text.
struct Lines<'a> {
    source: &'a Text<'a>,
    line: u64,
    at: usize,
}

impl Lines<'_> {
    fn at(&mut self, position: usize) -> u64 {
        let bytes = self.source.text.as_bytes();
        let end = position.min(bytes.len());
        let passed = bytes.get(self.at..end).unwrap_or_default();
        self.line += memchr::memchr_iter(b'\n', passed).count() as u64;
        self.at = self.at.max(end);
        self.line
    }
}
