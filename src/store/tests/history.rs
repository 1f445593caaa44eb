//! The traps of history that stand in the design, one test each.

use super::super::history::{self, Holds, KeptTable};
use super::super::migrate::Step;
use super::*;
use rusqlite::params;

#[test]
fn the_open_operation_is_a_row_of_the_file_not_of_a_temporary_table() {
    let study = Fixture::plain();
    let schema =
        study.one("select group_concat(sql, ' ') from sqlite_schema where type = 'trigger'");
    assert!(schema.contains("from open_operation"));
    assert_eq!(study.one("select count(*) from sqlite_temp_schema"), "0");
    study.act("added", &coder(1, "a")).unwrap();
    assert_eq!(study.one("select count(*) from open_operation"), "0");
}

#[test]
fn no_kept_table_is_written_outside_an_operation() {
    let study = Fixture::plain();
    study.act("added", &coder(1, "a")).unwrap();
    for table in &study.store.kept {
        let name = &table.name;
        let columns = table
            .columns
            .iter()
            .map(|(column, _)| column.as_str())
            .collect::<Vec<_>>();
        // Checks and keys would stop an empty row too, and later: only the gate's own word counts.
        let cells = columns
            .iter()
            .map(|column| sample(table, column))
            .collect::<Vec<_>>();
        let insert = format!(
            "insert into {name} ({}) values ({})",
            columns.join(", "),
            cells.join(", ")
        );
        let error = study
            .store
            .connection
            .execute_batch(&insert)
            .map_err(StoreError::from);
        assert!(
            matches!(error, Err(StoreError::NoOperation)),
            "{name}: {error:?}"
        );
    }
    for sql in [
        "update coder set key = 'b'",
        "delete from coder",
        "insert or replace into coder values (x'00000000000000000000000000000001', 'z', null)",
    ] {
        let error = study
            .store
            .connection
            .execute_batch(sql)
            .map_err(StoreError::from);
        assert!(
            matches!(error, Err(StoreError::NoOperation)),
            "{sql}: {error:?}"
        );
    }
    assert_eq!(study.one("select key from coder"), "a");
}

/// A cell that the column's own checks let through.
fn sample(table: &KeptTable, column: &str) -> String {
    let words = [
        ("stance", "affirms"),
        ("implies_stance", "affirms"),
        ("judgement", "agrees"),
        (
            "status",
            if table.name == "follow_up" {
                "done"
            } else {
                "accepted"
            },
        ),
        ("result", "answered"),
        ("agreed", "yes"),
        ("sight", "blind"),
        ("text_kind", "original"),
    ];
    if let Some((_, word)) = words.iter().find(|(name, _)| *name == column) {
        return format!("'{word}'");
    }
    let is_kind = column == "kind" && matches!(table.name.as_str(), "topic" | "transcript");
    let blob = table
        .columns
        .iter()
        .any(|(name, holds)| name == column && *holds == Holds::Bytes);
    match column {
        _ if is_kind && table.name == "topic" => "'state'".to_owned(),
        _ if is_kind => "'original'".to_owned(),
        _ if table.name == "cross_check" && !blob => "null".to_owned(),
        "example" if table.name == "coding" => "'yes'".to_owned(),
        "hash" | "file_hash" => format!("x'{}'", "00".repeat(32)),
        "source" | "target" | "question" if blob => id(200),
        "letter" => "'A'".to_owned(),
        "value" => "'1'".to_owned(),
        "probability" | "share" => "null".to_owned(),
        "target_text" | "via_text" | "event_text" | "version" | "end_cp" | "start_cp"
            if !matches!(table.name.as_str(), "replacement" | "fired_word") =>
        {
            "null".to_owned()
        }
        "end_cp" => "2".to_owned(),
        "number" | "low" | "high" | "position" | "said" | "length_cp" | "start_cp" => {
            "1".to_owned()
        }
        name if name.ends_with("unsure") => "0".to_owned(),
        _ if blob => id(201),
        name if NULLABLE_WORDS.contains(&name) => "null".to_owned(),
        _ => "'x'".to_owned(),
    }
}

const NULLABLE_WORDS: &[&str] = &[
    "interviews_declared",
    "factor",
    "type",
    "k_team",
    "k_public",
    "children",
    "kind",
    "members_low",
    "members_high",
    "mode",
    "recording",
    "translation_checked",
    "awareness",
    "measure",
    "exclusive",
    "range_low",
    "range_high",
    "retired",
    "unit",
    "text_kind",
    "anchor",
    "time_mode",
    "modality",
    "basis",
    "against_interest",
    "settled",
    "trend",
    "digit",
    "explanation",
];

