//! Brings the schema of a study up to this program's. Steps are files, numbered, never
//! edited once released; all that are missing run in one transaction, so a file is at one
//! version or the other and never between. A copy is kept before an upgrade. A stranger
//! would write the history triggers into a step: they are made from the finished schema.

use super::error::StoreError;
use super::history;
use super::{private_file, remove_all, sync_folder, with_ending};
use rusqlite::Connection;
use std::path::{Path, PathBuf};

/// A step: its number and its SQL.
pub struct Step {
    /// Its number, from 1, without gaps.
    pub number: u32,
    /// What it does.
    pub sql: &'static str,
}

/// The released steps, in order.
pub const STEPS: &[Step] = &[
    Step {
        number: 1,
        sql: include_str!("../../migrations/0001_first.sql"),
    },
    Step {
        number: 2,
        sql: include_str!("../../migrations/0002_coding_and_settings.sql"),
    },
    Step {
        number: 3,
        sql: include_str!("../../migrations/0003_judged_finding.sql"),
    },
];

/// The newest format that this program knows.
pub fn newest(steps: &[Step]) -> u32 {
    steps.last().map_or(0, |step| step.number)
}

/// The format of an open file: 0 for an empty one.
///
/// # Errors
/// What the database says.
pub fn format_of(connection: &Connection) -> Result<u32, StoreError> {
    Ok(connection.query_row("pragma user_version", [], |row| row.get(0))?)
}

/// Runs the steps that the file lacks, in one transaction, and makes the history triggers
/// anew. Does nothing where the file is current.
///
/// # Errors
/// [`StoreError::Upgrade`] with the number of the step that failed; the file is as it was.
pub fn upgrade(connection: &Connection, steps: &[Step]) -> Result<(), StoreError> {
    let format = format_of(connection)?;
    let missing: Vec<_> = steps.iter().filter(|step| step.number > format).collect();
    if missing.is_empty() {
        return Ok(());
    }
    // A step that makes a table anew drops the old one, whose children still name it; keys
    // are checked as a whole before the commit.
    connection.execute_batch("pragma foreign_keys = off; begin immediate")?;
    let done = run(connection, &missing).and_then(|()| Ok(connection.execute_batch("commit")?));
    if done.is_err() {
        // The error that is told is the first one; SQLite may have rolled back already.
        let _ = connection.execute_batch("rollback");
    }
    connection.execute_batch("pragma foreign_keys = on")?;
    done
}

fn run(connection: &Connection, missing: &[&Step]) -> Result<(), StoreError> {
    let mut last = 0;
    for step in missing {
        last = step.number;
        connection
            .execute_batch(step.sql)
            .map_err(|error| StoreError::Upgrade {
                step: last,
                why: StoreError::from(error).to_string(),
            })?;
    }
    let failed = |error: StoreError| StoreError::Upgrade {
        step: last,
        why: error.to_string(),
    };
    history::make_triggers(connection).map_err(failed)?;
    refuse_broken_keys(connection).map_err(failed)?;
    connection.execute_batch(&format!("pragma user_version = {last};"))?;
    Ok(())
}

fn refuse_broken_keys(connection: &Connection) -> Result<(), StoreError> {
    let broken: i64 =
        connection.query_row("select count(*) from pragma_foreign_key_check", [], |row| {
            row.get(0)
        })?;
    if broken > 0 {
        return Err(StoreError::Rule(format!(
            "{broken} rows name one that is not there"
        )));
    }
    Ok(())
}

/// Brings an older file up to date after keeping a copy of it; gives back the copy, or `None`
/// where the file is current.
///
/// # Errors
/// As [`upgrade`]; then the study is as it was and the copy is gone again.
pub fn upgrade_with_copy(
    connection: &Connection,
    path: &Path,
    steps: &[Step],
) -> Result<Option<PathBuf>, StoreError> {
    let next = format_of(connection)? + 1;
    if next > newest(steps) {
        return Ok(None);
    }
    let copy = keep_copy(connection, path, next)?;
    let done = upgrade(connection, steps);
    if done.is_err() {
        // Best effort: what is left is one copy too many.
        let _ = std::fs::remove_file(&copy);
    }
    done.map(|()| Some(copy))
}

