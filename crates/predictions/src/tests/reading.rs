//! What is read.

use scores::{Draws, Metric, Need};

use super::{accuracy, auc, columns, csv, needs, try_with};
use crate::binding::Party;
use crate::{Classes, Sheet, Wanted};

fn both(text: &str, policy: &str, wanted: &Wanted) -> (Sheet, Classes) {
    let mut classes = Classes::default();
    let file = ("x.csv", text.as_bytes());
    let sheet = try_with(
        file,
        &columns(policy),
        wanted,
        &mut classes,
        Party::Candidate,
    )
    .expect("a sheet");
    (sheet, classes)
}

fn value(sheet: &Sheet, metric: &str) -> f64 {
    let metric = Metric::parse(metric).expect("a metric");
    let predictions = sheet.predictions(None);
    metric
        .prepare(&predictions)
        .and_then(|prepared| prepared.value(Draws::Once))
        .expect("a value")
}

#[test]
fn usual_names_are_enough() {
    let text = "id,y_true,y_score,y_pred\na,0,0.1,0\nb,1,0.8,1.0\nc,1,0.3,0\n";
    let (sheet, classes) = both(
        text,
        "",
        &needs(&[Need::Labels, Need::Scores, Need::Positive, Need::Predicted]),
    );
    let predictions = sheet.predictions(None);
    assert_eq!(classes.names(), ["0", "1"]);
    assert_eq!(predictions.labels, Some(&[0, 1, 1][..]));
    assert_eq!(predictions.predicted, Some(&[0, 1, 0][..]));
    assert_eq!(predictions.scores, Some(&[0.1, 0.8, 0.3][..]));
    assert_eq!((predictions.positive, predictions.weights), (Some(1), None));
    assert_eq!(
        (sheet.rows(), sheet.name(), sheet.has_ids()),
        (3, "x.csv", true)
    );
    let digest = verdict::sha256_of_bytes(text.as_bytes());
    assert_eq!(sheet.subject(), verdict::Subject::new("x.csv", digest));
    assert!((value(&sheet, "accuracy") - 2.0 / 3.0).abs() < 1e-12);
}

#[test]
fn what_is_not_wanted_is_not_read() {
    let text = "label,prediction,score,query\n1,1,x,\n0,1,y,\n";
    let predictions = csv(text, "", &accuracy());
    let predictions = predictions.predictions(None);
    assert!(predictions.scores.is_none() && predictions.queries.is_none());
    assert_eq!(predictions.labels, Some(&[1, 0][..]));
}

#[test]
fn a_threshold_predicts_where_no_column_does() {
    let text = "label,score\nok,0.5\nfraud,0.7\nok,0.49\n";
    let predicted = |policy: &str| {
        let (sheet, classes) = both(text, policy, &accuracy());
        let name = |code: &u32| classes.name(*code).expect("a class").to_owned();
        let codes = sheet.predictions(None).predicted.expect("classes").to_vec();
        codes.iter().map(name).collect::<Vec<String>>().join(" ")
    };
    assert_eq!(predicted("positive = 'fraud'"), "fraud fraud ok");
    assert_eq!(predicted("positive = 'ok'"), "ok ok fraud");
    assert_eq!(
        predicted("positive = 'fraud'\nthreshold = 0.6"),
        "ok fraud ok"
    );
}

#[test]
fn a_threshold_that_is_given_wins_over_a_column_that_is_not() {
    let text = "label,prediction,score\n1,1,0.2\n0,1,0.9\n";
    let predicted = |policy: &str| {
        csv(text, policy, &accuracy())
            .predictions(None)
            .predicted
            .map(<[u32]>::to_vec)
    };
    assert_eq!(predicted(""), Some(vec![1, 1]));
    assert_eq!(predicted("threshold = 0.5"), Some(vec![0, 1]));
}

#[test]
fn usual_positive_classes_are_known() {
    for (labels, positive) in [
        (["0", "1"], "1"),
        (["1", "1"], "1"),
        (["0", "0"], "1"),
        (["False", "TRUE"], "true"),
        (["No", "Yes"], "Yes"),
        (["-1", "1.0"], "1"),
    ] {
        let text = format!("label,score\n{},0.1\n{},0.2\n", labels[0], labels[1]);
        let needs = match labels[0] == labels[1] {
            // Nothing would be found, which is the metric's to say.
            true => needs(&[Need::Scores, Need::Positive, Need::Labels]),
            false => auc(),
        };
        let (sheet, classes) = both(&text, "", &needs);
        let code = sheet.predictions(None).positive.expect("a class");
        assert_eq!(classes.name(code), Some(positive), "{labels:?}");
        assert_eq!(classes.positive(), Some(code));
    }
}

