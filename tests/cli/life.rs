//! A study from its making to its way out: import, export, undo, redo, verify.

use crate::desk::{Desk, files, fixture};

#[test]
fn a_folder_comes_in_and_its_counts_are_told() {
    let desk = Desk::empty();
    desk.copy_fixture();
    let made = desk.run("init s.gainsay --unencrypted");
    assert!(made.err.contains("made s.gainsay, not encrypted\n"));
    let read = desk.run("import study small");
    assert_eq!(read.code, 0, "{}", read.err);
    assert!(read.err.contains("25 claims"), "{}", read.err);
    assert!(read.err.contains("undo: gainsay undo"), "{}", read.err);
    assert!(read.err.contains("README.md"), "{}", read.err);
    assert!(read.out.is_empty());
}

#[test]
fn the_same_folder_again_changes_nothing() {
    let desk = Desk::with_study();
    let again = desk.run("import study small");
    assert!(again.err.contains("nothing changed"), "{}", again.err);
    assert_eq!(desk.items("log").len(), 1);
}

#[test]
fn a_changed_row_is_changed_and_the_rest_stays() {
    let desk = Desk::with_study();
    let claims = desk
        .read("small/claims.csv")
        .replace("He had it from", "He has it from");
    desk.write("small/claims.csv", &claims);
    let rows = desk.json("import claims small/claims.csv");
    assert_eq!(rows["items"][0]["changed"], 1);
    assert_eq!(rows["items"][0]["unchanged"], 24);
    assert_eq!(rows["meta"]["operation"], "2");
}

#[test]
fn a_dry_run_tells_and_writes_nothing() {
    let desk = Desk::empty();
    desk.copy_fixture();
    desk.ok("init s.gainsay --unencrypted");
    let said = desk.run("import study small --dry-run").err;
    assert!(said.contains("would read") && said.contains("nothing was written"));
    assert!(desk.items("claims").is_empty() && desk.items("log").is_empty());
}

#[test]
fn what_goes_out_is_the_canonical_form_byte_for_byte() {
    let desk = Desk::with_study();
    let said = desk.run("export study -o out");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("for the team"));
    assert_eq!(files(&desk.path("out")), files(&fixture()));
}

#[test]
fn an_export_replaces_a_study_only_with_yes_and_nothing_else_ever() {
    let desk = Desk::with_study();
    desk.ok("export study -o out");
    assert_ne!(desk.run("export study -o out").code, 0);
    desk.ok("export study -o out --yes");
    std::fs::create_dir(desk.path("other")).unwrap();
    desk.write("other/letter.txt", "dear");
    assert_eq!(desk.run("export study -o other --yes").code, 1);
    assert_eq!(desk.read("other/letter.txt"), "dear");
    assert_eq!(desk.run("export study").code, 2);
    assert_eq!(desk.run("export study --public -o public").code, 1);
    assert!(!desk.path("public").exists());
}

#[test]
fn the_whole_import_is_undone_and_done_again() {
    let desk = Desk::with_study();
    let undone = desk.run("undo");
    assert!(
        undone
            .err
            .contains("undid operation 1 (imported the study folder small)"),
        "{}",
        undone.err
    );
    assert!(desk.items("claims").is_empty());
    desk.ok("verify");
    let redone = desk.run("redo");
    assert!(
        redone.err.contains("did operation 1 again (imported"),
        "{}",
        redone.err
    );
    desk.ok("verify");
    desk.ok("export study -o out");
    assert_eq!(files(&desk.path("out")), files(&fixture()));
    assert_eq!(desk.run("redo").code, 1);
}

#[test]
fn undo_and_redo_go_back_and_forth() {
    let desk = Desk::with_study();
    desk.ok("coders add ben");
    for _ in 0..3 {
        desk.ok("undo");
        assert!(!desk.field("coders list", "key").contains(&"ben".to_owned()));
        desk.ok("redo");
        assert!(desk.field("coders list", "key").contains(&"ben".to_owned()));
    }
    let undone = desk.run("undo --last 2");
    let told = undone.err.lines().filter(|line| line.starts_with("undid"));
    assert_eq!(told.count(), 2, "{}", undone.err);
    assert!(desk.items("claims").is_empty());
    desk.ok("redo --last 2");
    assert_eq!(desk.items("claims").len(), 25);
    desk.ok("verify");
}

