//! The columns of a contract, one after the other.

use std::ops::Range;

use contract::{ColumnRules, ColumnType, Contract, Spanned};
use tool::Policy;
use verdict::Fault;

use super::weight::{Keys, Tolerance, Weight};
use super::{Asks, ColumnPlan, Planned, Source, bounds, figures, read, texts, value};
use crate::checks::nulls::{Empty, Most, Nulls};
use crate::checks::type_of::TypeOf;
use crate::figure::Limits;
use crate::value::Number;

/// The columns of a contract in its own order.
pub(super) fn columns(policy: &Policy<Contract>) -> Result<Vec<ColumnPlan>, Fault> {
    let mut columns: Vec<_> = policy.value.columns.iter().collect();
    columns.sort_by_key(|(name, _)| name.span().start);
    let columns = columns
        .into_iter()
        .map(|(name, rules)| column(policy, name, rules));
    columns.collect()
}

fn column(
    policy: &Policy<Contract>,
    name: &Spanned<String>,
    rules: &ColumnRules,
) -> Result<ColumnPlan, Fault> {
    let form = read::form(policy, rules)?;
    let source = Source {
        policy,
        rules,
        form: &form,
    };
    let mut checks = checks(source, Some(name.span()))?;
    for entry in &rules.rules {
        check_entry(policy, entry)?;
        let source = Source {
            rules: entry.get_ref(),
            ..source
        };
        let more = self::checks(source, None)?;
        if more.is_empty() {
            return Err(source
                .fault(entry.span(), "this rule asks nothing")
                .help("say what it asks, for example `min = 0`"));
        }
        checks.extend(more);
    }
    Ok(ColumnPlan {
        name: name.get_ref().clone(),
        span: name.span(),
        optional: rules.optional,
        sensitive: rules.sensitive,
        severity: rules.severity.unwrap_or_default(),
        checks,
        form,
    })
}

/// How values are read is said once a column.
fn check_entry(policy: &Policy<Contract>, entry: &Spanned<ColumnRules>) -> Result<(), Fault> {
    let rules = entry.get_ref();
    let misplaced = [
        ("type", rules.column_type.is_some()),
        ("format", rules.format.is_some()),
        ("true-values", rules.true_values.is_some()),
        ("false-values", rules.false_values.is_some()),
        ("decimal-mark", rules.decimal_mark.is_some()),
        ("group-mark", rules.group_mark.is_some()),
        ("precision", rules.precision.is_some()),
        ("scale", rules.scale.is_some()),
        ("missing", rules.missing.is_some()),
        ("optional", rules.optional),
        ("sensitive", rules.sensitive),
        ("rules", !rules.rules.is_empty()),
    ];
    match misplaced.iter().find(|(_, there)| *there) {
        None => Ok(()),
        Some((key, _)) => Err(Fault::new(format!("`{key}` has no place in a rule"))
            .at(policy.place(entry.span()))
            .help("say it of the column itself")),
    }
}

/// Everything that one set of keys asks. `name`: where the column is named;
/// none for an entry of `rules`, which forbids nulls only if it says so.
fn checks(source: Source<'_>, name: Option<Range<usize>>) -> Result<Vec<Planned>, Fault> {
    let rules = source.rules;
    let keys = Keys {
        severity: rules.severity.unwrap_or_default(),
        mostly: rules.mostly.as_ref(),
        max_breaches: rules.max_breaches.as_ref(),
        condition: rules.condition.as_ref(),
        message: rules.message.as_ref(),
        tags: &rules.tags,
    };
    let weight = keys.weight(source.policy)?;
    let cells = [
        type_of(source),
        bounds::values(source, true)?,
        bounds::values(source, false)?,
        bounds::range(source)?,
        bounds::multiple(source)?,
        texts::pattern(source, true)?,
        texts::pattern(source, false)?,
        texts::length(source)?,
        outliers(source)?,
        unique(source),
        order(source)?,
    ];
    let mut planned: Vec<Planned> = nulls(source, &weight, name)?;
    let cells = cells.into_iter().flatten();
    let figures = figures::figures(source)?;
    // A rule on the type first: the others only see values of it.
    for (asks, span) in cells.chain(figures) {
        let weight = weight.clone();
        planned.push(Planned { asks, weight, span });
    }
    planned.sort_by_key(|planned| match &planned.asks {
        Asks::Cells(rule) if rule.id() == "type" => 0,
        _ => 1,
    });
    Ok(planned)
}

/// What is asked, and where.
pub(super) type Said = Option<(Asks, Range<usize>)>;

fn type_of(source: Source<'_>) -> Said {
    let (column_type, format) = (&source.rules.column_type, &source.rules.format);
    let span = match (column_type, format) {
        (Some(spanned), _) if *spanned.get_ref() != ColumnType::String => spanned.span(),
        (_, Some(format)) => format.span(),
        (Some(spanned), None) => spanned.span(),
        (None, None) => return None,
    };
    let shown = source.form.shown();
    Some((Asks::cells(TypeOf { shown }), span))
}

