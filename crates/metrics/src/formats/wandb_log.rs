//! The record log (`run-ID.wandb`) of a W&B run, which is all that an offline
//! run leaves. What the run's summary would be: the last value of every key,
//! whether it was logged with a step or set in the summary.
//!
//! A record of the log is a protobuf `Record`.

use std::collections::BTreeMap;
use std::io::Read;

use verdict::{Fault, Location};

use crate::formats::wandb_definitions::Definitions;
use crate::formats::wandb_records::Records;
use crate::formats::wandb_summary::{is_media, is_own};
use crate::found::{Entry, Found};
use crate::metric::{Metric, Run};
use crate::node::{Leaf, MOST, Node, Value, step};
use crate::protobuf::{Field, fields};

/// Longest key, in pieces.
const DEEPEST: usize = 64;

/// Reads a log into what is found.
pub(crate) fn read(log: impl Read, found: &mut Found) -> Result<(), Fault> {
    let mut state = State::default();
    let mut records = Records::new(log, found.source.file)?;
    while let Some(record) = records.next()? {
        let at = records.at();
        let wrong = |message| {
            Fault::new(format!("{}: {message} before byte {at}", found.source.file))
                .help("sync or copy the run again: its log is damaged")
        };
        state.take(&record).map_err(wrong)?;
    }
    state.put(found);
    Ok(())
}

/// A value, with the step at which it was set.
type Set = (Leaf, Option<i64>);

#[derive(Default)]
struct State {
    values: BTreeMap<String, Set>,
    step: Option<i64>,
    definitions: Definitions,
    run: Run,
    exit: Option<i64>,
}

impl State {
    /// Takes one `Record`.
    fn take(&mut self, record: &[u8]) -> Result<(), String> {
        for field in fields(record) {
            match field? {
                (2, Field::Bytes(history)) => self.history(history)?,
                (3, Field::Bytes(summary)) => self.summary(summary)?,
                (5, Field::Bytes(config)) => self.config(config)?,
                (12, Field::Bytes(metric)) => self.definitions.take(metric)?,
                (17, Field::Bytes(run)) => self.run(run)?,
                (18, Field::Bytes(exit)) => self.exit = Some(exit_code(exit)?),
                _ => {}
            }
        }
        Ok(())
    }

    fn history(&mut self, history: &[u8]) -> Result<(), String> {
        let mut items = Vec::new();
        for field in fields(history) {
            match field? {
                (1, Field::Bytes(bytes)) => items.push(item(bytes)?),
                (2, Field::Bytes(at)) => {
                    for field in fields(at) {
                        if let (1, Field::Varint(number)) = field? {
                            self.step = Some(number.cast_signed());
                        }
                    }
                }
                _ => {}
            }
        }
        // The step may come among the values.
        let own = items.iter().find(|item| item.key == ["_step"]);
        if let Some(number) = own.and_then(|item| item.value.as_ref()?.number()) {
            self.step = step(number);
        }
        drop_media(&mut items);
        items.into_iter().try_for_each(|item| self.logged(item))
    }

    fn summary(&mut self, summary: &[u8]) -> Result<(), String> {
        let mut items = Vec::new();
        for field in fields(summary) {
            match field? {
                (1, Field::Bytes(bytes)) => items.push(item(bytes)?),
                (2, Field::Bytes(bytes)) => self.remove(&item(bytes)?.key.join(".")),
                _ => {}
            }
        }
        drop_media(&mut items);
        items.into_iter().try_for_each(|item| self.set(item))
    }

    fn config(&mut self, config: &[u8]) -> Result<(), String> {
        for field in fields(config) {
            if let (1, Field::Bytes(bytes)) = field? {
                let item = item(bytes)?;
                let own = item.key.first().is_some_and(|key| key == "_wandb");
                if let (false, Some(value)) = (own, item.value) {
                    parameters(&item.key.join("."), value, &mut self.run.params);
                }
            }
        }
        Ok(())
    }

    fn run(&mut self, run: &[u8]) -> Result<(), String> {
        for field in fields(run) {
            let (number, Field::Bytes(bytes)) = field? else {
                continue;
            };
            match number {
                1 => self.run.id = Some(text(bytes)?),
                3 => self.run.experiment = Some(text(bytes)?).filter(|name| !name.is_empty()),
                4 => self.config(bytes)?,
                8 => self.run.name = Some(text(bytes)?).filter(|name| !name.is_empty()),
                _ => {}
            }
        }
        Ok(())
    }

    /// Sets a key as a summary has it after one more value was logged.
    fn logged(&mut self, item: Item) -> Result<(), String> {
        let value = item.value.as_ref().and_then(Node::number);
        let defined = value.and_then(|value| self.definitions.summary(&item.key.join("."), value));
        let Some(defined) = defined else {
            return self.set(item);
        };
        defined.into_iter().try_for_each(|(kind, value)| {
            let mut key = item.key.clone();
            key.push(kind.to_owned());
            let value = Some(Node::new(Value::Number(value)));
            self.set(Item { key, value })
        })
    }

