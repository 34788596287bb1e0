//! The layer of `tollgate.toml`: options of every tool at the top, and one
//! section a tool.

use std::borrow::Cow;
use std::path::Path;

use clap::Command;
use toml::Spanned;
use toml::de::{DeTable, DeValue};
use verdict::{Fault, Place, did_you_mean};

use super::{CONFIG, Layers, Origin, SECTIONS, is_secret, key, layered_args, split, variable};
use crate::input::{read_text, toml_fault};

impl Layers {
    pub(super) fn read_file(
        &mut self,
        command: &Command,
        shared: &[String],
        path: &Path,
    ) -> Result<(), Fault> {
        let text = read_text(path)?;
        let name = path.to_string_lossy().into_owned();
        let table = DeTable::parse(&text).map_err(|error| toml_fault(&name, &text, &error))?;
        let file = File {
            name: &name,
            text: &text,
        };
        let (mut sections, mut options) = (Vec::new(), Vec::new());
        for (key, value) in table.into_inner() {
            match value.get_ref() {
                DeValue::Table(_) => sections.push((key, value)),
                _ => options.push((key, value)),
            }
        }
        for (key, value) in options {
            if SECTIONS.contains(&key.get_ref().as_ref()) {
                return Err(Fault::new(format!("`{}` must be a table", key.get_ref()))
                    .at(file.place(&key))
                    .help(format!("write [{}], and its options below", key.get_ref())));
            }
            let known = shared.iter().map(String::as_str);
            let known = known.filter(|name| *name != CONFIG);
            file.known(
                &key,
                known.chain(SECTIONS.iter().copied()),
                "option of every tool",
            )?;
            self.read_value(command, &file, &key, &value)?;
        }
        for (key, value) in sections {
            file.known(&key, SECTIONS.iter().copied(), "tool")?;
            if let (true, DeValue::Table(section)) =
                (key.get_ref() == command.get_name(), value.into_inner())
            {
                self.read_section(command, &file, section)?;
            }
        }
        Ok(())
    }

    fn read_section(
        &mut self,
        command: &Command,
        file: &File,
        section: DeTable,
    ) -> Result<(), Fault> {
        let keys: Vec<String> = layered_args(command)
            .map(key)
            .filter(|key| key != CONFIG)
            .collect();
        for (key, value) in section {
            let what = format!("option of {}", command.get_name());
            file.known(&key, keys.iter().map(String::as_str), &what)?;
            self.read_value(command, file, &key, &value)?;
        }
        Ok(())
    }

    fn read_value(
        &mut self,
        command: &Command,
        file: &File,
        name: &Spanned<Cow<str>>,
        value: &Spanned<DeValue>,
    ) -> Result<(), Fault> {
        let Some(arg) = layered_args(command).find(|arg| key(arg) == *name.get_ref()) else {
            return Ok(());
        };
        if is_secret(arg) {
            // A place would show the line.
            let name = name.get_ref();
            let fault = Fault::new(format!("`{name}` is a secret, and stands in {}", file.name));
            let variable = variable(command.get_name(), name);
            return Err(fault.help(format!(
                "take it out, and give it by the variable {variable}"
            )));
        }
        let place = file.place(value);
        let values = match value.get_ref() {
            DeValue::Array(items) => items.iter().map(|item| text_of(item.get_ref())).collect(),
            one => text_of(one).map(|text| split(arg, &text)),
        };
        let values = values.ok_or_else(|| {
            Fault::new(format!(
                "`{}` takes a string, a number, a boolean or a list of them",
                name.get_ref()
            ))
            .at(place.clone())
        })?;
        self.insert(arg, values, Origin::File(place))
    }
}

/// A scalar of the file as clap would read it.
fn text_of(value: &DeValue) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Boolean(yes) => Some(yes.to_string()),
        DeValue::Integer(number) => Some(number.to_string()),
        DeValue::Float(number) => Some(number.to_string()),
        DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_) => None,
    }
}

/// The configuration file's name and text.
struct File<'a> {
    name: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn place<T>(&self, spanned: &Spanned<T>) -> Place {
        Place::in_text(self.name, self.text, spanned.span())
    }

    fn known<'k>(
        &self,
        key: &Spanned<Cow<str>>,
        known: impl Iterator<Item = &'k str> + Clone,
        what: &str,
    ) -> Result<(), Fault> {
        if known.clone().any(|name| name == key.get_ref().as_ref()) {
            return Ok(());
        }
        let fault = Fault::new(format!(
            "no {what} is called `{}`",
            report::plain(key.get_ref())
        ))
        .at(self.place(key));
        Err(match did_you_mean(key.get_ref(), known.clone()) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault.help(format!(
                "known here: {}",
                known.collect::<Vec<_>>().join(", ")
            )),
        })
    }
}
