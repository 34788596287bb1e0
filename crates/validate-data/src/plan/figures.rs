//! Rules on figures of a column.

use std::ops::Range as Span;

use contract::{Bound, ColumnType, Limits as Said, QuantileMethod, Spanned};
use stats::Interpolation;
use verdict::Fault;

use super::bounds::{self, Read};
use super::{Asks, Source};
use crate::checks::range::Range;
use crate::figure::{Figure, Limits, MostCommon, Owned};

/// Every figure that the keys of a column ask for.
pub(super) fn figures(source: Source<'_>) -> Result<Vec<(Asks, Span<usize>)>, Fault> {
    let rules = source.rules;
    let plain = [
        ("least", &rules.least, Figure::Least),
        ("greatest", &rules.greatest, Figure::Greatest),
        ("mean", &rules.mean, Figure::Mean),
        ("sum", &rules.sum, Figure::Sum),
        ("variance", &rules.variance, Figure::Variance),
        (
            "standard-deviation",
            &rules.standard_deviation,
            Figure::StandardDeviation,
        ),
        ("skewness", &rules.skewness, Figure::Skewness),
        ("kurtosis", &rules.kurtosis, Figure::Kurtosis),
        ("median", &rules.median, Figure::Median),
        ("distinct", &rules.distinct, Figure::Distinct),
        (
            "distinct-fraction",
            &rules.distinct_fraction,
            Figure::DistinctFraction,
        ),
        ("entropy", &rules.entropy, Figure::Entropy),
    ];
    let mut figures = Vec::new();
    for (key, limits, figure) in plain {
        if let Some(said) = limits {
            let limits = limits_of(source, key, &figure, said.get_ref(), said.span())?;
            figures.push((Asks::Figure(figure, limits), said.span()));
        }
    }
    quantiles(source, &mut figures)?;
    lists(source, &mut figures)?;
    age(source, &mut figures)?;
    Ok(figures)
}

type Figures = Vec<(Asks, Span<usize>)>;

fn quantiles(source: Source<'_>, figures: &mut Figures) -> Result<(), Fault> {
    let Some(quantiles) = &source.rules.quantiles else {
        return Ok(());
    };
    let method = source.rules.quantile_method.as_ref();
    let method = method.map_or(Interpolation::Linear, |method| match method.get_ref() {
        QuantileMethod::Linear => Interpolation::Linear,
        QuantileMethod::Lower => Interpolation::Lower,
        QuantileMethod::Higher => Interpolation::Higher,
        QuantileMethod::Nearest => Interpolation::Nearest,
        QuantileMethod::Midpoint => Interpolation::Midpoint,
    });
    let mut levels: Vec<_> = quantiles.get_ref().iter().collect();
    levels.sort_by_key(|(level, _)| level.span().start);
    for (level, said) in levels {
        let number = level.get_ref().parse::<f64>().ok();
        let Some(number) = number.filter(|number| (0.0..=1.0).contains(number)) else {
            return Err(source
                .fault(level.span(), "a quantile's level is a number within 0 to 1")
                .help("the 95th percentile is `\"0.95\"`"));
        };
        let figure = Figure::Quantile(number, level.get_ref().clone(), method);
        let limits = limits_of(source, "quantiles", &figure, said, level.span())?;
        figures.push((Asks::Figure(figure, limits), level.span()));
    }
    Ok(())
}

fn lists(source: Source<'_>, figures: &mut Figures) -> Result<(), Fault> {
    let owned = |list: &Spanned<Vec<Spanned<Bound>>>| {
        let (values, shown) = bounds::listed(source, list)?;
        Ok((values.into_iter().map(Owned::of).collect(), shown))
    };
    if let Some(list) = &source.rules.required_values {
        let (values, shown) = owned(list)?;
        let figure = Figure::Required(values, shown);
        figures.push((Asks::Figure(figure, Limits::NONE), list.span()));
    }
    if let Some(list) = &source.rules.most_common {
        let (values, shown) = owned(list)?;
        let ties = source.rules.allow_ties.as_ref();
        let figure = Figure::MostCommon(MostCommon {
            values,
            shown,
            ties: ties.is_some_and(|ties| *ties.get_ref()),
        });
        figures.push((Asks::Figure(figure, Limits::NONE), list.span()));
    }
    Ok(())
}

