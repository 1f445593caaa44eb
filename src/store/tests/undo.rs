//! Taking operations back and bringing them back.

use super::*;

fn dry(store: &Store, sql: &str) -> Done<()> {
    let intent = Intent {
        actor: "analyst",
        action: "tried",
        undoes: None,
        dry_run: true,
    };
    store
        .transact(&intent, |store| {
            Ok::<_, StoreError>(store.connection.execute_batch(sql)?)
        })
        .unwrap()
}

/// Does something, takes it back, brings it again: three states that must be what they were.
fn there_and_back(study: &Fixture, sql: &str) {
    let before = study.rows();
    let done = study.act("did it", sql).unwrap();
    let after = study.rows();
    assert_ne!(before, after);
    let undone = study
        .store
        .undo(done.operation.unwrap(), "analyst", false)
        .unwrap();
    assert_eq!(study.rows(), before, "undo of {sql}");
    study
        .store
        .undo(undone.operation.unwrap(), "analyst", false)
        .unwrap();
    assert_eq!(study.rows(), after, "redo of {sql}");
    assert!(study.faults().is_empty(), "{:?}", study.faults());
}

fn people(study: &Fixture) {
    let sql = format!(
        "insert into side (id, key) values ({0}, 'north'), ({1}, 'south');
         insert into side_opposes (id, owner, position, target) values ({2}, {0}, 0, {1}), ({3}, {0}, 1, {0});
         insert into coder (id, key) values ({4}, 'a'), ({5}, 'b');",
        id(1), id(2), id(3), id(4), id(5), id(6)
    );
    study.act("people", &sql).unwrap();
}

#[test]
fn inserts_updates_deletes_and_lists_come_back() {
    let study = Fixture::plain();
    people(&study);
    there_and_back(&study, &coder(20, "new"));
    there_and_back(&study, "update coder set key = 'changed' where key = 'a'");
    there_and_back(&study, "delete from coder where key = 'b'");
    there_and_back(
        &study,
        &format!(
            "delete from side_opposes where position = 0; update side_opposes set position = 0; update side set name = 'N' where id = {}",
            id(1)
        ),
    );
    there_and_back(&study, "delete from side_opposes; delete from side");
    there_and_back(
        &study,
        &format!(
            "insert into memo (id, about_noun, about, text) values ({}, 'coder', {}, 'words')",
            id(30),
            id(20)
        ),
    );
}

#[test]
fn keys_that_two_rows_swapped_are_swapped_back() {
    let study = Fixture::plain();
    people(&study);
    there_and_back(
        &study,
        "update coder set key = 'tmp' where key = 'a'; update coder set key = 'a' where key = 'b'; update coder set key = 'b' where key = 'tmp'",
    );
}

#[test]
fn a_row_that_came_and_went_in_one_operation_leaves_nothing() {
    let study = Fixture::plain();
    people(&study);
    let before = study.rows();
    let done = study
        .act(
            "came and went",
            &format!(
                "{} update coder set key = 'y' where key = 'x'; delete from coder where key = 'y';",
                coder(9, "x")
            ),
        )
        .unwrap();
    study
        .store
        .undo(done.operation.unwrap(), "analyst", false)
        .unwrap();
    assert_eq!(study.rows(), before);
    assert!(study.faults().is_empty());
}

#[test]
fn an_operation_without_changes_leaves_no_trace() {
    let study = Fixture::plain();
    people(&study);
    for sql in [
        "",
        "update coder set key = key",
        "delete from coder where key = 'nobody'",
    ] {
        let done = study.act("nothing", sql).unwrap();
        assert_eq!((done.operation, done.rows), (None, 0), "{sql}");
    }
    assert_eq!(study.store.log(9).unwrap().len(), 1);
    assert_eq!(study.one("select count(*) from open_operation"), "0");
}

#[test]
fn a_change_that_fails_leaves_nothing() {
    let study = Fixture::plain();
    people(&study);
    let before = study.rows();
    let error = refusal(study.act("half", &format!("{}{}", coder(20, "new"), coder(21, "new"))));
    assert!(matches!(error, StoreError::Rule(_)), "{error}");
    assert_eq!(study.rows(), before);
    assert_eq!(study.one("select count(*) from operation"), "1");
    study.act("after", &coder(20, "new")).unwrap();
}

#[test]
fn a_dry_run_leaves_not_a_byte() {
    let study = Fixture::plain();
    people(&study);
    study.tamper("pragma wal_checkpoint(truncate)");
    let bytes = std::fs::read(study.path()).unwrap();
    let done = dry(&study.store, &coder(20, "new"));
    assert_eq!(done.rows, 1);
    study.store.undo(1, "analyst", true).unwrap();
    assert_eq!(std::fs::read(study.path()).unwrap(), bytes);
    assert_eq!(study.store.log(9).unwrap().len(), 1);
    assert_eq!(study.one("select count(*) from coder"), "2");
}