/// Keeps a copy of a study before an upgrade, beside it, private, encrypted if the study is.
/// An earlier copy of that name is left: it may be older than what is to be kept now.
fn keep_copy(connection: &Connection, path: &Path, next: u32) -> Result<PathBuf, StoreError> {
    let name = |again: u32| match again {
        0 => with_ending(path, &format!(".before-{next:04}")),
        _ => with_ending(path, &format!(".before-{next:04}-{again}")),
    };
    let copy = (0..).map(name).find(|copy| !copy.exists());
    let copy = copy.ok_or_else(|| StoreError::Exists(name(0)))?;
    let failed = |source| StoreError::File {
        path: copy.clone(),
        source,
    };
    // Under another name until it is whole, and made by us first: SQLite would let everybody read it.
    let partial = with_ending(&copy, ".partial");
    remove_all(&partial);
    let kept = private_file(&partial).map_err(failed).and_then(|()| {
        let target = partial
            .to_str()
            .ok_or_else(|| StoreError::Database("the path of the study is no UTF-8".to_owned()))?;
        connection.execute("vacuum into ?1", [target])?;
        std::fs::rename(&partial, &copy).map_err(failed)?;
        sync_folder(&copy).map_err(failed)
    });
    if kept.is_err() {
        remove_all(&partial);
    }
    kept.map(|()| copy.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn memory() -> Connection {
        Connection::open_in_memory().unwrap()
    }

    #[test]
    fn a_fresh_file_gets_every_step_and_a_current_one_none() {
        let connection = memory();
        upgrade(&connection, STEPS).unwrap();
        assert_eq!(format_of(&connection).unwrap(), newest(STEPS));
        let before = connection.total_changes();
        upgrade(&connection, STEPS).unwrap();
        assert_eq!(connection.total_changes(), before);
    }

    #[test]
    fn steps_are_numbered_without_gaps() {
        for (at, step) in STEPS.iter().enumerate() {
            assert_eq!(usize::try_from(step.number).unwrap(), at + 1);
        }
    }

    #[test]
    fn an_old_file_gets_the_steps_it_lacks() {
        const TWO: &[Step] = &[
            Step { number: 1, sql: "create table note (id blob primary key not null, words text) strict;
                create table open_operation (only integer primary key, sequence integer);
                create table change (number integer primary key, operation integer not null, noun text, row blob, old text);" },
            Step { number: 2, sql: "alter table note add column colour text;" },
        ];
        let connection = memory();
        upgrade(&connection, &TWO[..1]).unwrap();
        connection.execute_batch("insert into open_operation values (1, 1); insert into note values (x'01', 'kept'); delete from open_operation;").unwrap();
        upgrade(&connection, TWO).unwrap();
        assert_eq!(format_of(&connection).unwrap(), 2);
        let kept: String = connection
            .query_row("select words from note where colour is null", [], |row| {
                row.get(0)
            })
            .unwrap();
        assert_eq!(kept, "kept");
    }

    #[test]
    fn a_failing_step_leaves_the_file_as_it_was() {
        const BAD: &[Step] = &[
            Step {
                number: 1,
                sql: "create table note (id blob primary key not null) strict;",
            },
            Step {
                number: 2,
                sql: "create table other (id blob); insert into nowhere values (1);",
            },
        ];
        let connection = memory();
        let error = upgrade(&connection, BAD).unwrap_err();
        assert!(
            matches!(error, StoreError::Upgrade { step: 2, .. }),
            "{error}"
        );
        assert_eq!(format_of(&connection).unwrap(), 0);
        let tables: i64 = connection
            .query_row("select count(*) from sqlite_schema", [], |row| row.get(0))
            .unwrap();
        assert_eq!(tables, 0);
    }
}
