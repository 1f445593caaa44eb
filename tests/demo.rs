//! The demo study and the cross-check hold each other: what was planted is found.

use gainsay::model::limits::Limits;
use gainsay::project::Study;
use gainsay::project::cross_check::Checked;
use gainsay::project::import::ImportOptions;
use gainsay::store::Unlock;
use std::collections::HashMap;
use std::path::Path;

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
    study
        .check_pairs(Path::new("fixtures/demo/expected.csv"))
        .unwrap()
}

#[test]
fn expected() {
    let checked = judged();
    let found: HashMap<_, _> = checked
        .rows()
        .map(|j| ((j.row.claim_a.clone(), j.row.claim_b.clone()), j.row))
        .collect();
    let mut reader = csv::Reader::from_path("fixtures/demo/expected.csv").unwrap();
    let mut wrong = 0;
    let mut all = 0;
    for r in reader.records() {
        let r = r.unwrap();
        let row = &found[&(r[0].to_owned(), r[1].to_owned())];
        let is = if row.why.is_empty() {
            row.verdict.as_str().to_owned()
        } else {
            format!("{}:{}", row.verdict.as_str(), row.why)
        };
        let (want, _) = (r[3].to_owned(), ());
        all += 1;
        let ok = is == want || (want == "apparent" && is.starts_with("apparent"));
        if !ok {
            wrong += 1;
            println!(
                "{} {} want {} got {} | accept {} | {} | {}",
                &r[0], &r[1], want, is, &r[8], row.reason, &r[10]
            );
        }
    }
    println!("{wrong} of {all}");
}
