//! What can't be read, and what is said of it.

use scores::Need;

use super::{accuracy, auc, columns, csv, fault, needs, open, told, try_with};
use crate::binding::Party;
use crate::{Classes, Wanted};

fn first(text: &str, policy: &str, wanted: &Wanted) -> String {
    fault(text, policy, wanted).swap_remove(0)
}

fn scored() -> Wanted {
    needs(&[Need::Scores])
}

#[test]
fn duplicate_ids_are_told_with_both_rows() {
    let text = "id,score\na,1\nb,2\nc,3\nb,4\na,5\n";
    assert_eq!(
        first(text, "", &scored()),
        "id `b` is in row 2 (line 3) and in row 4 (line 5) of x.csv"
    );
}

#[test]
fn cells_that_can_t_be_read_are_told_with_their_row() {
    for (cell, said) in [
        (
            "",
            "no score in row 2 (line 3) of x.csv: column `score` has no value there",
        ),
        (
            "high",
            "the score in row 2 (line 3) of x.csv is no number: column `score` says `high`",
        ),
        (
            "NaN",
            "the score in row 2 (line 3) of x.csv is not finite: column `score` says NaN",
        ),
        (
            "-inf",
            "the score in row 2 (line 3) of x.csv is not finite: column `score` says -inf",
        ),
    ] {
        assert_eq!(
            first(&format!("label,score\n1,0.5\n0,{cell}\n"), "", &scored()),
            said
        );
    }
    let found = fault("label;score\n1;0.5\n0;0,5\n", "", &scored());
    assert_eq!(found[1], "write a decimal point instead of a comma");
}

#[test]
fn labels_and_predictions_are_there() {
    for text in ["y,prediction\n1,1\n,1\n", "y,prediction\n1,1\nnan,1\n"] {
        assert_eq!(
            first(text, "", &accuracy()),
            "no label in row 2 (line 3) of x.csv: column `y` has no value there"
        );
    }
    assert_eq!(
        first("y,prediction\n1,1\n0,\n", "", &accuracy()),
        "no prediction in row 2 (line 3) of x.csv: column `prediction` has no value there"
    );
    assert_eq!(
        first(
            "y,y_pred\nx,1\n",
            "",
            &needs(&[Need::Targets, Need::Forecasts])
        ),
        "the label in row 1 (line 2) of x.csv is no number: column `y` says `x`"
    );
}

#[test]
fn weights_ids_clusters_and_queries_are_there() {
    let weighed = "score,weight\n1,1\n1,-0.5\n";
    assert_eq!(
        first(weighed, "", &scored()),
        "the weight in row 2 (line 3) of x.csv is below zero: column `weight` says -0.5"
    );
    for key in ["id", "cluster"] {
        assert_eq!(
            first("score,who\n1,a\n1,\n", &format!("{key} = 'who'"), &scored()),
            format!("no {key} in row 2 (line 3) of x.csv: column `who` has no value there")
        );
    }
    assert_eq!(
        first("score,query\n1,\n", "", &needs(&[Need::Queries])),
        "no query in row 1 (line 2) of x.csv: column `query` has no value there"
    );
}

#[test]
fn cells_of_other_formats_are_told_too() {
    let text = b"{\"id\": [1], \"score\": 1}\n";
    let wanted = scored();
    let read = |name: &str, bytes: &[u8], policy: &str| {
        let mut classes = Classes::default();
        let sheet = try_with(
            (name, bytes),
            &columns(policy),
            &wanted,
            &mut classes,
            Party::Candidate,
        );
        told(sheet.expect_err("a fault")).swap_remove(0)
    };
    assert_eq!(
        read("x.jsonl", text, ""),
        "the id in row 1 (line 1) of x.jsonl can't be looked into: column `id` is of kind `list`"
    );
    let nested = b"{\"score\": 1, \"region\": {\"a\": 1}}\n";
    let sliced = Wanted {
        slices: vec!["region".to_owned()],
        ..scored()
    };
    let mut classes = Classes::default();
    let sheet = try_with(
        ("x.jsonl", nested),
        &columns(""),
        &sliced,
        &mut classes,
        Party::Candidate,
    );
    assert_eq!(
        told(sheet.expect_err("a fault"))[0],
        "the slice in row 1 (line 1) of x.jsonl can't be looked into: column `region` is of kind `object`"
    );
    let row = super::written::Row {
        id: 7,
        label: true,
        score: f64::NAN,
        class: 1,
        region: None,
    };
    assert_eq!(
        read("x.parquet", &super::written::parquet(&[row]), ""),
        "the score in row 1 of x.parquet is not finite: column `score` says NaN"
    );
}

