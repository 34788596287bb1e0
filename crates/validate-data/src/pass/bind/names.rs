//! Names and expressions of a contract as columns of a table.

use contract::Spanned;
use expression::{Aggregate, Expression, Scope};
use verdict::{Fault, cut, did_you_mean};

use super::Binder;
use crate::plan::Weight;

impl Binder<'_, '_> {
    /// A rule's condition as one of the pass's. The error: why it can't be
    /// judged.
    pub(super) fn condition(
        &mut self,
        weight: &Weight,
    ) -> Result<Result<Option<usize>, String>, Fault> {
        let Some(text) = &weight.condition else {
            return Ok(Ok(None));
        };
        let known = self.pass.conditions.iter();
        let mut known = known.map(Expression::text);
        if let Some(at) = known.position(|known| known == text.get_ref()) {
            return Ok(Ok(Some(at)));
        }
        Ok(match self.expression(text)? {
            Err(blind) => Err(blind),
            Ok((expression, _)) => {
                self.pass.conditions.push(expression);
                Ok(Some(self.pass.conditions.len() - 1))
            }
        })
    }

    /// An expression, and the pass's columns that it looks at. The inner
    /// error: which column is absent.
    pub(super) fn expression(
        &mut self,
        text: &Spanned<String>,
    ) -> Result<Result<(Expression, Vec<usize>), String>, Fault> {
        let scope = Scope::new(&self.scope, self.binding.now);
        let expression = Expression::condition(text.get_ref(), &scope)
            .map_err(|wrong| self.wrong(text, wrong))?;
        let columns = expression.columns().to_vec();
        Ok(self.all_used(&columns).map(|columns| (expression, columns)))
    }

    pub(super) fn aggregate(
        &mut self,
        text: &Spanned<String>,
    ) -> Result<Result<Aggregate, String>, Fault> {
        let scope = Scope::new(&self.scope, self.binding.now);
        let aggregate =
            Aggregate::parse(text.get_ref(), &scope).map_err(|wrong| self.wrong(text, wrong))?;
        let columns = aggregate.columns().to_vec();
        Ok(self.all_used(&columns).map(|_| aggregate))
    }

    /// Columns of the scope as columns of the pass; the error says which is
    /// absent.
    pub(super) fn all_used(&mut self, columns: &[usize]) -> Result<Vec<usize>, String> {
        let there = self.table.columns().len();
        let name = |column: usize| self.scope.get(column).map_or("", |(name, _)| &**name);
        let optional = |column: usize| {
            let mut plans = self.binding.plan.columns.iter();
            plans.any(|plan| plan.optional && plan.name == name(column))
        };
        let absent = columns
            .iter()
            .find(|column| **column >= there && !optional(**column));
        if let Some(absent) = absent {
            return Err(format!("column `{}` is absent", cut(name(*absent))));
        }
        // An optional column that is absent is null in every row.
        let there = columns.iter().filter(|column| **column < there);
        Ok(there.map(|column| self.used(*column)).collect())
    }

    pub(super) fn wrong(&self, text: &Spanned<String>, wrong: expression::Wrong) -> Fault {
        let policy = self.binding.policy;
        let span = crate::plan::within(&policy.text, text.span(), text.get_ref(), wrong.span);
        let fault = Fault::new(wrong.message).at(policy.place(span));
        match wrong.help {
            Some(help) => fault.help(help),
            None => fault,
        }
    }

    /// Columns by name. The inner error: which is absent, though the contract
    /// has it; the outer one: that nobody knows it.
    pub(super) fn named(
        &mut self,
        names: &[Spanned<String>],
    ) -> Result<Result<Vec<usize>, String>, Fault> {
        let mut columns = Vec::new();
        for name in names {
            let known = self
                .scope
                .iter()
                .position(|(known, _)| known == name.get_ref());
            let Some(column) = known else {
                return Err(self.unknown(name));
            };
            columns.push(column);
        }
        Ok(self.all_used(&columns))
    }

    pub(super) fn unknown(&self, name: &Spanned<String>) -> Fault {
        let message = format!(
            "neither {} nor the contract has a column `{}`",
            self.table.name(),
            cut(name.get_ref())
        );
        let fault = Fault::new(message).at(self.binding.policy.place(name.span()));
        let known = self.scope.iter().map(|(known, _)| known.as_str());
        match did_you_mean(name.get_ref(), known) {
            Some(near) => fault.help(format!("did you mean `{near}`?")),
            None => fault,
        }
    }
}