#[test]
fn the_log_says_what_is_undone_and_what_is_back() {
    let desk = Desk::with_study();
    desk.ok("undo");
    assert_eq!(desk.field("log", "undone_by"), ["null", "2"]);
    desk.ok("redo");
    assert_eq!(desk.field("log", "undone_by"), ["null", "3", "null"]);
    assert_eq!(desk.items("log --last 1").len(), 1);
}

#[test]
fn an_operation_that_others_stand_on_is_not_undone() {
    let desk = Desk::with_study();
    let claims = desk
        .read("small/claims.csv")
        .replace("He had it from", "He has it from");
    desk.write("small/claims.csv", &claims);
    desk.ok("import claims small/claims.csv");
    let refused = desk.run("undo 1");
    assert_eq!(refused.code, 6);
    assert!(refused.err.contains("operation 2") && refused.err.contains("gainsay undo 2"));
    assert!(desk.run("undo 1 --dry-run").code == 6);
    assert_eq!(desk.run("undo 99").code, 2);
}

#[test]
fn a_study_that_was_changed_behind_its_back_is_not_sound() {
    let desk = Desk::with_study();
    let sound = desk.items("verify").remove(0);
    assert_eq!(
        (&sound["study"], &sound["faults"]),
        (&"sound".into(), &0.into())
    );
    let path = desk.path("s.gainsay");
    let mut bytes = std::fs::read(&path).unwrap();
    let words = b"The main gate is held by";
    let at = bytes
        .windows(words.len())
        .position(|found| found == words)
        .unwrap();
    bytes[at..at + 3].copy_from_slice(b"Tha");
    std::fs::write(&path, bytes).unwrap();
    let answer = desk.run("verify --json");
    assert_eq!(answer.code, 5);
    let error: serde_json::Value = serde_json::from_str(&answer.err).unwrap();
    assert_eq!(error["error"]["kind"], "integrity");
}

#[test]
fn a_damaged_search_index_loses_no_search_and_no_study() {
    let desk = Desk::with_study();
    let damage = |sql: &str| {
        let raw = rusqlite::Connection::open(desk.path("s.gainsay")).unwrap();
        raw.execute_batch(sql).unwrap();
    };
    let found = desk.ok("search pay* --show all");
    damage("update derived_search_data set block = zeroblob(40) where id > 10");
    assert_eq!(desk.ok("search pay* --show all"), found);
    assert_eq!(desk.ok("search pay* --show all"), found);
    desk.ok("verify");
    damage("update derived_search_document set must_be_read = 1, words = 0");
    let told = desk.run("verify");
    assert_eq!(told.code, 5);
    assert!(told.err.contains("the search index"), "{}", told.err);
    assert!(told.err.contains("nothing is lost"), "{}", told.err);
    desk.ok("verify");
    assert_eq!(desk.ok("search pay* --show all"), found);
}

#[test]
fn a_folder_with_errors_makes_no_study() {
    let desk = Desk::empty();
    desk.copy_fixture();
    let claims = desk
        .read("small/claims.csv")
        .replacen("affirms", "afirms", 1);
    desk.write("small/claims.csv", &claims);
    let refused = desk.run("init s.gainsay --unencrypted --from small");
    assert_eq!(refused.code, 5);
    assert!(
        refused.err.contains("claims.csv:2:stance"),
        "{}",
        refused.err
    );
    let left = std::fs::read_dir(desk.path("")).unwrap().count();
    assert_eq!(left, 1, "only the folder is there");
}

#[test]
fn bad_rows_are_left_out_and_listed_when_asked() {
    let desk = Desk::empty();
    desk.copy_fixture();
    let claims = desk
        .read("small/claims.csv")
        .replacen("affirms", "afirms", 1);
    desk.write("small/claims.csv", &claims);
    desk.ok("init s.gainsay --unencrypted");
    let said = desk.run("import study small --skip-bad");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(
        said.err.contains("skipped claims.csv:2:stance"),
        "{}",
        said.err
    );
    assert!(said.err.contains("skipped 1 row"), "{}", said.err);
    assert_eq!(desk.items("claims").len(), 24);
}

