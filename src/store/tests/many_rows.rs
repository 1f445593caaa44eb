//! Rows that are written many at once, and those that would be forgotten.

use super::*;
use crate::model::id::Id;
use crate::model::table::{Noun, Value};
use crate::model::tables::table;
use crate::store::rows::NewRow;

const MANY: u32 = 10_000;

/// Puts coders, and writes them unless they are to be forgotten.
fn put_coders(study: &Fixture, is_forgotten: bool) -> Result<Done<()>, StoreError> {
    let intent = Intent {
        actor: "analyst",
        action: "added",
        undoes: None,
        dry_run: false,
    };
    study.store.transact(&intent, |store| {
        let mut writer = store.writer(table(Noun::Coder))?;
        for number in 0..MANY {
            let mut id = [1; 16];
            id[12..].copy_from_slice(&number.to_be_bytes());
            let key = format!("c-{number}");
            writer.insert_among_others(&NewRow {
                id: Id::new(id),
                values: &[Value::Text(key.as_str().into()), Value::Empty],
                passage: None,
                attributes: &[],
            })?;
        }
        match is_forgotten {
            true => Ok(()),
            false => writer.finish(),
        }
    })
}

#[test]
fn each_of_many_rows_has_its_change_and_its_digest() {
    let study = Fixture::plain();
    let done = put_coders(&study, false).unwrap();
    assert_eq!(done.rows, i64::from(MANY));
    for sql in [
        "select count(*) from coder",
        "select count(distinct row) from change where old is null and noun = 'coder'",
        "select count(distinct hash) from digest where noun = 'coder'",
    ] {
        assert_eq!(study.one(sql), MANY.to_string(), "{sql}");
    }
    assert!(study.faults().is_empty(), "{:?}", study.faults());
    study.store.undo(1, "analyst", false).unwrap();
    assert_eq!(study.one("select count(*) from coder"), "0");
    assert!(study.faults().is_empty(), "{:?}", study.faults());
}

#[test]
fn an_operation_whose_rows_were_not_all_written_is_refused() {
    let study = Fixture::plain();
    let refused = put_coders(&study, true).unwrap_err();
    assert!(matches!(refused, StoreError::Rule(_)), "{refused}");
    assert_eq!(study.one("select count(*) from coder"), "0");
    put_coders(&study, false).unwrap();
    assert_eq!(study.one("select count(*) from coder"), MANY.to_string());
}
