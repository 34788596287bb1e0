//! Tests of the table as a whole.

use toml::Spanned;

use super::figures;
use crate::bound::{Bound, Limits};
use crate::foreign::ForeignTable;
use crate::foreign::dbt::meaning::{About, Asked, Meaning};
use crate::model::ExtraColumns;

/// What a test of the table asks; none where it is no such test.
pub(super) fn asked(name: &str, about: &About<'_>) -> Option<Result<Asked, String>> {
    let equal = || figures::limits(about, Some("value"), Some("value"), false);
    let between = || {
        let strictly = about.test.flag("strictly", false);
        figures::limits(about, Some("min_value"), Some("max_value"), strictly)
    };
    Some(match name {
        "expect_table_row_count_to_equal" => equal().and_then(row_count),
        "expect_table_row_count_to_be_between" => between().and_then(row_count),
        "expect_table_column_count_to_equal" => equal().map(column_count),
        "expect_table_column_count_to_be_between" => between().map(column_count),
        "expect_table_columns_to_match_set" | "expect_table_columns_to_match_ordered_list" => {
            let ordered = name.ends_with("ordered_list");
            about
                .test
                .columns("column_list")
                .map(|columns| match_columns(columns, ordered))
        }
        "expect_table_columns_to_contain_set" => {
            about.test.columns("column_list").map(contain_columns)
        }
        _ => return None,
    })
}

fn change(change: impl FnOnce(&mut ForeignTable) + 'static) -> Asked {
    Asked::whole(Meaning::Whole(Box::new(change)))
}

fn row_count(limits: Spanned<Limits>) -> Result<Asked, String> {
    let Limits {
        min,
        max,
        above,
        below,
        ..
    } = limits.into_inner();
    let min = count(min, 0)?.or(count(above, 1)?);
    let max = count(max, 0)?.or(count(below, -1)?);
    Ok(change(move |table| {
        table.contract.rows.min = min;
        table.contract.rows.max = max;
    }))
}

fn count(bound: Option<Spanned<Bound>>, more: i64) -> Result<Option<Spanned<u64>>, String> {
    let Some(bound) = bound else {
        return Ok(None);
    };
    let number = match bound.get_ref() {
        Bound::Integer(number) => u64::try_from(number.saturating_add(more)).ok(),
        _ => None,
    };
    let number = number.ok_or("a number of rows is no whole number")?;
    Ok(Some(Spanned::new(bound.span(), number)))
}

fn column_count(limits: Spanned<Limits>) -> Asked {
    change(move |table| table.contract.column_count = Some(limits))
}

fn contain_columns(columns: Spanned<Vec<Spanned<String>>>) -> Asked {
    change(move |table| require(&columns, table))
}

fn match_columns(columns: Spanned<Vec<Spanned<String>>>, ordered: bool) -> Asked {
    change(move |table| {
        require(&columns, table);
        table.contract.extra_columns = ExtraColumns::Forbid;
        if ordered {
            table.contract.ordered = Some(Spanned::new(columns.span(), true));
        }
    })
}

fn require(columns: &Spanned<Vec<Spanned<String>>>, table: &mut ForeignTable) {
    for name in columns.get_ref() {
        let own = table.column(name);
        own.optional = false;
        own.nullable.get_or_insert(Spanned::new(name.span(), true));
    }
}