#[test]
fn the_status_is_what_gainsay_alone_says() {
    let desk = Desk::with_study();
    let status = desk.run("status");
    assert_eq!(status.out, desk.ok(""));
    assert!(status.err.contains("next: gainsay check"), "{}", status.err);
    let item = desk.items("status").remove(0);
    assert_eq!(item["study"], "The Sorkhab canal");
    assert_eq!(
        (&item["claims"], &item["encrypted"]),
        (&25.into(), &false.into())
    );
    assert_eq!(item["declared"], 4);
}

#[test]
fn tables_for_a_paper_are_written_for_the_team_alone() {
    let desk = Desk::with_study();
    let said = desk.run("export csv -o tables");
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("for the team"), "{}", said.err);
    assert!(desk.read("tables/claims.csv").starts_with("claim,"));
    assert_eq!(desk.run("export csv -o tables --no-input").code, 2);
    assert_eq!(desk.run("export csv --public -o public").code, 1);
    assert!(!desk.path("public").exists());
}

#[test]
fn the_demo_is_a_study_like_any_other() {
    let desk = Desk::empty();
    let told = desk.ok("demo");
    assert!(told.contains("invented"), "{told}");
    let study = std::fs::read_dir(desk.path("gainsay-demo"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|ending| ending == "gainsay"))
        .unwrap();
    let line = format!("-p {} verify", study.display());
    assert_eq!(desk.items(&line)[0]["study"], "sound");
}

#[test]
fn a_dry_run_of_several_undos_tells_them_all_and_takes_none_back() {
    let desk = Desk::with_study();
    desk.ok("claim edit c-01 --note one");
    desk.ok("claim edit c-01 --note two");
    let before = desk.ok("log --json");
    let said = desk.run("undo --last 2 --dry-run");
    assert_eq!(said.code, 0, "{}", said.err);
    let told = format!("{}{}", said.out, said.err);
    for operation in [3, 2] {
        let line = format!("would undo operation {operation} (edited claim c-01: note), 1 row");
        assert!(told.contains(&line), "{told}");
    }
    assert_eq!(desk.ok("log --json"), before);
    desk.ok("undo --last 2");
    let said = desk.run("redo --last 2 --dry-run");
    let told = format!("{}{}", said.out, said.err);
    for operation in [2, 3] {
        let line = format!("would do operation {operation} again");
        assert!(told.contains(&line), "{told}");
    }
    assert!(!desk.ok("claim show c-01 --json").contains("\"two\""));
}

#[test]
fn a_claim_of_somebody_who_was_not_in_the_interview_is_told_and_kept() {
    let desk = Desk::with_study();
    let claims = desk.items("claim list");
    let heard = |claim: &serde_json::Value| claim["interview"].as_str().unwrap().to_owned();
    let one = claims
        .iter()
        .find(|claim| !heard(claim).is_empty())
        .unwrap();
    let other = claims
        .iter()
        .find(|claim| !heard(claim).is_empty() && claim["source"] != one["source"])
        .unwrap();
    let line = format!(
        "claim add x-1 --source {} --interview {} --topic {} --stance affirms",
        one["source"].as_str().unwrap(),
        heard(other),
        "canal"
    );
    let told = format!(
        "the source {} was not in the interview {}",
        one["source"].as_str().unwrap(),
        heard(other)
    );
    let said = desk.run(&line);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains(&told), "{}", said.err);
    let own = line
        .replace(&heard(other), &heard(one))
        .replace("x-1", "x-2");
    assert!(!desk.run(&own).err.contains("was not in the interview"));
    let via = format!("{} --via somebody", line.replace("x-1", "x-3"));
    assert!(!desk.run(&via).err.contains("was not in the interview"));
}

#[test]
fn a_table_that_is_read_alone_says_nothing_of_the_files_beside_it() {
    let desk = Desk::with_study();
    desk.write("letter.txt", "no part of the study");
    desk.write(
        "codings.csv",
        "interview,code,coder,quote\nI-02,money,ana,it is low\n",
    );
    let file = desk.path("codings.csv");
    let read = desk.run(&format!("import codings {}", file.display()));
    assert_eq!(read.code, 0, "{}", read.err);
    assert!(!read.err.contains("letter.txt"), "{}", read.err);
    std::fs::rename(desk.path("letter.txt"), desk.path("small/letter.txt")).unwrap();
    let whole = desk.run("import study small");
    let is_named = whole.err.contains("left alone") && whole.err.contains("letter.txt");
    assert!(is_named, "{}", whole.err);
}
