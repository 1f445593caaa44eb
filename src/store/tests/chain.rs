//! What `verify` finds of what somebody did to the file, and what it cannot find.

use super::*;

/// Four operations on a few rows, and the triggers that guard the log gone.
fn tampered(sql: &str) -> Vec<String> {
    let study = history();
    assert!(
        study.faults().is_empty(),
        "sound before: {:?}",
        study.faults()
    );
    study.tamper(&without_triggers(&study));
    assert!(
        study.faults().is_empty(),
        "dropping triggers alone changes no row"
    );
    study.tamper("pragma foreign_keys = off");
    study.tamper(sql);
    study.faults()
}

fn history() -> Fixture {
    let mut study = Fixture::plain();
    // An attacker has a connection without the doors.
    study.store.connection = rusqlite::Connection::open(study.path()).unwrap();
    study
        .store
        .connection
        .execute_batch("pragma recursive_triggers = on")
        .unwrap();
    study.act("added a coder", &coder(1, "a")).unwrap();
    study
        .act("added two", &format!("{}{}", coder(2, "b"), coder(3, "c")))
        .unwrap();
    study
        .act("renamed", "update coder set key = 'bb' where key = 'b'")
        .unwrap();
    study
        .act("removed", "delete from coder where key = 'c'")
        .unwrap();
    study
}

fn without_triggers(study: &Fixture) -> String {
    study.one("select group_concat('drop trigger ' || name, ';') from sqlite_schema where type = 'trigger'")
}

#[test]
fn a_chain_that_nobody_touched_is_sound() {
    let study = history();
    let found = study.store.verify().unwrap();
    assert_eq!(
        (found.operations, found.rows, found.faults.len()),
        (4, 3, 0)
    );
    assert_eq!(Some((4, found.head)), study.store.head().unwrap());
}

