//! What is refused, with which code, and in which words.

use crate::desk::Desk;

#[test]
fn a_rejected_file_names_file_line_column_and_what_would_be_right() {
    let desk = Desk::with_study();
    let claims = desk
        .read("small/claims.csv")
        .replace(",affirms,", ",afirms,");
    desk.write("bad.csv", &claims);
    let refused = desk.run("import claims bad.csv");
    assert_eq!(refused.code, 5);
    assert!(refused.out.is_empty());
    assert!(refused.err.contains("error: `afirms`"), "{}", refused.err);
    assert!(
        refused.err.contains("at  bad.csv:2:stance"),
        "{}",
        refused.err
    );
    assert!(refused.err.contains("affirms"), "{}", refused.err);
    assert_eq!(desk.items("log").len(), 1);
}

#[test]
fn every_fault_is_told_twenty_at_once_and_all_in_json() {
    let desk = Desk::with_study();
    let head = desk
        .read("small/memos.csv")
        .lines()
        .next()
        .unwrap()
        .to_owned();
    let rows: String = (0..30).map(|_| "claim:none,words,ana,2022\n").collect();
    desk.write("bad.csv", &format!("{head}\n{rows}"));
    let told = desk.run("import memos bad.csv");
    assert_eq!(told.err.matches("error: ").count(), 20, "{}", told.err);
    assert!(
        told.err.contains("and 10 more; --json lists them all"),
        "{}",
        told.err
    );
    let json = desk.run("import memos bad.csv --json");
    let error: serde_json::Value = serde_json::from_str(&json.err).unwrap();
    assert_eq!(error["schema"], "gainsay/error/1");
    assert_eq!(
        (&error["error"]["code"], &error["error"]["kind"]),
        (&5.into(), &"rejected".into())
    );
    assert_eq!(error["error"]["place"], "bad.csv:2:about");
    assert_eq!(error["error"]["others"].as_array().unwrap().len(), 29);
    assert!(json.out.is_empty());
}

#[test]
fn words_of_an_interview_never_stand_in_an_error() {
    let desk = Desk::with_study();
    let claims = desk
        .read("small/claims.csv")
        .replace("Sixty, not more.", "Marker words nobody said");
    desk.write("bad.csv", &claims);
    for line in ["import claims bad.csv", "import claims bad.csv --json"] {
        let refused = desk.run(line);
        assert_eq!(refused.code, 5, "{}", refused.err);
        assert!(refused.err.contains("bad.csv:3:quote"), "{}", refused.err);
        assert!(!refused.err.contains("Marker"), "{}", refused.err);
    }
}

#[test]
fn what_is_no_study_is_five() {
    let desk = Desk::empty();
    desk.write("a.gainsay", &"no study ".repeat(1000));
    assert_eq!(desk.run("claims --no-input").code, 5);
    desk.write("a.gainsay", "");
    let refused = desk.run("claims");
    assert_eq!(refused.code, 5);
    assert!(
        refused.err.contains("is not a gainsay study"),
        "{}",
        refused.err
    );
    assert_eq!(desk.run("claims -p none.gainsay").code, 1);
}

#[test]
fn a_newer_study_is_left_alone() {
    let desk = Desk::with_study();
    let path = desk.path("s.gainsay");
    let mut bytes = std::fs::read(&path).unwrap();
    // The number of the newest migration stands here in the header of the file.
    bytes[60..64].copy_from_slice(&9999_u32.to_be_bytes());
    std::fs::write(&path, &bytes).unwrap();
    let refused = desk.run("claims --json");
    assert_eq!(refused.code, 5);
    let error: serde_json::Value = serde_json::from_str(&refused.err).unwrap();
    assert_eq!(error["error"]["kind"], "newer");
    assert_eq!(std::fs::read(&path).unwrap(), bytes);
}

#[test]
fn a_study_that_another_program_writes_to_is_six() {
    let desk = Desk::with_study();
    // Another process of the same program cannot be held in the middle of a write from here, so
    // the library holds it.
    let store = gainsay::store::Store::open(
        &desk.path("s.gainsay"),
        &gainsay::store::Unlock::Plain,
        gainsay::store::clock::Clock::machine(),
    )
    .unwrap();
    let intent = gainsay::store::operation::Intent {
        actor: "analyst",
        action: "held the study",
        undoes: None,
        dry_run: true,
    };
    let held = store.transact(&intent, |_| {
        assert_eq!(desk.items("claims").len(), 25);
        let refused = desk.run("coders add ben");
        assert_eq!(refused.code, 6, "{}", refused.err);
        Ok::<_, gainsay::store::error::StoreError>(())
    });
    held.unwrap();
}

#[test]
fn a_mistyped_key_gets_a_suggestion_and_the_next_command() {
    let desk = Desk::with_study();
    for (line, meant) in [
        ("topic show gate-holde", "gate-holder"),
        ("claims --topic water-lo", "water-low"),
        ("check --source S-1", "S-01"),
        ("place show sorkhab-lowr", "sorkhab-lower"),
        ("rule run pay-lat", "pay-late"),
    ] {
        let refused = desk.run(line);
        assert_eq!(refused.code, 2, "{line}");
        let hint = format!("did you mean `{meant}`?");
        assert!(refused.err.contains(&hint), "{line}: {}", refused.err);
        assert!(refused.err.contains("gainsay "), "{line}: {}", refused.err);
    }
}

#[test]
fn usage_is_two_and_says_nothing_on_stdout() {
    let desk = Desk::with_study();
    for line in [
        "clams",
        "check --per-block 0",
        "finding accept c-04,c-05",
        "claims --stance afirms",
        "claims --json=clam",
        "schema claim",
        "code accept",
        "import study -",
    ] {
        let refused = desk.run(line);
        assert_eq!(refused.code, 2, "{line}: {}", refused.err);
        let is_told = refused.err.contains("error: ") || refused.err.contains("gainsay/error/1");
        assert!(refused.out.is_empty() && is_told, "{line}: {}", refused.err);
    }
}

#[test]
fn without_a_study_the_way_to_one_is_told() {
    let desk = Desk::empty();
    let refused = desk.run("claims");
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("gainsay init FILE"), "{}", refused.err);
}