#[test]
fn insert_or_replace_keeps_the_row_that_it_pushed_out() {
    let study = Fixture::plain();
    study.act("added", &coder(1, "a")).unwrap();
    study.act("replaced", "insert or replace into coder (id, key) values (x'00000000000000000000000000000002', 'a')").unwrap();
    let pushed_out = study.one("select old from change where operation = 2 and old is not null");
    assert!(pushed_out.contains(r#""key":"a""#), "{pushed_out}");
    assert!(study.faults().is_empty(), "{:?}", study.faults());
    study.store.undo(2, "analyst", false).unwrap();
    assert_eq!(
        study.one("select hex(id) from coder"),
        format!("{}01", "00".repeat(15))
    );
    assert_eq!(study.one("pragma recursive_triggers"), "1");
}

#[test]
fn without_recursive_triggers_the_row_would_be_gone_from_history() {
    // The control: what the asserted pragma is for.
    let study = Fixture::plain();
    study.act("added", &coder(1, "a")).unwrap();
    let other = rusqlite::Connection::open(study.path()).unwrap();
    other.execute_batch("pragma recursive_triggers = off; begin immediate; insert into operation (id, actor, copy, at, action, first_change) values (x'01000000000000000000000000000000', 'a', x'01000000000000000000000000000000', 'n', 'x', 9); insert into open_operation values (1, last_insert_rowid()); insert or replace into coder (id, key) values (x'00000000000000000000000000000002', 'a');").unwrap();
    let kept: i64 = other
        .query_row(
            "select count(*) from change where old is not null",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(kept, 0);
}

#[test]
fn an_upsert_is_an_update_with_history() {
    let study = Fixture::plain();
    study.act("added", &coder(1, "a")).unwrap();
    study.act("wrote over", "insert into side (id, key, name) values (x'00000000000000000000000000000003', 's', 'one')").unwrap();
    study.act("wrote over", "insert into side (id, key, name) values (x'00000000000000000000000000000004', 's', 'two') on conflict (key) do update set name = excluded.name").unwrap();
    assert_eq!(
        study.one("select hex(id) || name from side"),
        format!("{}03two", "00".repeat(15))
    );
    assert!(study.faults().is_empty());
    study.store.undo(3, "analyst", false).unwrap();
    assert_eq!(study.one("select name from side"), "one");
}

#[test]
fn an_id_never_changes() {
    let study = Fixture::plain();
    study.act("added", &coder(1, "a")).unwrap();
    let error = refusal(study.act(
        "moved",
        "update coder set id = x'00000000000000000000000000000009'",
    ));
    assert!(matches!(error, StoreError::Rule(_)), "{error}");
    let error = refusal(study.act("moved", "insert into coder (id, key) values (x'00000000000000000000000000000009', 'a') on conflict (key) do update set id = excluded.id"));
    assert!(matches!(error, StoreError::Rule(_)), "{error}");
    assert_eq!(study.store.log(9).unwrap().len(), 1);
}

#[test]
fn reals_and_whole_numbers_survive_an_undo_to_the_last_bit() {
    let study = Fixture::plain();
    let reals = [
        0.1 + 0.2,
        1e300,
        -1e300,
        -0.0,
        f64::MIN_POSITIVE,
        5e-324,
        1.0 / 3.0,
        123_456_789.123_456_79,
        1e15,
        9_007_199_254_740_993.0,
        f64::MAX,
    ];
    for (at, real) in (1_u8..).zip(reals) {
        let key = format!("w{at}");
        study
            .act(
                "added",
                &format!(
                    "insert into number_word (id, key, low, high) values ({}, '{key}', 0.0, 0.0)",
                    id(at)
                ),
            )
            .unwrap();
        let intent = Intent {
            actor: "analyst",
            action: "set",
            undoes: None,
            dry_run: false,
        };
        study
            .store
            .transact(&intent, |store| {
                store.connection.execute(
                    "update number_word set low = ?2, high = 1.0 where key = ?1",
                    params![key, real],
                )?;
                Ok::<_, StoreError>(())
            })
            .unwrap();
        // SQLite keeps -0.0 as 0: nothing that can be stored is lost.
        let real = if real == 0.0 { 0.0 } else { real };
        let done = study
            .act(
                "lost",
                &format!("update number_word set low = 7.0, high = 2.0 where key = '{key}'"),
            )
            .unwrap();
        study
            .store
            .undo(done.operation.unwrap(), "analyst", false)
            .unwrap();
        let back: f64 = study
            .store
            .connection
            .query_row(
                "select low from number_word where key = ?1",
                [&key],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(
            back.to_bits(),
            real.to_bits(),
            "{real:e} came back as {back:e}"
        );
    }
    let whole = [i64::MAX, i64::MAX - 1, 9_007_199_254_740_993, 0];
    for (at, number) in (50_u8..).zip(whole) {
        study.act("added", &format!("insert into study (id, name, interviews_declared) values ({}, 's{at}', {number})", id(at))).unwrap();
        let done = study
            .act(
                "lost",
                &format!(
                    "update study set interviews_declared = 1 where id = {}",
                    id(at)
                ),
            )
            .unwrap();
        study
            .store
            .undo(done.operation.unwrap(), "analyst", false)
            .unwrap();
        assert_eq!(
            study.one(&format!(
                "select interviews_declared from study where id = {}",
                id(at)
            )),
            number.to_string()
        );
    }
    assert!(study.faults().is_empty(), "{:?}", study.faults());
}

#[test]
fn the_smallest_whole_number_survives_json() {
    let study = Fixture::plain();
    for number in [i64::MIN, i64::MIN + 1, -1] {
        let back: i64 = study
            .store
            .connection
            .query_row(
                "select json_extract(json_object('n', ?1), '$.n')",
                [number],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(back, number);
    }
}

#[test]
fn infinity_is_never_stored() {
    let study = Fixture::plain();
    for bad in ["9e999", "-9e999"] {
        for sql in [
            format!(
                "insert into number_word (id, key, low, high) values ({}, 'w', {bad}, 1.0)",
                id(1)
            ),
            format!(
                "insert into number_word (id, key, low, high) values ({}, 'w', 1.0, {bad})",
                id(1)
            ),
            format!(
                "insert into unit (id, key, factor) values ({}, 'u', {bad})",
                id(2)
            ),
            format!(
                "insert into topic (id, key, statement, kind, range_low) values ({}, 't', 's', 'state', {bad})",
                id(3)
            ),
            format!(
                "insert into topic (id, key, statement, kind, range_high) values ({}, 't', 's', 'state', {bad})",
                id(3)
            ),
        ] {
            assert!(
                matches!(study.act("added", &sql), Err(StoreError::Rule(_))),
                "{sql}"
            );
        }
    }
    // Every real column of the schema has such a check.
    let unchecked = study.one("select count(*) from sqlite_schema as s, pragma_table_info(s.name) as c
        where s.type = 'table' and c.type = 'REAL' and instr(s.sql, 'abs(' || c.name || ') < 9e999') = 0");
    assert_eq!(unchecked, "0");
}

#[test]
fn every_text_and_every_blob_survives_an_undo() {
    let study = Fixture::plain();
    let texts = [
        "",
        " ",
        "plain",
        "it's \"quoted\" \\ back/slash",
        "line\nfeed\r\n\ttab\u{1}\u{7f}",
        "😀 \u{1f1e6}\u{1f1eb}",
        "حواله\u{200c}دار \u{202b}راست\u{202c} ۱۴۰۰",
        "\u{feff}bom",
        "null",
        "{\"a\":1}",
        "12",
        "1e400",
        "\u{2028}\u{e000}\u{10ffff}",
    ];
    let intent = |action| Intent {
        actor: "analyst",
        action,
        undoes: None,
        dry_run: false,
    };
    for (at, text) in (1_u8..).zip(texts) {
        let hash: Vec<u8> = (0..32).map(|byte| byte * 8 + at % 8).collect();
        study
            .act(
                "interview",
                &format!(
                    "insert into interview (id, key, held_on) values ({}, 'i{at}', '2021')",
                    id(at)
                ),
            )
            .unwrap();
        let done = study.store.transact(&intent("added"), |store| {
            store.connection.execute(&format!("insert into transcript (id, interview, kind, path, file_hash) values ({0}, {0}, 'original', ?1, ?2)", id(at)), params![text, hash])?;
            Ok::<_, StoreError>(())
        }).unwrap();
        let before = study.rows();
        let gone = study
            .act(
                "lost",
                &format!(
                    "update transcript set path = 'other', file_hash = zeroblob(32) where id = {}",
                    id(at)
                ),
            )
            .unwrap();
        study
            .store
            .undo(gone.operation.unwrap(), "analyst", false)
            .unwrap();
        assert_eq!(study.rows(), before);
        let back: (String, Vec<u8>) = study
            .store
            .connection
            .query_row(
                &format!(
                    "select path, file_hash from transcript where id = {}",
                    id(at)
                ),
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .unwrap();
        assert_eq!(back, (text.to_owned(), hash), "{:?}", done.operation);
    }
    assert!(study.faults().is_empty());
}

#[test]
fn deferred_keys_let_a_tree_come_in_any_order_and_refuse_a_parent_that_never_comes() {
    let study = Fixture::plain();
    let child = format!(
        "insert into place (id, key, parent) values ({}, 'child', {});",
        id(1),
        id(2)
    );
    let parent = format!("insert into place (id, key) values ({}, 'parent');", id(2));
    let error = refusal(study.act("half", &child));
    assert!(matches!(error, StoreError::Rule(_)), "{error}");
    assert_eq!(study.one("select count(*) from place"), "0");
    study.act("both", &format!("{child}{parent}")).unwrap();
    study.store.undo(1, "analyst", false).unwrap();
    study.store.undo(2, "analyst", false).unwrap();
    assert_eq!(
        study.one("select count(*) from place where parent is not null"),
        "1"
    );
    let error = refusal(study.act("cut", &format!("delete from place where id = {}", id(2))));
    assert_eq!(
        error.to_string(),
        "the change breaks a rule of the study: a row that others name would be gone"
    );
    assert!(study.faults().is_empty());
}

#[test]
fn what_is_derived_or_about_this_copy_has_no_history() {
    let study = Fixture::plain();
    let kept: Vec<_> = study
        .store
        .kept
        .iter()
        .map(|table| table.name.as_str())
        .collect();
    for without in [
        "operation",
        "open_operation",
        "change",
        "digest",
        "this_copy",
        "derived_run",
        "derived_claim_cache",
    ] {
        assert!(!kept.contains(&without), "{without}");
        assert_eq!(study.one(&format!("select count(*) from sqlite_schema where type = 'trigger' and name like 'history_{without}_%'")), "0");
    }
    study
        .store
        .connection
        .execute_batch(
            "insert into derived_run (head, at, settings, counts) values (0, 'now', '{}', '{}')",
        )
        .unwrap();
    study.act("added", &coder(1, "a")).unwrap();
    study.store.undo(1, "analyst", false).unwrap();
    let again = history::kept_tables(&study.store.connection).unwrap();
    assert_eq!(
        again, study.store.kept,
        "an undo leaves no table with history behind"
    );
}

#[test]
fn every_kept_table_has_an_id_and_its_four_triggers() {
    let study = Fixture::plain();
    assert!(study.store.kept.len() > 30);
    for table in &study.store.kept {
        let name = &table.name;
        assert_eq!(study.one(&format!("select type || pk || \"notnull\" from pragma_table_info('{name}') where name = 'id'")), "BLOB11", "{name}");
        assert_eq!(
            study.one(&format!(
                "select sql like '% strict%' from sqlite_schema where name = '{name}'"
            )),
            "1",
            "{name}"
        );
        for what in ["insert", "update", "delete", "id"] {
            assert_eq!(study.one(&format!("select count(*) from sqlite_schema where type = 'trigger' and tbl_name = '{name}' and name = 'history_{name}_{what}'")), "1", "{name} {what}");
        }
    }
}

#[test]
fn a_table_and_a_column_that_a_later_step_adds_have_history() {
    const LATER: &[Step] = &[
        Step { number: 1, sql: "" },
        Step { number: 2, sql: "" },
        Step { number: 3, sql: "" },
        Step {
            number: 4,
            sql: "create table parcel (id blob primary key not null check (length(id) = 16), words text) strict; alter table coder add column colour text;",
        },
    ];
    let study = Fixture::plain();
    study.act("added", &coder(1, "a")).unwrap();
    let folder = study.closed();
    let path = folder.path().join("a.gainsay");
    let store = Store::open_with(&path, &Unlock::Plain, later(), LATER).unwrap();
    assert!(
        store.verify().unwrap().faults.is_empty(),
        "{:?}",
        store.verify().unwrap().faults
    );
    let bare = store
        .connection
        .execute_batch(&format!(
            "insert into parcel (id, words) values ({}, 'x')",
            id(5)
        ))
        .map_err(StoreError::from);
    assert!(matches!(bare, Err(StoreError::NoOperation)), "{bare:?}");
    act(
        &store,
        "parcel",
        &format!(
            "insert into parcel (id, words) values ({}, 'x'); update coder set colour = 'red';",
            id(5)
        ),
    )
    .unwrap();
    store.undo(2, "analyst", false).unwrap();
    assert_eq!(one(&store, "select count(*) from parcel"), "0");
    assert_eq!(one(&store, "select colour from coder"), "null");
    store.undo(3, "analyst", false).unwrap();
    assert_eq!(
        one(&store, "select words || colour from parcel, coder"),
        "xred"
    );
    assert!(store.verify().unwrap().faults.is_empty());
}