#[test]
fn every_tampering_below_the_head_is_found() {
    let swap = "update operation set sequence = 99 where sequence = 2; update operation set sequence = 2 where sequence = 3; update operation set sequence = 3 where sequence = 99;
        update digest set operation = 99 where operation = 2; update digest set operation = 2 where operation = 3; update digest set operation = 3 where operation = 99;";
    let cases = [
        ("a row edited", "update coder set key = 'z' where key = 'a'"),
        ("a row removed", "delete from coder where key = 'a'"),
        ("a row put in", "insert into coder (id, key) values (x'00000000000000000000000000000009', 'z')"),
        ("a removed row back", "insert into coder (id, key) values (x'00000000000000000000000000000003', 'c')"),
        ("an operation dropped in the middle", "delete from digest where operation = 2; delete from operation where sequence = 2"),
        ("the same, numbers closed up", "delete from digest where operation = 2; delete from operation where sequence = 2;
            update operation set sequence = sequence - 1 where sequence > 2; update digest set operation = operation - 1 where operation > 2;"),
        ("the first operation dropped", "delete from digest where operation = 1; delete from operation where sequence = 1"),
        ("two operations swapped", swap),
        ("an action edited", "update operation set action = 'added a friend' where sequence = 1"),
        ("an actor edited", "update operation set actor = 'other' where sequence = 2"),
        ("a time edited", "update operation set at = '2001-01-01T00:00:00.000Z' where sequence = 3"),
        ("a copy edited", "update operation set copy = zeroblob(16) where sequence = 3"),
        ("an id edited", "update operation set id = zeroblob(16) where sequence = 3"),
        ("what it undoes edited", "update operation set undoes = 1 where sequence = 3"),
        ("a hash edited", "update operation set hash = zeroblob(32) where sequence = 3"),
        ("a root edited", "update operation set root = zeroblob(32) where sequence = 3"),
        ("digests cut", "delete from digest where operation = 2"),
        ("one digest cut", "delete from digest where operation = 2 and row = x'00000000000000000000000000000003'"),
        ("a digest edited", "update digest set hash = zeroblob(32) where operation = 4"),
        ("a salt edited", "update digest set salt = zeroblob(16) where operation = 4"),
        ("an old state edited", "update change set old = replace(old, '\"b\"', '\"x\"') where operation = 3"),
        ("an old state emptied", "update change set old = null where operation = 4"),
        ("a change cut", "delete from change where operation = 3"),
        ("a change put in", "insert into change (operation, noun, row, old) values (4, 'coder', x'00000000000000000000000000000001', null)"),
        ("another id for this copy", "update this_copy set copy = zeroblob(16)"),
        ("the row of this copy removed", "delete from this_copy"),
        ("changes given to another operation", "update operation set first_change = 1 where sequence = 3"),
    ];
    for (what, sql) in cases {
        assert!(!tampered(sql).is_empty(), "{what} was not found");
    }
}

#[test]
fn as_whom_a_copy_works_unless_told_otherwise_is_no_part_of_the_history() {
    // Every operation says who did it, and that is in the chain.
    let other = "update this_copy set actor = 'other', made_at = '2001-01-01T00:00:00.000Z'";
    assert_eq!(tampered(other), Vec::<String>::new());
    let unused = Fixture::plain();
    assert_eq!(unused.faults(), Vec::<String>::new());
}

#[test]
fn a_tail_that_was_cut_off_is_not_found_without_an_anchor_outside_the_file() {
    // Why the head goes into the key file, exports and copies: a bare chain cannot show this.
    let cut = "delete from digest where operation > 2; delete from change where operation > 2; delete from operation where sequence > 2;
        update coder set key = 'b' where key = 'bb'; insert into coder (id, key) values (x'00000000000000000000000000000003', 'c');";
    let study = history();
    let head = study.store.head().unwrap();
    study.tamper(&without_triggers(&study));
    study.tamper(cut);
    assert!(study.faults().is_empty(), "{:?}", study.faults());
    assert_ne!(study.store.head().unwrap(), head, "an anchor shows it");
}

#[test]
fn content_and_salt_can_be_erased_and_the_chain_still_verifies() {
    // A withdrawal: the row, what it was, and the salts go; the digests stay.
    let study = history();
    study.tamper(&without_triggers(&study));
    let row = "x'00000000000000000000000000000002'";
    study.tamper(&format!("delete from coder where id = {row}; update change set old = null where row = {row}; update digest set salt = null where row = {row};"));
    assert!(study.faults().is_empty(), "{:?}", study.faults());
}

#[test]
fn a_foreign_key_that_leads_nowhere_and_a_note_on_nothing_are_found() {
    for sql in [
        "insert into place (id, key, parent) values (x'00000000000000000000000000000009', 'p', x'00000000000000000000000000000008')",
        "insert into memo (id, about_noun, about, text) values (x'00000000000000000000000000000009', 'coder', x'00000000000000000000000000000008', 'x')",
    ] {
        let mut study = Fixture::plain();
        study.store.connection = rusqlite::Connection::open(study.path()).unwrap();
        study
            .store
            .connection
            .execute_batch("pragma foreign_keys = off")
            .unwrap();
        study.act("added", sql).unwrap();
        assert!(
            study
                .faults()
                .iter()
                .any(|fault| fault.contains("is not there")),
            "{sql}"
        );
    }
}

#[test]
fn the_log_says_who_did_what_when_and_how_much() {
    let study = history();
    let log = study.store.log(2).unwrap();
    assert_eq!(
        log.iter()
            .map(|one| (one.sequence, one.rows, one.action.as_str()))
            .collect::<Vec<_>>(),
        [(4, 1, "removed"), (3, 1, "renamed")]
    );
    assert!(
        log.iter()
            .all(|one| one.actor == "analyst" && one.at.starts_with("2022-11-25T"))
    );
    assert!(matches!(
        study.store.operation(9),
        Err(StoreError::NoSuchOperation(_))
    ));
}
