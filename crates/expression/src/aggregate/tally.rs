//! What an aggregate knows of the values so far.

use super::distinct::Distinct;
use super::extreme::Extremes;
use super::measure::{Measure, Of};
use super::sum::{Sum, variance};
use crate::convert::argument;
use crate::trouble::Trouble;
use crate::value::Value;

/// What an aggregate knows of the values so far.
#[derive(Clone, Debug)]
pub(super) struct Tally {
    measure: Measure,
    /// How many values there were.
    count: u64,
    memory: Memory,
}

/// What is kept of the values.
#[derive(Clone, Debug)]
enum Memory {
    Nothing,
    Distinct(Distinct),
    Sum(Box<Sum>),
    /// Of the values and of their squares.
    Sums(Box<[Sum; 2]>),
    Extremes(Extremes),
}

impl Tally {
    pub(super) fn new(measure: Measure) -> Self {
        let memory = match measure {
            Measure::Count | Measure::CountTrue => Memory::Nothing,
            Measure::Distinct => Memory::Distinct(Distinct::default()),
            Measure::Sum | Measure::Mean => Memory::Sum(Box::default()),
            Measure::Variance(_) | Measure::Deviation(_) => Memory::Sums(Box::default()),
            Measure::Least | Measure::All => Memory::Extremes(Extremes::least()),
            Measure::Most | Measure::Some => Memory::Extremes(Extremes::most()),
        };
        Self {
            measure,
            count: 0,
            memory,
        }
    }

    /// So many rows more.
    pub(super) fn count(&mut self, rows: usize) {
        self.count += rows as u64;
    }

    pub(super) fn integer(&mut self, x: i64) -> Result<(), Trouble> {
        self.count += 1;
        match &mut self.memory {
            Memory::Nothing => Ok(()),
            Memory::Sum(sum) => sum.add_integer(x.into()),
            Memory::Sums(sums) => {
                add_square(sums, x as f64);
                Ok(())
            }
            Memory::Distinct(distinct) => distinct.add(&Value::Integer(x.into())),
            Memory::Extremes(extremes) => {
                extremes.add(Value::Integer(x.into()));
                Ok(())
            }
        }
    }

    pub(super) fn number(&mut self, x: f64) -> Result<(), Trouble> {
        self.count += 1;
        match &mut self.memory {
            Memory::Nothing => {}
            Memory::Sum(sum) => sum.add(x),
            Memory::Sums(sums) => add_square(sums, x),
            Memory::Distinct(distinct) => distinct.add(&Value::Number(x))?,
            Memory::Extremes(extremes) => extremes.add(Value::Number(x)),
        }
        Ok(())
    }

    /// Any value; null is none.
    pub(super) fn value(&mut self, value: Value<'_>) -> Result<(), Trouble> {
        let value = match self.measure.takes() {
            Some(kind) => argument(value, kind)?,
            None => value,
        };
        match (value, &mut self.memory) {
            (Value::Null, _) => return Ok(()),
            (Value::Number(x), _) => return self.number(x),
            (Value::Integer(x), Memory::Sum(sum)) => sum.add_integer(x)?,
            (Value::Integer(x), Memory::Sums(sums)) => add_square(sums, x as f64),
            (value, Memory::Distinct(distinct)) => distinct.add(&value)?,
            (value, Memory::Extremes(extremes)) => extremes.add(value),
            _ => {}
        }
        self.count += 1;
        Ok(())
    }

    pub(super) fn merge(&mut self, other: Self) -> Result<(), Trouble> {
        self.count += other.count;
        match (&mut self.memory, other.memory) {
            (Memory::Sum(mine), Memory::Sum(theirs)) => mine.merge(&theirs)?,
            (Memory::Sums(mine), Memory::Sums(theirs)) => {
                for (mine, theirs) in mine.iter_mut().zip(theirs.iter()) {
                    mine.merge(theirs)?;
                }
            }
            (Memory::Distinct(mine), Memory::Distinct(theirs)) => mine.merge(theirs)?,
            (Memory::Extremes(mine), Memory::Extremes(theirs)) => mine.merge(theirs),
            _ => {}
        }
        Ok(())
    }

    pub(super) fn finish(&self) -> Result<Value<'static>, Trouble> {
        match (&self.memory, self.measure) {
            (Memory::Nothing, _) => Ok(Value::Integer(self.count.into())),
            (Memory::Distinct(distinct), _) => Ok(Value::Integer(distinct.len() as i128)),
            (Memory::Extremes(extremes), _) => extremes.best(),
            _ if self.count == 0 => Ok(Value::Null),
            (Memory::Sum(sum), Measure::Mean) => {
                Ok(Value::Number(sum.float()? / self.count as f64))
            }
            (Memory::Sum(sum), _) => sum.value(),
            (Memory::Sums(sums), measure) => self.spread(sums, measure),
        }
    }

    fn spread(
        &self,
        [sum, squares]: &[Sum; 2],
        measure: Measure,
    ) -> Result<Value<'static>, Trouble> {
        let (of, deviation) = match measure {
            Measure::Deviation(of) => (of, true),
            Measure::Variance(of) => (of, false),
            _ => return Ok(Value::Null),
        };
        let divisor = match of {
            Of::Sample => self.count - 1,
            Of::Population => self.count,
        };
        if divisor == 0 {
            return Ok(Value::Null);
        }
        let variance = variance(sum, squares, self.count, divisor)?;
        Ok(Value::Number(if deviation {
            variance.sqrt()
        } else {
            variance
        }))
    }
}

fn add_square([sum, squares]: &mut [Sum; 2], x: f64) {
    sum.add(x);
    squares.add_square(x);
}
