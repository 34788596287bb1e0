//! Two models.

use scores::{Draws, Metric, Need};

use super::{accuracy, auc, columns, needs, told, try_with};
use crate::binding::Party;
use crate::{Classes, Pair, Sheet, Wanted, pair};

fn sheets(candidate: &str, baseline: &str, policy: &str, wanted: &Wanted) -> (Sheet, Sheet) {
    let (columns, mut classes) = (columns(policy), Classes::default());
    let mut sheet = |name: &str, text: &str, party| {
        try_with(
            (name, text.as_bytes()),
            &columns,
            wanted,
            &mut classes,
            party,
        )
        .expect("a sheet")
    };
    (
        sheet("new.csv", candidate, Party::Candidate),
        sheet("old.csv", baseline, Party::Baseline),
    )
}

fn paired(candidate: &str, baseline: &str, policy: &str, wanted: &Wanted) -> Pair {
    let (candidate, baseline) = sheets(candidate, baseline, policy, wanted);
    pair(&candidate, &baseline).expect("a pair")
}

fn fault(candidate: &str, baseline: &str, wanted: &Wanted) -> Vec<String> {
    let (candidate, baseline) = sheets(candidate, baseline, "", wanted);
    told(pair(&candidate, &baseline).expect_err("a fault"))
}

#[test]
fn examples_meet_by_id_and_the_truth_is_the_candidate_s() {
    let candidate = "id,label,prediction,weight,region\na,x,x,2,EU\nb,y,x,1,US\nc,x,y,3,EU\n";
    let baseline = "id,prediction\nd,z\nc,x\na,x\n";
    let wanted = Wanted {
        slices: vec!["region".to_owned()],
        ..accuracy()
    };
    let pair = paired(candidate, baseline, "", &wanted);
    let (new, old) = pair.predictions(None);
    assert_eq!(
        (new.labels, old.labels),
        (Some(&[0, 0][..]), Some(&[0, 0][..]))
    );
    assert_eq!(
        (new.predicted, old.predicted),
        (Some(&[0, 1][..]), Some(&[0, 0][..]))
    );
    assert_eq!((new.reference, old.reference), (old.predicted, None));
    assert_eq!(old.weights, Some(&[2.0, 3.0][..]));
    assert_eq!((pair.candidate_only, pair.baseline_only), (1, 1));
    assert_eq!(
        (&pair.candidate_only_ids[..], &pair.baseline_only_ids[..]),
        (&["b".to_owned()][..], &["d".to_owned()][..])
    );
    assert_eq!(pair.baseline.location(1).line, Some(3));
    assert_eq!(pair.candidate.location(1).line, Some(4));
    let names: Vec<(String, usize)> = pair
        .candidate
        .slices()
        .iter()
        .map(|slice| (slice.name.clone(), slice.rows.len()))
        .collect();
    assert_eq!(
        names,
        [("region=EU".to_owned(), 2), ("region=US".to_owned(), 0)]
    );
    let part = pair.take(&[1, 7]);
    assert_eq!(part.rows(), 1);
    assert_eq!(part.predictions(None).0.reference, Some(&[0][..]));
    let churn = Metric::parse("churn").expect("a metric");
    let churn = churn
        .prepare(&new)
        .and_then(|churn| churn.value(Draws::Once));
    assert_eq!(churn, Ok(0.6), "3 of 5 by weight");
}

#[test]
fn rows_without_ids_meet_by_their_order() {
    let pair = paired(
        "label,score\n1,0.3\n0,0.2\n",
        "label,score\n1.0,0.4\n0,0.6\n",
        "",
        &auc(),
    );
    let (new, old) = pair.predictions(None);
    assert_eq!(
        (new.scores, old.scores),
        (Some(&[0.3, 0.2][..]), Some(&[0.4, 0.6][..]))
    );
    assert_eq!(pair.candidate_only + pair.baseline_only, 0);
}

#[test]
fn classes_mean_the_same_in_both() {
    let pair = paired(
        "label,prediction\nb,b\nc,c\n",
        "prediction\na\nc\n",
        "",
        &accuracy(),
    );
    let (new, old) = pair.predictions(None);
    assert_eq!(new.predicted, Some(&[0, 1][..]));
    assert_eq!(old.predicted, Some(&[2, 1][..]));
}

#[test]
fn sheets_are_read_together() {
    let text = "label,score\n1,0.5\n";
    let [one, other] = [(), ()].map(|()| super::csv(text, "", &auc()));
    let found = told(pair(&one, &other).expect_err("a fault"));
    assert_eq!(found[0], "x.csv and x.csv were not read together");
}