    /// Sets a key to a value, in place of all that stood there.
    fn set(&mut self, item: Item) -> Result<(), String> {
        let Some(value) = item.value else {
            return Ok(());
        };
        if item.key.first().is_some_and(|key| is_own(key)) {
            return Ok(());
        }
        let path = item.key.join(".");
        self.remove(&path);
        self.add(&path, value);
        match self.values.len() > MOST {
            true => Err(format!("more than {MOST} values")),
            false => Ok(()),
        }
    }

    fn add(&mut self, path: &str, node: Node) {
        match node {
            Node::Leaf(leaf) => drop(self.values.insert(path.to_owned(), (leaf, self.step))),
            Node::Map(_) if is_media(&node) => {}
            Node::Map(entries) => {
                for (key, node) in entries {
                    self.add(&format!("{path}.{key}"), node);
                }
            }
            Node::List(items) => {
                for (index, node) in items.into_iter().enumerate() {
                    self.add(&format!("{path}.{index}"), node);
                }
            }
        }
    }

    fn remove(&mut self, path: &str) {
        self.values.remove(path);
        let below = format!("{path}.");
        let keys = self.values.range(below.clone()..).map(|(key, _)| key);
        let keys: Vec<_> = keys
            .take_while(|key| key.starts_with(&below))
            .cloned()
            .collect();
        for key in keys {
            self.values.remove(&key);
        }
    }

    fn put(self, found: &mut Found) {
        for (name, (leaf, at)) in self.values {
            let entry = match leaf.value {
                Value::Number(value) => Entry::Number(Metric {
                    step: at,
                    ..Metric::new(value, Location::file(found.source.file))
                }),
                _ => found.entry(&leaf),
            };
            found.put(name, entry);
        }
        let status = match self.exit {
            None => "RUNNING",
            Some(0) => "FINISHED",
            Some(_) => "FAILED",
        };
        found.run = Some(Run {
            status: Some(status.to_owned()),
            ..self.run
        });
    }
}

/// One key of a history, a summary or a configuration.
struct Item {
    key: Vec<String>,
    value: Option<Node>,
}

fn item(bytes: &[u8]) -> Result<Item, String> {
    let (mut key, mut nested, mut value) = (None, Vec::new(), None);
    for field in fields(bytes) {
        match field? {
            (1, Field::Bytes(bytes)) => key = Some(text(bytes)?),
            (2, Field::Bytes(_)) if nested.len() >= DEEPEST => {
                return Err(format!("a key has more than {DEEPEST} pieces"));
            }
            (2, Field::Bytes(bytes)) => nested.push(text(bytes)?),
            // Newer logs hold the common values as themselves.
            (3, Field::Varint(_)) => value = Some(Node::new(Value::Other("null".to_owned()))),
            (4, Field::Varint(truth)) => {
                value = Some(Node::new(Value::Other((truth != 0).to_string())));
            }
            (5, Field::Varint(number)) => {
                // Signed integers alternate: 0, -1, 1, -2, …
                let size = (number >> 1).cast_signed();
                let number = if number & 1 == 0 { size } else { -size - 1 };
                value = Some(Node::new(Value::Number(number as f64)));
            }
            (6, Field::Fixed64(bits)) => {
                value = Some(Node::new(Value::Number(f64::from_bits(bits))));
            }
            (7, Field::Bytes(bytes)) => value = Some(Node::text(&text(bytes)?)),
            (8 | 16, Field::Bytes(bytes)) => {
                value = Some(crate::json::read("", &text(bytes)?).map_err(|fault| fault.message)?);
            }
            _ => {}
        }
    }
    if nested.is_empty() {
        nested.extend(key);
    }
    Ok(Item { key: nested, value })
}

fn text(bytes: &[u8]) -> Result<String, String> {
    String::from_utf8(bytes.to_vec()).map_err(|_| "a text is not UTF-8".to_owned())
}

/// Drops what describes pictures, histograms and the like. A log holds them
/// leaf by leaf, one of which is the type.
fn drop_media(items: &mut Vec<Item>) {
    let types = items.iter().filter_map(|item| item.key.split_last());
    let types = types.filter(|(last, path)| *last == "_type" && !path.is_empty());
    let media: Vec<Vec<String>> = types.map(|(_, path)| path.to_vec()).collect();
    items.retain(|item| !media.iter().any(|media| item.key.starts_with(media)));
}

/// Adds every leaf of a configuration under its dotted path.
fn parameters(path: &str, node: Node, params: &mut BTreeMap<String, String>) {
    match node {
        Node::Leaf(leaf) => drop(params.insert(path.to_owned(), words(leaf.value))),
        Node::Map(entries) => entries
            .into_iter()
            .for_each(|(key, node)| parameters(&format!("{path}.{key}"), node, params)),
        Node::List(items) => items
            .into_iter()
            .enumerate()
            .for_each(|(index, node)| parameters(&format!("{path}.{index}"), node, params)),
    }
}

fn words(value: Value) -> String {
    match value {
        Value::Number(number) => number.to_string(),
        Value::Text(text) | Value::Other(text) => text,
    }
}

fn exit_code(exit: &[u8]) -> Result<i64, String> {
    for field in fields(exit) {
        if let (1, Field::Varint(code)) = field? {
            return Ok(code.cast_signed());
        }
    }
    Ok(0)
}
