//! Brings the schema of a study up to this program's. Steps are files, numbered, never
//! edited once released; all that are missing run in one transaction, so a file is at one
//! version or the other and never between. A copy is kept before an upgrade. A stranger
//! would write the history triggers into a step: they are made from the finished schema.

use super::error::StoreError;
use super::history;
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
pub const STEPS: &[Step] = &[Step {
    number: 1,
    sql: include_str!("../../migrations/0001_first.sql"),
}];

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
    connection.execute_batch("begin immediate")?;
    let done = run(connection, &missing);
    match done {
        Ok(()) => Ok(connection.execute_batch("commit")?),
        Err(error) => {
            connection.execute_batch("rollback")?;
            Err(error)
        }
    }
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
    connection.execute_batch(&format!("pragma user_version = {last};"))?;
    Ok(())
}

/// Keeps a copy of a study before an upgrade, beside it, encrypted if the study is.
///
/// # Errors
/// What the database says; an earlier copy of the same upgrade is left and used again.
pub fn keep_copy(connection: &Connection, path: &Path, next: u32) -> Result<PathBuf, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".before-{next:04}"));
    let copy = PathBuf::from(name);
    if !copy.exists() {
        connection.execute("vacuum into ?1", [copy.to_string_lossy().as_ref()])?;
    }
    Ok(copy)
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
