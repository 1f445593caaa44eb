//! The demo study and the cross-check hold each other: what was planted is found, row by row.

use gainsay::model::limits::Limits;
use gainsay::project::Study;
use gainsay::project::cross_check::Checked;
use gainsay::project::import::ImportOptions;
use gainsay::store::Unlock;
use std::collections::HashMap;
use std::path::Path;

const EXPECTED: &str = "fixtures/demo/expected.csv";

fn judged() -> Checked {
    let folder = tempfile::tempdir().unwrap();
    let study = Study::create(
        &folder.path().join("s.gainsay"),
        &Unlock::Plain,
        None,
        Limits::default(),
    )
    .unwrap();
    study
        .import_folder(Path::new("fixtures/demo"), ImportOptions::default())
        .unwrap();
    study.check_pairs(Path::new(EXPECTED)).unwrap()
}

/// What the cross-check says of each pair: verdict and label, and the sentence.
fn found() -> HashMap<(String, String), (String, String)> {
    let judged = judged();
    let rows = judged.rows().map(|judged| judged.row);
    let told = rows.map(|row| {
        let verdict = match row.why {
            "" => row.verdict.as_str().to_owned(),
            why => format!("{}:{why}", row.verdict.as_str()),
        };
        ((row.claim_a, row.claim_b), (verdict, row.reason))
    });
    told.collect()
}

/// A bare `apparent` leaves the label open.
fn is_expected(verdict: &str, relation: &str) -> bool {
    verdict == relation || (relation == "apparent" && verdict.starts_with("apparent:"))
}

#[test]
fn every_planted_pair_is_judged_as_it_was_planted() {
    let found = found();
    let mut reader = csv::Reader::from_path(EXPECTED).unwrap();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 175);
    let wrong: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let (a, b, relation, note) = (&row[0], &row[1], &row[3], &row[10]);
            let (verdict, reason) = &found[&(a.to_owned(), b.to_owned())];
            (!is_expected(verdict, relation)).then(|| {
                format!("{a} {b}: expected {relation} ({note}), found {verdict}: {reason}")
            })
        })
        .collect();
    assert!(
        wrong.is_empty(),
        "{} rows:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}