#[test]
fn ids_are_the_same_in_all_formats() {
    let row = |id, label| super::written::Row {
        id,
        label,
        score: 0.5,
        class: 1,
        region: None,
    };
    let rows = [row(7, true), row(-3, false), row(9, true)];
    let (columns, mut classes) = (columns(""), Classes::default());
    let mut sheet = |name: &str, bytes: &[u8], party| {
        try_with((name, bytes), &columns, &auc(), &mut classes, party).expect("a sheet")
    };
    let new = sheet("x.csv", &super::written::csv(&rows), Party::Candidate);
    for (name, bytes) in [
        ("x.jsonl", super::written::json(&rows)),
        ("x.parquet", super::written::parquet(&rows)),
    ] {
        let old = sheet(name, &bytes, Party::Baseline);
        let pair = pair(&new, &old).expect("a pair");
        assert_eq!((pair.rows(), pair.baseline_only), (3, 0), "{name}");
    }
}

#[test]
fn at_most_five_ids_are_shown() {
    let ids = |range: std::ops::Range<u32>| {
        let rows = range.map(|id| format!("{id},1"));
        format!(
            "id,prediction
{}
",
            rows.collect::<Vec<_>>().join(
                "
"
            )
        )
    };
    let churn = needs(&[Need::Predicted]);
    let pair = paired(&ids(0..20), &ids(9..10), "", &churn);
    assert_eq!(pair.candidate_only_ids, ["0", "1", "2", "3", "4"]);
    assert_eq!(pair.candidate_only, 19);
}

#[test]
fn rows_that_differ_in_number_need_ids() {
    let found = fault(
        "label,prediction\n1,1\n0,0\n",
        "prediction\n1\n",
        &accuracy(),
    );
    assert_eq!(
        found[0],
        "new.csv has 2 rows and old.csv has 1, and no column tells which belong together"
    );
    assert!(found[1].starts_with("give both a column `id`"));
}

#[test]
fn ids_on_one_side_alone_are_no_help() {
    let found = fault(
        "id,label,prediction\na,1,1\n",
        "prediction\n1\n",
        &accuracy(),
    );
    assert_eq!(
        found[0],
        "new.csv has a column of ids and old.csv has none, so that no one can tell which examples are the same"
    );
}

#[test]
fn ids_that_never_match_are_shown() {
    let found = fault(
        "id,label,prediction\n007,1,1\n",
        "id,prediction\nuser-7,1\n7,0\n",
        &accuracy(),
    );
    assert_eq!(
        found[0],
        "no example of new.csv is in old.csv: no id is the same"
    );
    assert!(
        found[1].starts_with("the first ids are `007` and `user-7`"),
        "{found:?}"
    );
}

#[test]
fn labels_that_differ_are_shown_on_both_sides() {
    let found = fault(
        "id,label,prediction\na,1,1\nb,0,1\n",
        "id,label,prediction\nb,1.0,1\na,1,1\n",
        &accuracy(),
    );
    assert_eq!(
        found[0],
        "example `b` is labelled `0` in row 2 (line 3) of new.csv but `1.0` in row 1 (line 2) of old.csv"
    );
    let found = fault(
        "label,prediction\n1,1\n0,1\n",
        "label,prediction\n1,1\n1,1\n",
        &accuracy(),
    );
    assert!(
        found[0].starts_with("an example is labelled `0` in row 2"),
        "{found:?}"
    );
}

#[test]
fn targets_may_be_of_less_precision() {
    let wanted = needs(&[Need::Targets, Need::Forecasts]);
    let pair = paired(
        "y,prediction\n0.1,1\n",
        "y,prediction\n0.10000000149011612,1\n",
        "",
        &wanted,
    );
    assert_eq!(pair.predictions(None).1.targets, Some(&[0.1][..]));
    let found = fault("y,prediction\n0.1,1\n", "y,prediction\n0.1001,1\n", &wanted);
    assert!(found[0].contains("labelled `0.1` in row 1 (line 2) of new.csv but `0.1001`"));
}

#[test]
fn a_baseline_without_readable_labels_takes_the_candidate_s() {
    let pair = paired(
        "id,label,prediction\na,1,1\nb,0,0\n",
        "id,label,prediction\na,,1\nb,0,1\n",
        "",
        &accuracy(),
    );
    assert_eq!(pair.predictions(None).1.labels, Some(&[1, 0][..]));
}