#[test]
fn missing_columns_are_told_with_their_key() {
    let found = fault("labl,score\n1,1\n", "label = 'label'", &auc());
    assert_eq!(
        found,
        [
            "x.csv has no column `label`",
            "did you mean `labl`?",
            "`label` under [predictions] names it"
        ]
    );
    let found = fault("truth,score\n1,1\n", "", &auc());
    assert_eq!(
        found,
        [
            "no column of x.csv holds the label",
            "name it by `label` under [predictions]; without that it is looked for as `label`, `target`, `y_true`, `y`",
            "the columns are `truth`, `score`"
        ]
    );
    assert_eq!(
        first("label,p\n1,1\n", "", &auc()),
        "no column of x.csv holds the score"
    );
    assert_eq!(
        first("label,score\n1,1\n", "", &needs(&[Need::Queries])),
        "no column of x.csv holds the query"
    );
    assert_eq!(
        first("label\n1\n", "weight = 'w'", &needs(&[Need::Labels])),
        "x.csv has no column `w`"
    );
    let found = fault("label,p\n1,1\n", "", &accuracy());
    assert_eq!(found[0], "no column of x.csv holds the prediction");
    assert_eq!(
        found[3],
        "a score of the positive class will do as well: name it by `score`"
    );
}

#[test]
fn columns_of_probabilities_are_there() {
    let wanted = needs(&[Need::Labels, Need::Probabilities]);
    let found = fault(
        "label,p_cat,p_dogs\ncat,1,0\n",
        "probabilities = { cat = 'p_cat', dog = 'p_dog' }",
        &wanted,
    );
    assert_eq!(
        found,
        [
            "x.csv has no column `p_dog`",
            "did you mean `p_dogs`?",
            "`probabilities` under [predictions] names it for class `dog`"
        ]
    );
    assert_eq!(
        first("label\ncat\n", "", &wanted),
        "no columns of x.csv hold the probabilities of classes"
    );
    let twice = "probabilities = { 1 = 'label', '1.0' = 'label' }";
    assert!(
        first("label\ncat\n", twice, &wanted)
            .contains("fewer than two classes, or one of them twice")
    );
}

#[test]
fn no_rows_are_no_evidence() {
    assert_eq!(first("label,score\n", "", &auc()), "x.csv has no rows");
}

#[test]
fn rows_that_can_t_be_read_are_no_examples_less() {
    assert_eq!(
        first("label,score\n1,0.5\n0,0.5,1\n1\n0,1\n", "", &auc()),
        "2 rows of x.csv can't be read, the first on line 3: 3 fields instead of 2"
    );
}

#[test]
fn a_name_that_is_there_twice_means_nothing() {
    assert_eq!(
        first("label,score,score\n1,0.5,0.5\n", "", &auc()),
        "x.csv has more than one column `score`, which holds the score"
    );
    csv("label,score,other,other\n1,0.5,0,0\n", "", &auc());
}

#[test]
fn the_positive_class_is_known_and_there() {
    let text = "label,score\nfraud,1\nok,0\n";
    let found = fault(text, "", &auc());
    assert_eq!(
        found[0],
        "which class of x.csv is the positive one is not said"
    );
    assert_eq!(found[2], "the classes are `fraud`, `ok`");
    let found = fault(text, "positive = 'frad'", &auc());
    assert_eq!(
        found,
        [
            "no label of x.csv is the positive class `frad`",
            "did you mean `fraud`?",
            "`positive` under [predictions] names it"
        ]
    );
    assert_eq!(
        first(text, "positive = ''", &auc()),
        "the positive class has no name"
    );
}

#[test]
fn a_threshold_tells_two_classes_apart() {
    let text = "label,score\na,1\nb,0\nc,0\n";
    assert_eq!(
        first(text, "positive = 'a'", &accuracy()),
        "a threshold tells two classes apart, and x.csv has 3: `a`, `b`, `c`"
    );
    let both = "prediction = 'score'\nthreshold = 0.5";
    assert!(first(text, both, &accuracy()).starts_with("both `prediction` and `threshold`"));
}

