//! Correcting a transcript as a person or a script does it.

use crate::desk::Desk;

/// A study and a file of edits for the text of I-02.
fn desk(edits: &str) -> Desk {
    let desk = Desk::with_study();
    desk.write(
        "edits.csv",
        &format!("start,end,quote,replacement\n{edits}"),
    );
    desk
}

#[test]
fn a_correction_asks_and_is_not_done_unless_told_so() {
    let desk = desk(",,it is low,it was low\n");
    let before = desk.ok("transcript text I-02");
    let asked = desk.run("transcript correct I-02 --edits edits.csv");
    assert_eq!(asked.code, 2, "{}", asked.err);
    assert!(asked.err.contains("--yes"), "{}", asked.err);
    let dry = desk.run("transcript correct I-02 --edits edits.csv -n");
    assert!(
        dry.err.contains("version 2 by 1 replacement"),
        "{}",
        dry.err
    );
    assert!(dry.err.contains("nothing was written"), "{}", dry.err);
    assert!(dry.out.contains("it was low"), "{}", dry.out);
    assert_eq!(desk.ok("transcript text I-02"), before);
}

#[test]
fn a_correction_shows_what_moved_and_keeps_the_old_version() {
    let desk = desk(",,it is low,it was low\n");
    let before = desk.ok("transcript text I-02");
    let done = desk.json("transcript correct I-02 --edits edits.csv --version 1 --yes");
    let fates: Vec<_> = done["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["fate"])
        .collect();
    assert!(fates.contains(&&"grown".into()), "{done}");
    assert_eq!(desk.ok("transcript text I-02 --version 1"), before);
    assert_eq!(
        desk.ok("transcript text I-02"),
        before.replace("it is low", "it was low")
    );
    assert_eq!(desk.field("transcript list", "version")[2], "2");
    assert_eq!(desk.json("transcript show I-02")["meta"]["version"], 2);
    let late = desk.run("transcript correct I-02 --edits edits.csv --version 1 --yes");
    assert_eq!(late.code, 6, "{}", late.err);
    let gone = desk.run("transcript text I-02 --version 3");
    assert_eq!(gone.code, 1, "{}", gone.err);
    assert!(gone.err.contains("its newest is version 2"), "{}", gone.err);
    desk.ok("undo");
    assert_eq!(desk.ok("transcript text I-02"), before);
    desk.ok("verify");
}

#[test]
fn an_orphan_is_listed_and_settled() {
    let desk = desk(",,it is low,\n,,\"Sixty, not more.\",\n");
    let done = desk.run("transcript correct I-02 --edits edits.csv --yes");
    assert!(done.err.contains("2 orphaned"), "{}", done.err);
    let id = desk.field("code list --orphans", "coding").remove(0);
    assert_eq!(desk.field("claim list --orphans", "claim"), ["c-02"]);
    assert_eq!(desk.field("transcript list", "orphans")[2], "2");
    desk.ok(&format!("code move {id} --start 0 --end 4"));
    assert_eq!(desk.items("code list --orphans").len(), 0);
    let words = ["claim", "edit", "c-02", "--start", "0", "--end", "4"];
    assert_eq!(desk.run_words(&words).code, 0);
    assert_eq!(desk.items("claim list --orphans").len(), 0);
    desk.ok(&format!("code rm {id}"));
    assert!(!desk.field("code list", "coding").contains(&id));
    let wrong = desk.run("code move ffffffff --start 0 --end 4");
    assert_eq!(wrong.code, 2, "{}", wrong.err);
}

#[test]
fn an_edited_text_is_compared_and_the_same_text_changes_nothing() {
    let desk = Desk::with_study();
    let text = desk.ok("transcript text I-02");
    desk.write("same.txt", &text);
    let same = desk.run("transcript correct I-02 --text same.txt");
    assert_eq!(same.code, 0, "{}", same.err);
    assert!(same.err.contains("nothing changed"), "{}", same.err);
    desk.write("edited.txt", &text.replace("it is low", "it was low"));
    let rows = desk.ok("transcript correct I-02 --text edited.txt --yes --format csv");
    assert!(rows.starts_with("what,key,about,fate,start,end,"), "{rows}");
    let bad = desk.run("transcript correct I-02 --text nothing.txt --yes");
    assert_eq!(bad.code, 5, "{}", bad.err);
    let no = desk.run("transcript correct I-09 --text edited.txt --yes");
    assert_eq!(no.code, 2, "{}", no.err);
}
