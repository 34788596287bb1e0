//! What holds whatever the rows.

use proptest::prelude::*;
use scores::Need;

use super::written::{self, Row};
use super::{columns, needs, try_with};
use crate::binding::Party;
use crate::{Classes, Sheet, Wanted, pair};

const POLICY: &str = "prediction = 'class'\npositive = true\nweight = 'score'\ncluster = 'region'";

fn wanted() -> Wanted {
    Wanted {
        groups: vec!["region".to_owned()],
        slices: vec![
            "region".to_owned(),
            "score < 0.5 and region is not null".to_owned(),
        ],
        ..needs(&[Need::Labels, Need::Scores])
    }
}

fn sheet(name: &str, bytes: &[u8], wanted: &Wanted, policy: &str) -> Sheet {
    let mut classes = Classes::default();
    try_with(
        (name, bytes),
        &columns(policy),
        wanted,
        &mut classes,
        Party::Candidate,
    )
    .expect("a sheet")
}

/// Two files of rows that are read together.
fn together(rows: &[Row], others: &[Row]) -> (Sheet, Sheet) {
    let mut classes = Classes::default();
    let mut sheet = |rows| {
        let file = ("x.csv", &written::csv(rows)[..]);
        let columns = columns("positive = true");
        let party = Party::Baseline;
        try_with(file, &columns, &wanted(), &mut classes, party).expect("a sheet")
    };
    (sheet(rows), sheet(others))
}

fn plain(rows: &[Row]) -> Sheet {
    sheet("x.csv", &written::csv(rows), &wanted(), "")
}

/// All that a sheet says, as text.
fn all(sheet: &Sheet) -> String {
    format!(
        "{:?} {:?} {:?} {:?}",
        sheet.predictions(Some("region")),
        sheet.groups("region"),
        sheet.clusters(),
        sheet.slices()
    )
}