#[test]
fn classes_that_are_written_in_two_ways_are_told() {
    assert_eq!(
        first("label,prediction\n1,true\n0,false\n", "", &accuracy()),
        "no predicted class of x.csv is among the labels: it says `false`, `true`, the labels are `0`, `1`"
    );
    let (columns, mut classes) = (columns(""), Classes::default());
    let mut sheet = |text: &str, party| {
        try_with(
            ("x.csv", text.as_bytes()),
            &columns,
            &accuracy(),
            &mut classes,
            party,
        )
    };
    sheet("label,prediction\n1,1\n0,0\n", Party::Candidate).expect("a sheet");
    let fault = sheet("prediction\ntrue\nfalse\n", Party::Baseline).expect_err("a fault");
    assert!(
        fault
            .message
            .starts_with("no predicted class of x.csv is among the labels")
    );
}

#[test]
fn one_column_is_not_both() {
    assert_eq!(
        first("y,score\n1,1\n", "prediction = 'y'", &accuracy()),
        "column `y` of x.csv is both the label and the prediction"
    );
}

#[test]
fn costs_are_given_for_classes_that_are_there() {
    let wanted = needs(&[Need::Labels, Need::Predicted, Need::Costs]);
    let text = "label,prediction\nfraud,ok\nok,ok\n";
    assert_eq!(first(text, "", &wanted), "no costs are given");
    let found = fault(text, "costs.frad.ok = 100", &wanted);
    assert_eq!(
        found[..2],
        [
            "the costs name class `frad`, which x.csv does not have, and leave out `fraud`",
            "did you mean `fraud`?"
        ]
    );
    csv(text, "costs.fraud.ok = 100\ncosts.rare.ok = 1", &wanted);
}

#[test]
fn slices_can_be_had() {
    let text = "label,prediction,region,age\n1,1,EU,30\n0,0,US,old\n";
    let sliced = |slice: &str| Wanted {
        slices: vec![slice.to_owned()],
        ..accuracy()
    };
    let found = fault(text, "", &sliced("regoin = 'EU'"));
    assert_eq!(
        found[..2],
        [
            "the slice `regoin = 'EU'` of x.csv can't be had: unknown column `regoin`",
            "did you mean `region`?"
        ]
    );
    assert_eq!(
        first(text, "", &sliced("age < 31")),
        "the slice `age < 31` can't be told in row 2 (line 3) of x.csv: `old` is not a number"
    );
    csv(text, "", &sliced("try_cast(age as double) < 31"));
    let found = fault(
        text,
        "",
        &Wanted {
            groups: vec!["regoin".to_owned()],
            ..accuracy()
        },
    );
    assert_eq!(
        found,
        [
            "x.csv has no column `regoin`",
            "did you mean `region`?",
            "its values are the groups that fairness is about"
        ]
    );
}

#[test]
fn columns_of_many_values_are_no_slices() {
    let mut text = "label,prediction,city\n".to_owned();
    for city in 0..1_001 {
        text += &format!("1,1,c{city}\n");
    }
    let wanted = Wanted {
        slices: vec!["city".to_owned()],
        ..accuracy()
    };
    let found = fault(&text, "", &wanted);
    assert_eq!(
        found[0],
        "column `city` of x.csv has more than 1000 values, and each would be a slice"
    );
    assert!(found[1].starts_with("write conditions instead"));
    let last = text.len() - "1,1,c1000\n".len();
    assert_eq!(csv(&text[..last], "", &wanted).slices().len(), 1_000);
}

#[test]
fn labels_of_many_values_are_no_classes() {
    let mut text = "label,prediction\n".to_owned();
    for label in 0..=65_536 {
        text += &format!("{label}.25,1\n");
    }
    let found = fault(&text, "", &accuracy());
    assert_eq!(
        found[0],
        "the label of x.csv is of more than 65536 classes: column `label`"
    );
}

#[test]
fn values_from_outside_are_cut() {
    let long = "x".repeat(500);
    let found = first(&format!("score\n{long}\n"), "", &scored());
    assert!(found.len() < 200, "{found}");
    let table = open("x.csv", format!("{long}\n1\n").as_bytes());
    assert_eq!(table.columns()[0].len(), 500);
    let found = fault(&format!("{long}\n1\n"), "", &scored());
    assert!(found.iter().all(|text| text.len() < 200), "{found:?}");
}
