//! A suite on its way to a contract.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::Spanned;

use super::super::clash::clash;
use super::super::{ForeignTable, directives, piece};
use super::expectation::Expectation;
use super::{Why, columns, dispatch};
use crate::bound::Bound;
use crate::column::{ColumnRules, ColumnType};
use crate::rule::TableRule;

/// A suite on its way to a contract.
#[derive(Default)]
pub(super) struct Suite {
    pub(super) table: ForeignTable,
    /// Rules on columns, which are added once their types are known.
    pieces: Vec<Piece>,
    /// What is known of the columns' types.
    evidence: BTreeMap<String, Evidence>,
}

/// Rules of one expectation on a column.
struct Piece {
    column: String,
    what: String,
    name: String,
    rules: Spanned<ColumnRules>,
}

/// Values that a column is compared with, and where the first one stands.
#[derive(Default)]
struct Evidence {
    numbers: Option<Range<usize>>,
    booleans: Option<Range<usize>>,
    days: Option<Range<usize>>,
    moments: Option<Range<usize>>,
    words: Option<Range<usize>>,
}

impl Evidence {
    /// The type that all of them have.
    fn column_type(self) -> Option<Spanned<ColumnType>> {
        let found = [
            (self.numbers, Some(ColumnType::Number)),
            (self.booleans, Some(ColumnType::Boolean)),
            (self.days, Some(ColumnType::Date)),
            (self.moments, Some(ColumnType::Datetime)),
            (self.words, None),
        ];
        let mut found = found
            .into_iter()
            .filter_map(|(span, kind)| Some((span?, kind)));
        match (found.next(), found.next()) {
            (Some((span, Some(kind))), None) => Some(Spanned::new(span, kind)),
            _ => None,
        }
    }
}

impl Suite {
    pub(super) fn take(&mut self, expectation: &Expectation<'_>) {
        let span = expectation.span();
        match dispatch(expectation, self) {
            Ok(()) => {
                for (span, key) in expectation.left_over() {
                    let what =
                        format!("argument `{}` of {}", verdict::cut(key), expectation.what());
                    self.table
                        .leave(span, what, "the expectation has no such argument");
                }
            }
            Err(why) => self.table.leave(span, expectation.what(), why),
        }
    }

    /// The column that an expectation is about; it may hold nulls.
    pub(super) fn column(&mut self, name: &Spanned<String>) -> &mut ColumnRules {
        let columns = &mut self.table.contract.columns;
        columns.entry(name.clone()).or_insert_with(|| ColumnRules {
            nullable: Some(Spanned::new(name.span(), true)),
            ..ColumnRules::default()
        })
    }

    /// Adds rules to the column that an expectation is about, with the
    /// expectation's tolerance, condition and severity.
    pub(super) fn add(&mut self, e: &Expectation<'_>, mut rules: ColumnRules) -> Result<(), Why> {
        rules.mostly = e.mostly()?;
        self.add_as_is(e, rules)
    }

    /// The same for rules that have the tolerance already.
    pub(super) fn add_as_is(
        &mut self,
        e: &Expectation<'_>,
        mut rules: ColumnRules,
    ) -> Result<(), Why> {
        let column = e.column()?;
        rules.condition = e.condition()?;
        rules.severity = e.severity()?;
        self.column(&column);
        self.pieces.push(Piece {
            column: column.into_inner(),
            what: e.what(),
            name: e.name.clone(),
            rules: Spanned::new(e.span(), rules),
        });
        Ok(())
    }

    /// Adds a rule on rows or on the table, with the same.
    pub(super) fn rule(&mut self, e: &Expectation<'_>, mut rule: TableRule) -> Result<(), Why> {
        rule.name = Some(rule_name(&e.name));
        rule.mostly = e.mostly()?;
        rule.condition = both(e.condition()?, rule.condition.take());
        rule.severity = e.severity()?.unwrap_or_default();
        self.table.rule(e.span(), rule);
        Ok(())
    }

    /// A value that a column is compared with tells its type.
    pub(super) fn learn(&mut self, column: &str, bound: &Spanned<Bound>) {
        let evidence = self.evidence.entry(column.to_owned()).or_default();
        let place = match bound.get_ref() {
            Bound::Integer(_) | Bound::Number(_) => &mut evidence.numbers,
            Bound::Boolean(_) => &mut evidence.booleans,
            Bound::Text(text) if !directives::is_iso(text) => &mut evidence.words,
            Bound::Text(text) if text.len() > 10 => &mut evidence.moments,
            Bound::Text(_) => &mut evidence.days,
        };
        place.get_or_insert_with(|| bound.span());
    }

    pub(super) fn finish(mut self) -> ForeignTable {
        for (name, evidence) in std::mem::take(&mut self.evidence) {
            let rules = self
                .table
                .contract
                .columns
                .get_mut(&Spanned::new(0..0, name));
            if let Some(rules) = rules.filter(|rules| rules.column_type.is_none()) {
                rules.column_type = evidence.column_type();
            }
        }
        for piece in std::mem::take(&mut self.pieces) {
            self.place(piece);
        }
        self.table.not_judged.sort_by_key(|left| left.span.start);
        self.table
    }

    /// Adds rules to their column; those that don't go with its type are
    /// left, but for a range of texts.
    fn place(&mut self, piece: Piece) {
        let columns = &mut self.table.contract.columns;
        let Some(column) = columns.get_mut(&Spanned::new(0..0, piece.column.clone())) else {
            return;
        };
        let kind = column.column_type.as_ref().map(|kind| *kind.get_ref());
        let Some(why) = clash(kind, piece.rules.get_ref()) else {
            piece::add(column, piece.rules);
            return;
        };
        let span = piece.rules.span();
        let text = matches!(kind, None | Some(ColumnType::String));
        match columns::of_words(&piece.column, piece.rules.get_ref()).filter(|_| text) {
            Some(mut rule) => {
                rule.name = Some(rule_name(&piece.name));
                self.table.rule(span, rule);
            }
            None => self.table.leave(span, piece.what, why),
        }
    }
}

/// What reports call the rule of an expectation.
fn rule_name(expectation: &str) -> String {
    expectation.replace('_', "-")
}

/// Two conditions at once.
pub(super) fn both(
    one: Option<Spanned<String>>,
    other: Option<Spanned<String>>,
) -> Option<Spanned<String>> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let text = format!("({}) and ({})", one.get_ref(), other.get_ref());
            Some(Spanned::new(one.span(), text))
        }
        (one, other) => one.or(other),
    }
}