/// The scores of a pair, by which rows are known again.
fn scores(sheet: &Sheet) -> Vec<f64> {
    sheet.predictions(None).scores.unwrap_or_default().to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn formats_say_the_same(rows in written::rows()) {
        let rows: Vec<Row> = rows.into_iter().map(|row| Row { region: row.region.or(Some("D".to_owned())), ..row }).collect();
        let wanted = Wanted { needs: vec![Need::Labels, Need::Scores, Need::Predicted, Need::Forecasts], ..wanted() };
        let files = [
            ("x.csv", written::csv(&rows)),
            ("x.jsonl", written::json(&rows)),
            ("x.parquet", written::parquet(&rows)),
        ];
        // Labels and classes are of different kinds here, which is for churn.
        let wanted = Wanted { needs: wanted.needs.into_iter().filter(|need| *need != Need::Labels).collect(), ..wanted };
        let sheets = files.each_ref().map(|(name, bytes)| sheet(name, bytes, &wanted, POLICY));
        let [one, others @ ..] = sheets;
        for other in others {
            prop_assert_eq!(all(&one), all(&other));
            prop_assert_eq!(one.holdout(), other.holdout());
        }
    }

    #[test]
    fn labels_are_the_same_in_all_formats(rows in written::rows()) {
        let one = sheet("x.csv", &written::csv(&rows), &wanted(), "");
        for (name, bytes) in [("x.jsonl", written::json(&rows)), ("x.parquet", written::parquet(&rows))] {
            let other = sheet(name, &bytes, &wanted(), "");
            prop_assert_eq!(all(&one), all(&other));
        }
    }

    #[test]
    fn pairs_do_not_depend_on_the_order_of_rows(
        (rows, shuffled) in written::rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        kept in 1..30_usize,
        threshold in 0.0..1.0,
    ) {
        let mut others: Vec<Row> = shuffled.iter().map(|row| Row { score: row.score.midpoint(threshold), ..row.clone() }).collect();
        others.truncate(kept.min(rows.len()));
        let (candidate, baseline) = together(&rows, &others);
        let found = pair(&candidate, &baseline).expect("a pair");
        let both: Vec<&Row> = rows.iter().filter(|row| others.iter().any(|other| other.id == row.id)).collect();
        let expected: Vec<f64> = both.iter().map(|row| row.score).collect();
        prop_assert_eq!(scores(&found.candidate), expected);
        let other = |row: &&Row| others.iter().find(|other| other.id == row.id).map(|other| other.score);
        let expected: Vec<f64> = both.iter().filter_map(other).collect();
        prop_assert_eq!(scores(&found.baseline), expected);
        prop_assert_eq!(found.candidate_only, (rows.len() - others.len()) as u64);
        prop_assert_eq!(found.candidate_only_ids.len(), (rows.len() - others.len()).min(5));
        prop_assert_eq!(found.baseline_only, 0);
        let turned = pair(&baseline, &candidate).expect("a pair");
        prop_assert_eq!(turned.baseline_only, found.candidate_only);
        prop_assert_eq!(turned.baseline_only_ids, found.candidate_only_ids);
    }

    #[test]
    fn all_rows_are_the_whole_and_parts_of_parts_are_parts(
        rows in written::rows(),
        some in prop::collection::vec(0..40_u32, 0..40),
        fewer in prop::collection::vec(0..40_u32, 0..40),
    ) {
        let whole = plain(&rows);
        let everything: Vec<u32> = (0..).take(rows.len()).collect();
        prop_assert_eq!(all(&whole.take(&everything)), all(&whole));
        let some: Vec<u32> = some.into_iter().filter(|row| (*row as usize) < rows.len()).collect();
        let fewer: Vec<u32> = fewer.into_iter().filter(|row| (*row as usize) < some.len()).collect();
        let both: Vec<u32> = fewer.iter().map(|row| some[*row as usize]).collect();
        let (part, direct) = (whole.take(&some).take(&fewer), whole.take(&both));
        prop_assert_eq!(all(&part), all(&direct));
        for (row, of) in both.iter().enumerate() {
            prop_assert_eq!(part.location(row), whole.location(*of as usize));
            prop_assert_eq!(part.location(row).line, Some(u64::from(*of) + 2));
        }
    }

    #[test]
    fn a_test_set_has_a_name_whatever_the_order_and_the_scores(
        (rows, shuffled) in written::rows().prop_flat_map(|rows| (Just(rows.clone()), Just(rows).prop_shuffle())),
        at in any::<prop::sample::Index>(),
        score in 0.0..1.0,
    ) {
        let name = plain(&rows).holdout();
        let mut others = shuffled;
        let at = at.index(others.len());
        others[at].score = score;
        prop_assert_eq!(&plain(&others).holdout(), &name);
        others[at].label = !others[at].label;
        prop_assert_ne!(&plain(&others).holdout(), &name);
        others[at].label = !others[at].label;
        others[at].id += 1000;
        prop_assert_ne!(&plain(&others).holdout(), &name);
    }

    #[test]
    fn slices_are_parts_whose_values_are_the_same(rows in written::rows()) {
        let sheet = plain(&rows);
        let of = |row: u32| rows[row as usize].region.as_deref();
        let mut seen = 0;
        for slice in sheet.slices() {
            if slice.of == "region" {
                let first = slice.rows.first().copied().and_then(of).map(|region| region.trim_end_matches(".0"));
                let name = first.map_or("region is null".to_owned(), |region| format!("region={region}"));
                prop_assert_eq!(&name, &slice.name);
                prop_assert!(slice.rows.iter().all(|row| of(*row).map(|region| region.trim_end_matches(".0")) == first));
                seen += slice.rows.len();
            } else {
                let holds = |row: &Row| row.score < 0.5 && row.region.is_some();
                let expected: Vec<u32> = (0..).zip(&rows).filter(|(_, row)| holds(row)).map(|(at, _)| at).collect();
                prop_assert_eq!(&slice.rows, &expected);
            }
        }
        prop_assert_eq!(seen, rows.len());
    }

    #[test]
    fn no_text_makes_it_panic(text in "[a-c,;\"\n\r .0-9-]{0,60}") {
        let text = format!("id,label,score,prediction,weight\n{text}");
        let wanted = Wanted { slices: vec!["label".to_owned(), "score > 0".to_owned()], ..needs(&[Need::Labels, Need::Relevance, Need::Scores, Need::Predicted]) };
        if let Err(fault) = super::try_csv(&text, "positive = '1'", &wanted) {
            super::told(fault);
        }
    }
}