#[test]
fn what_is_undone_is_not_undone_again() {
    let study = Fixture::plain();
    people(&study);
    study.store.undo(1, "analyst", false).unwrap();
    let error = refusal(study.store.undo(1, "analyst", false));
    assert_eq!(error.to_string(), "operation 1 is undone already");
    assert!(matches!(
        study.store.undo(7, "analyst", false),
        Err(StoreError::NoSuchOperation(_))
    ));
}

#[test]
fn an_operation_that_later_ones_built_on_is_refused_with_their_numbers() {
    let study = Fixture::plain();
    people(&study);
    study
        .act("renamed", "update coder set key = 'c' where key = 'a'")
        .unwrap();
    study.act("apart", &coder(20, "new")).unwrap();
    study
        .act("renamed", "update coder set key = 'd' where key = 'c'")
        .unwrap();
    let error = refusal(study.store.undo(1, "analyst", false));
    assert!(
        matches!(&error, StoreError::Overtaken { operation: 1, later } if *later == [2, 4]),
        "{error}"
    );
    study.store.undo(4, "analyst", false).unwrap();
    let error = refusal(study.store.undo(1, "analyst", false));
    assert!(
        matches!(&error, StoreError::Overtaken { later, .. } if *later == [2]),
        "{error}"
    );
    study.store.undo(2, "analyst", false).unwrap();
    study.store.undo(1, "analyst", false).unwrap();
    assert_eq!(study.one("select group_concat(key) from coder"), "new");
}

#[test]
fn a_redo_is_refused_where_the_rows_changed_since() {
    let study = Fixture::plain();
    people(&study);
    study
        .act("renamed", "update coder set key = 'c' where key = 'a'")
        .unwrap();
    study.store.undo(2, "analyst", false).unwrap();
    study
        .act("renamed", "update coder set key = 'd' where key = 'a'")
        .unwrap();
    let error = refusal(study.store.undo(3, "analyst", false));
    assert!(
        matches!(&error, StoreError::Overtaken { later, .. } if *later == [4]),
        "{error}"
    );
    // A redo that was itself redone still stands in the way.
    study.store.undo(4, "analyst", false).unwrap();
    study.store.undo(5, "analyst", false).unwrap();
    assert!(matches!(
        study.store.undo(3, "analyst", false),
        Err(StoreError::Overtaken { .. })
    ));
}

#[test]
fn undo_and_redo_go_newest_first_and_back_in_order() {
    let study = Fixture::plain();
    for (number, key) in [(1, "a"), (2, "b"), (3, "c")] {
        study
            .act(&format!("added {key}"), &coder(number, key))
            .unwrap();
    }
    for wanted in [3, 2, 1] {
        assert_eq!(study.store.last_undoable().unwrap(), Some(wanted));
        study.store.undo(wanted, "analyst", false).unwrap();
    }
    assert_eq!(study.store.last_undoable().unwrap(), None);
    for count in ["1", "2", "3"] {
        let undo = study.store.last_redoable().unwrap().unwrap();
        study.store.undo(undo, "analyst", false).unwrap();
        assert_eq!(study.one("select count(*) from coder"), count);
    }
    assert_eq!(study.one("select group_concat(key) from coder"), "a,b,c");
    assert_eq!(study.store.last_redoable().unwrap(), None);
    let log = study.store.log(1).unwrap();
    assert_eq!(log[0].action, "redid operation 3: added c");
    assert!(study.faults().is_empty());
}

#[test]
fn a_row_that_a_note_speaks_of_is_not_taken_away_under_it() {
    let study = Fixture::plain();
    people(&study);
    for (number, sql) in [
        (
            30,
            format!(
                "insert into memo (id, about_noun, about, text) values ({}, 'coder', {}, 'words')",
                id(30),
                id(5)
            ),
        ),
        (
            31,
            format!(
                "insert into topic (id, key, statement, kind) values ({0}, 't', 's', 'state')",
                id(31)
            ),
        ),
    ] {
        study.act(&format!("added {number}"), &sql).unwrap();
    }
    study.act("follow up", &format!("insert into follow_up (id, about_noun, about, what, status) values ({}, 'topic', {}, 'ask', 'wanted')", id(32), id(31))).unwrap();
    for operation in [1, 3] {
        let error = refusal(study.store.undo(operation, "analyst", false));
        assert!(matches!(error, StoreError::Rule(_)), "{error}");
    }
    assert!(study.faults().is_empty());
    study.store.undo(4, "analyst", false).unwrap();
    study.store.undo(3, "analyst", false).unwrap();
}

#[test]
fn many_operations_are_undone_in_a_short_time() {
    let study = Fixture::plain();
    people(&study);
    // Undo and redo of one operation over and over: each link of the chain speaks of the last.
    let mut last = study
        .act("renamed", "update coder set key = 'c' where key = 'a'")
        .unwrap()
        .operation
        .unwrap();
    let start = std::time::Instant::now();
    for _ in 0..120 {
        last = study
            .store
            .undo(last, "analyst", false)
            .unwrap()
            .operation
            .unwrap();
    }
    assert_eq!(
        study.one("select group_concat(key) from (select key from coder order by key)"),
        "b,c"
    );
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
