//! How far long work is: counted by a tool, shown on a terminal.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use ci::System;
use report::grouped;

use crate::{Context, Shared, output};

/// How far long work is. The counts are shared: whoever works adds to them,
/// and the shared main shows them when it takes longer than a second.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Bytes that are read.
    pub bytes: Arc<AtomicU64>,
    /// How many there are to read; 0: nobody knows.
    pub of: Arc<AtomicU64>,
    /// Rows that were looked at.
    pub rows: Arc<AtomicU64>,
    what: Arc<Mutex<(String, Option<Instant>)>>,
}

/// Work of less time is not shown, and the time between two lines.
const PATIENCE: Duration = Duration::from_secs(1);
const PACE: Duration = Duration::from_millis(200);

/// Widest line, in characters.
const WIDEST: usize = 120;

impl Progress {
    /// Says what is worked on from now on, such as a file.
    pub fn on(&self, what: &str) {
        for count in [&self.bytes, &self.of, &self.rows] {
            count.store(0, Relaxed);
        }
        let mut known = self.what.lock().unwrap_or_else(PoisonError::into_inner);
        *known = (report::plain(what), Some(Instant::now()));
    }

    fn now(&self) -> Option<Now> {
        let what = self.what.lock().unwrap_or_else(PoisonError::into_inner);
        let (what, since) = what.clone();
        Some(Now {
            what,
            seconds: since?.elapsed().as_secs_f64(),
            bytes: self.bytes.load(Relaxed),
            of: self.of.load(Relaxed),
            rows: self.rows.load(Relaxed),
        })
    }
}

/// How far work is at a moment.
struct Now {
    what: String,
    seconds: f64,
    bytes: u64,
    of: u64,
    rows: u64,
}

impl Now {
    /// One line of at most so many characters.
    fn line(&self, width: usize) -> String {
        let mut parts = vec![amount(self.bytes as f64)];
        if self.of > 0 {
            let percent = (self.bytes.min(self.of) as f64 / self.of as f64 * 100.0).floor();
            parts[0] += &format!(" of {} ({percent} %)", amount(self.of as f64));
        }
        if self.seconds > 0.0 {
            parts.push(format!("{}/s", amount(self.bytes as f64 / self.seconds)));
        }
        if self.rows > 0 {
            parts.push(format!("{} rows", grouped(self.rows)));
        }
        let numbers = parts.join(", ");
        // Of a long name the end tells most.
        let room = width.saturating_sub(numbers.chars().count() + 2);
        let length = self.what.chars().count();
        let what: String = if length <= room {
            self.what.clone()
        } else {
            let end = self.what.chars().skip(length + 1 - room.max(1));
            std::iter::once('…').chain(end).collect()
        };
        let line = format!("{what}: {numbers}");
        line.chars().take(width).collect()
    }
}

/// A number of bytes for a person.
fn amount(bytes: f64) -> String {
    let units = [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)];
    match units.iter().find(|(_, size)| bytes >= *size) {
        Some((unit, size)) => format!("{:.1} {unit}", bytes / size),
        None => format!("{bytes:.0} B"),
    }
}

/// A line on the terminal that is kept up to date, until this is dropped: then
/// it is gone.
pub(crate) struct Shown {
    done: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Shown {
    /// Shows how far work is, where a person looks on.
    pub(crate) fn begin(context: &Context, shared: &Shared) -> Self {
        let nobody = Self {
            done: None,
            thread: None,
        };
        if !is_for_a_person(context, shared) || !std::io::stderr().is_terminal() {
            return nobody;
        }
        let progress = context.progress.clone();
        let (done, wait) = mpsc::channel::<()>();
        let work = move || {
            let mut written = 0;
            let mut pause = PATIENCE;
            while wait.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
                pause = PACE;
                let Some(line) = progress.now().map(|now| now.line(width())) else {
                    continue;
                };
                let length = line.chars().count();
                let _ = output::stderr(&format!("\r{line:written$}"));
                written = length;
            }
            if written > 0 {
                let _ = output::stderr(&format!("\r{:written$}\r", ""));
            }
        };
        match std::thread::Builder::new().spawn(work) {
            Ok(thread) => Self {
                done: Some(done),
                thread: Some(thread),
            },
            Err(_) => nobody,
        }
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        drop(self.done.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Whether a line that changes is wanted: not in CI, not by who asked for
/// quiet, and not on a terminal that can't go back.
fn is_for_a_person(context: &Context, shared: &Shared) -> bool {
    let env = &context.env;
    let in_ci = context.system != System::Plain || env.get("CI").is_some();
    let dumb = env.get("TERM") == Some("dumb");
    !in_ci && !dumb && !shared.quiet
}

/// The width of the terminal, but for its last column.
fn width() -> usize {
    let terminal = terminal_size::terminal_size_of(std::io::stderr());
    let width = terminal.map_or(80, |(width, _)| usize::from(width.0));
    width.saturating_sub(1).clamp(20, WIDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(what: &str) -> Now {
        Now {
            what: what.to_owned(),
            seconds: 2.0,
            bytes: 1_234_000_000,
            of: 4_000_000_000,
            rows: 12_345_678,
        }
    }

    #[test]
    fn a_line_says_how_far_it_is() {
        assert_eq!(
            now("data/x.csv").line(100),
            "data/x.csv: 1.2 GB of 4.0 GB (30 %), 617.0 MB/s, 12,345,678 rows"
        );
        let begun = Now {
            seconds: 0.0,
            bytes: 0,
            of: 0,
            rows: 0,
            ..now("-")
        };
        assert_eq!(begun.line(100), "-: 0 B");
        let more = Now {
            bytes: 5_000,
            of: 4_000,
            rows: 0,
            ..now("a")
        };
        assert_eq!(more.line(100), "a: 5.0 kB of 4.0 kB (100 %), 2.5 kB/s");
    }

    #[test]
    fn a_line_fits() {
        let name = "folder/".repeat(20) + "x.csv";
        for width in 20..120 {
            let line = now(&name).line(width);
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
        let line = now(&name).line(80);
        assert!(
            line.starts_with('…') && line.contains("x.csv: 1.2 GB"),
            "{line}"
        );
    }

    #[test]
    fn counts_begin_anew_with_what_is_worked_on() {
        let progress = Progress::default();
        assert!(progress.now().is_none(), "nothing is begun");
        progress.bytes.store(5, Relaxed);
        progress.on("a\u{1b}[2J");
        let now = progress.now().expect("it is begun");
        assert_eq!((now.bytes, &*now.what), (0, "a\\u{1b}[2J"));
    }
}