fn age(source: Source<'_>, figures: &mut Figures) -> Result<(), Fault> {
    let Some(most) = &source.rules.max_age else {
        return Ok(());
    };
    let timely = [ColumnType::Date, ColumnType::Datetime].map(Some);
    if !timely.contains(&source.column_type()) {
        return Err(source
            .fault(most.span(), "`max-age` is for dates and times")
            .help("make the type `date` or `datetime`, or drop it"));
    }
    let shown = most.get_ref().trim();
    let seconds = shown
        .parse::<jiff::SignedDuration>()
        .ok()
        .map(|duration| duration.as_secs())
        .or_else(|| days(shown));
    let Some(seconds) = seconds.filter(|seconds| *seconds > 0) else {
        return Err(source
            .fault(most.span(), "`max-age` is no duration")
            .help("write it like `\"36h\"`, `\"2d\"` or `\"90m\"`"));
    };
    let limits = Limits::at_most(i128::from(seconds).into(), shown.to_owned());
    figures.push((Asks::Figure(Figure::Age, limits), most.span()));
    Ok(())
}

/// Days and weeks, of 24 hours each day.
fn days(text: &str) -> Option<i64> {
    let (count, unit) = text.split_at_checked(text.find(|c: char| !c.is_ascii_digit())?)?;
    let days = match unit.trim() {
        "d" | "day" | "days" => 1,
        "w" | "week" | "weeks" => 7,
        _ => return None,
    };
    count.parse::<i64>().ok()?.checked_mul(days * 86_400)
}

fn limits_of(
    source: Source<'_>,
    key: &str,
    figure: &Figure,
    said: &Said,
    span: Span<usize>,
) -> Result<Limits, Fault> {
    if figure.is_arithmetic() {
        check_numeric(source, key, &span)?;
    }
    if figure.limits().is_none() && source.column_type().is_none() {
        return Err(source
            .fault(span, format!("`{key}` needs a type"))
            .help("say what the values are, for example `type = \"number\"`"));
    }
    let reads: (Read, Read) = match figure.limits() {
        Some(_) => (bounds::number, bounds::number),
        None => (bounds::start, bounds::end),
    };
    limits(source, said, span, reads)
}

/// Limits, with the readers of a lower and of an upper bound.
pub(super) fn limits(
    source: Source<'_>,
    said: &Said,
    span: Span<usize>,
    (low, high): (Read, Read),
) -> Result<Limits, Fault> {
    let range = Range {
        low: bounds::one(source, [&said.min, &said.above], "min", "above", low)?,
        high: bounds::one(source, [&said.max, &said.below], "max", "below", high)?,
    };
    if bounds::is_empty(&range) {
        return Err(source
            .fault(span, "`min` is above `max`, so nothing can hold")
            .help("swap them, or drop one"));
    }
    let not = said.not.as_ref();
    let not = not.map(|bound| Ok((low(source, bound)?, bound.get_ref().to_string())));
    let between = said.not_between.as_ref();
    let between = between.map(|[from, to]| {
        let shown = format!("{} and {}", from.get_ref(), to.get_ref());
        Ok(([low(source, from)?, high(source, to)?], shown))
    });
    let limits = Limits {
        range,
        not: not.transpose()?,
        not_between: between.transpose()?,
    };
    if limits.words().is_empty() {
        return Err(source
            .fault(span, "these limits ask nothing")
            .help("give `min` or `max`, for example `{ min = 0 }`"));
    }
    Ok(limits)
}

/// Fails for a column whose values are no numbers.
pub(super) fn check_numeric(
    source: Source<'_>,
    key: &str,
    span: &Span<usize>,
) -> Result<(), Fault> {
    let numeric = [ColumnType::Integer, ColumnType::Number, ColumnType::Decimal];
    if source
        .column_type()
        .is_some_and(|column_type| numeric.contains(&column_type))
    {
        return Ok(());
    }
    Err(source
        .fault(span.clone(), format!("`{key}` is for numbers"))
        .help("make the type `number` or `integer`, or drop it"))
}