fn unique(source: Source<'_>) -> Said {
    let unique = source.rules.unique.as_ref()?;
    unique.get_ref().then(|| (Asks::Unique, unique.span()))
}

fn order(source: Source<'_>) -> Result<Said, Fault> {
    let Some(order) = &source.rules.order else {
        return Ok(None);
    };
    if source.column_type().is_none() {
        return Err(source
            .fault(order.span(), "an order needs a type")
            .help("say what the values are, for example `type = \"datetime\"`"));
    }
    Ok(Some((Asks::Order(*order.get_ref()), order.span())))
}

fn outliers(source: Source<'_>) -> Result<Said, Fault> {
    if let Some(said) = &source.rules.z_score {
        figures::check_numeric(source, "z-score", &said.span())?;
        let reads: (bounds::Read, bounds::Read) = (bounds::number, bounds::number);
        let limits = figures::limits(source, said.get_ref(), said.span(), reads)?;
        return Ok(Some((Asks::Outliers(limits), said.span())));
    }
    let Some(most) = &source.rules.max_z_score else {
        return Ok(None);
    };
    figures::check_numeric(source, "max-z-score", &most.span())?;
    let number = Number::new(*most.get_ref()).filter(|number| *number > 0.into());
    let Some(number) = number else {
        return Err(source
            .fault(most.span(), "`max-z-score` is not above 0")
            .help("3 is usual"));
    };
    let least = Number::new(-most.get_ref()).unwrap_or(number);
    let limits = Limits::between(least, number);
    Ok(Some((Asks::Outliers(limits), most.span())))
}

/// The rules on nulls; none where every null is allowed.
fn nulls(
    source: Source<'_>,
    weight: &Weight,
    name: Option<Range<usize>>,
) -> Result<Vec<Planned>, Fault> {
    let ColumnRules {
        nullable,
        max_nulls,
        max_null_fraction,
        min_null_fraction,
        ..
    } = source.rules;
    check_nulls(source)?;
    let mut planned = Vec::new();
    let mut add = |asks, tolerance, span| {
        let weight = Weight {
            tolerance,
            ..weight.clone()
        };
        planned.push(Planned { asks, weight, span });
    };
    let at_most = |most| Asks::cells(Nulls { most });
    match (max_nulls, max_null_fraction, nullable) {
        (Some(most), ..) => {
            let count = *most.get_ref();
            add(
                at_most(Most::Count(count)),
                Tolerance::Count(count),
                most.span(),
            );
        }
        (_, Some(most), _) => {
            let part = *most.get_ref();
            add(
                at_most(Most::Fraction(part)),
                Tolerance::Fraction(part),
                most.span(),
            );
        }
        (_, _, Some(nullable)) if !nullable.get_ref() => {
            add(at_most(Most::Count(0)), weight.tolerance, nullable.span());
        }
        (_, _, Some(_)) => {}
        (_, _, None) => {
            if let (Some(name), None) = (name, min_null_fraction) {
                add(at_most(Most::Count(0)), weight.tolerance, name);
            }
        }
    }
    if let Some(least) = min_null_fraction {
        let part = *least.get_ref();
        add(
            Asks::cells(Empty { least: part }),
            Tolerance::Mostly(part),
            least.span(),
        );
    }
    Ok(planned)
}

/// Fails where the keys on nulls contradict each other.
fn check_nulls(source: Source<'_>) -> Result<(), Fault> {
    let ColumnRules {
        nullable,
        max_nulls,
        max_null_fraction,
        min_null_fraction,
        ..
    } = source.rules;
    if let (Some(nullable), true) = (nullable, max_nulls.is_some() || max_null_fraction.is_some()) {
        return Err(source
            .fault(nullable.span(), "`nullable` says all or none, and a limit on nulls something between")
            .help("drop `nullable`: `max-nulls` and `max-null-fraction` allow nulls up to their limit"));
    }
    if let (Some(_), Some(fraction)) = (max_nulls, max_null_fraction) {
        return Err(source
            .fault(
                fraction.span(),
                "`max-nulls` and `max-null-fraction` are two limits on the same",
            )
            .help("drop one of them"));
    }
    let fractions = [
        ("max-null-fraction", max_null_fraction),
        ("min-null-fraction", min_null_fraction),
    ];
    for (key, fraction) in fractions {
        if let Some(fraction) = fraction
            && !value(Some(fraction)).is_some_and(|part| (0.0..=1.0).contains(&part))
        {
            return Err(source
                .fault(fraction.span(), format!("`{key}` is not within 0 to 1"))
                .help("five percent are 0.05"));
        }
    }
    Ok(())
}