#[test]
fn probabilities_are_in_the_order_of_classes_and_the_likeliest_is_predicted() {
    let policy = "probabilities = { dog = 'd', ape = 'a', cat = 'c' }";
    let text = "label,a,c,d\ncat,0.1,0.7,0.2\ndog,0.5,0.5,0\nape,0,0.3,0.7\n";
    let wanted = needs(&[Need::Labels, Need::Predicted, Need::Probabilities]);
    let (sheet, classes) = both(text, policy, &wanted);
    assert_eq!(classes.names(), ["ape", "cat", "dog"]);
    let predictions = sheet.predictions(None);
    assert_eq!(predictions.predicted, Some(&[1, 0, 2][..]));
    let expected = [0.1, 0.7, 0.2, 0.5, 0.5, 0.0, 0.0, 0.3, 0.7];
    assert_eq!(predictions.probabilities, scores::Matrix::new(&expected, 3));
    assert!(value(&sheet, "log_loss") > 0.0);
}

#[test]
fn probabilities_of_two_classes_are_scores() {
    let policy = "probabilities = { 0 = 'p0', '1.0' = 'p1' }";
    let text = "label,p0,p1,score\n1,0.2,0.8,x\n0,0.4,0.6,x\n1,0.9,0.1,x\n";
    let sheet = csv(text, policy, &auc());
    assert!((value(&sheet, "roc_auc") - 0.5).abs() < 1e-12);
    let predicted = |policy: &str| {
        csv(text, policy, &accuracy())
            .predictions(None)
            .predicted
            .map(<[u32]>::to_vec)
    };
    assert_eq!(predicted(policy), Some(vec![1, 1, 0]));
    let policy = format!("threshold = 0.7\n{policy}");
    assert_eq!(predicted(&policy), Some(vec![1, 0, 0]));
}

#[test]
fn numbers_are_targets_and_forecasts() {
    let text = "target,prediction\n1.5,2\n-3,-2.5\n";
    let sheet = csv(text, "", &needs(&[Need::Targets, Need::Forecasts]));
    let predictions = sheet.predictions(None);
    assert_eq!(predictions.targets, Some(&[1.5, -3.0][..]));
    assert_eq!(predictions.forecasts, Some(&[2.0, -2.5][..]));
    assert!(predictions.labels.is_none() && predictions.positive.is_none());
}

#[test]
fn relevance_is_graded_where_labels_are_numbers_and_else_positive() {
    let wanted = needs(&[Need::Queries, Need::Scores, Need::Relevance]);
    let sheet = csv(
        "query,label,score\nq,2,0.3\nq,0.5,0.9\nr,0,1\n",
        "",
        &wanted,
    );
    assert_eq!(sheet.predictions(None).targets, Some(&[2.0, 0.5, 0.0][..]));
    assert_eq!(sheet.predictions(None).queries, Some(&[0, 0, 1][..]));
    let text = "query,label,score\nq,good,0.3\nq,bad,0.9\n";
    let sheet = csv(text, "positive = 'good'", &wanted);
    let predictions = sheet.predictions(None);
    assert!(predictions.targets.is_none());
    assert_eq!(
        (predictions.labels, predictions.positive),
        (Some(&[1, 0][..]), Some(1))
    );
}

#[test]
fn weights_and_clusters_come_along() {
    let text = "label,prediction,weight,customer\n1,1,0.5,b\n0,0,2,a\n0,1,1,b\n";
    let sheet = csv(text, "cluster = 'customer'", &accuracy());
    assert_eq!(sheet.predictions(None).weights, Some(&[0.5, 2.0, 1.0][..]));
    assert_eq!(sheet.clusters(), Some(&[0, 1, 0][..]));
    assert_eq!(csv(text, "", &accuracy()).clusters(), None);
}

#[test]
fn groups_have_names_and_rows_without_one_are_a_group() {
    let text = "label,prediction,sex,age\n1,1,w,30\n0,0,,9\n0,1,m,30.0\n";
    let wanted = Wanted {
        groups: vec!["sex".to_owned(), "age".to_owned()],
        ..accuracy()
    };
    let sheet = csv(text, "", &wanted);
    assert_eq!(sheet.groups("sex"), ["m", "w", "null"]);
    assert_eq!(sheet.predictions(Some("sex")).groups, Some(&[1, 2, 0][..]));
    assert_eq!(sheet.groups("age"), ["9", "30"]);
    assert_eq!(sheet.predictions(Some("age")).groups, Some(&[1, 0, 1][..]));
    assert_eq!(sheet.groups("zip"), [""; 0]);
    assert!(sheet.predictions(Some("zip")).groups.is_none());
}

#[test]
fn slices_are_values_of_columns_and_conditions() {
    let text = "label,prediction,region,age\n1,1,EU,30\n0,0,,9\n0,1,US,31\n1,1,EU,\n";
    let wanted = Wanted {
        slices: ["region", "region = 'EU' and age < 31", "age > 99", "region"]
            .map(str::to_owned)
            .to_vec(),
        ..accuracy()
    };
    let sheet = csv(text, "", &wanted);
    let found: Vec<(&str, &str, &[u32])> = sheet
        .slices()
        .iter()
        .map(|slice| (&*slice.name, &*slice.of, &slice.rows[..]))
        .collect();
    assert_eq!(
        found,
        [
            ("region=EU", "region", &[0, 3][..]),
            ("region=US", "region", &[2]),
            ("region is null", "region", &[1]),
            (
                "region = 'EU' and age < 31",
                "region = 'EU' and age < 31",
                &[0]
            ),
            ("age > 99", "age > 99", &[]),
        ]
    );
    let part = sheet.take(&[3, 2, 9]);
    assert_eq!(part.rows(), 2);
    assert_eq!(part.predictions(None).labels, Some(&[1, 0][..]));
    assert_eq!(part.slices()[0].rows, [0]);
    assert_eq!(part.slices()[1].rows, [1]);
}

#[test]
fn a_column_wins_over_a_condition() {
    let text = "label,prediction,\"a = 1\",a\n1,1,x,1\n0,0,y,1\n";
    let wanted = Wanted {
        slices: vec!["a = 1".to_owned()],
        ..accuracy()
    };
    let names: Vec<String> = csv(text, "", &wanted)
        .slices()
        .iter()
        .map(|slice| slice.name.clone())
        .collect();
    assert_eq!(names, ["a = 1=x", "a = 1=y"]);
}

#[test]
fn costs_are_by_true_and_predicted_class() {
    let text = "label,prediction\nfraud,ok\nok,ok\nok,fraud\nfraud,other\n";
    let policy = "costs.fraud = { ok = 100, other = 7 }\ncosts.ok.fraud = 2.5";
    let sheet = csv(
        text,
        policy,
        &needs(&[Need::Labels, Need::Predicted, Need::Costs]),
    );
    assert!((value(&sheet, "cost") - (100.0 + 2.5 + 7.0) / 4.0).abs() < 1e-12);
}

#[test]
fn labels_are_not_needed_for_churn() {
    let sheet = csv(
        "id,prediction\n1,a\n2,b\n",
        "",
        &needs(&[Need::Predicted, Need::Reference]),
    );
    let predictions = sheet.predictions(None);
    assert!(predictions.labels.is_none());
    assert_eq!(predictions.predicted, Some(&[0, 1][..]));
    let sheet = csv(
        "id,score\n1,0.2\n2,0.7\n",
        "",
        &needs(&[Need::Predicted, Need::Reference]),
    );
    assert_eq!(sheet.predictions(None).predicted, Some(&[1, 0][..]));
}

/// Over blocks and threads, rows keep their order.
#[test]
fn many_rows_are_in_the_order_of_the_file() {
    let rows = 300_000;
    let mut text = "id,label,score,region\n".to_owned();
    for row in 0..rows {
        text += &format!("user-{row},{},{}.5,r{}\n", (row / 7) % 3, row, row % 5);
    }
    let wanted = Wanted {
        slices: vec!["region".to_owned()],
        ..auc()
    };
    let sheet = csv(&text, "positive = 2", &wanted);
    let predictions = sheet.predictions(None);
    assert!(
        predictions
            .scores
            .expect("scores")
            .iter()
            .enumerate()
            .all(|(row, score)| (score - row as f64 - 0.5).abs() < 1e-9)
    );
    assert!(
        predictions
            .labels
            .expect("labels")
            .iter()
            .enumerate()
            .all(|(row, label)| *label as usize == (row / 7) % 3)
    );
    let slice = &sheet.slices()[3];
    assert_eq!((&*slice.name, slice.rows.len()), ("region=r3", rows / 5));
    assert!(slice.rows.iter().all(|row| row % 5 == 3));
    let location = sheet.location(123_456);
    assert_eq!(
        (location.row, location.line),
        (Some(123_457), Some(123_458))
    );
}

#[test]
fn without_ids_a_test_set_is_its_labels_in_their_order() {
    let name = |labels: &str| {
        let rows = labels.chars().map(|label| format!("{label},0.5\n"));
        let text = format!("label,score\n{}", rows.collect::<Vec<_>>().concat());
        csv(&text, "positive = 1", &auc()).holdout()
    };
    assert_eq!(name("101"), name("101"));
    assert_ne!(name("101"), name("011"));
    assert_ne!(name("101"), name("1011"));
}

#[test]
fn a_baseline_s_threshold_parts_the_same_two_classes() {
    let (columns, mut classes) = (columns("positive = 'fraud'"), Classes::default());
    let mut sheet = |text: &str, party| {
        let file = ("x.csv", text.as_bytes());
        try_with(file, &columns, &accuracy(), &mut classes, party).expect("a sheet")
    };
    sheet("label,prediction\nok,ok\nfraud,ok\n", Party::Candidate);
    let baseline = sheet("score\n0.9\n0.1\n", Party::Baseline);
    assert_eq!(baseline.predictions(None).predicted, Some(&[0, 1][..]));
    assert_eq!(classes.names(), ["fraud", "ok"]);
}
