//! Tests that need the inside of the store: raw SQL, the key, what lies in the file.

mod chain;
mod history;
mod many_rows;
mod opening;
mod schema;
mod search_damage;
mod search_index;
mod touched_topics;
mod two_writers;
mod undo;

use super::clock::Clock;
use super::error::StoreError;
use super::operation::{Done, Intent};
use super::{Store, Unlock};
use crate::vault::FileKey;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use tempfile::TempDir;

/// Milliseconds since 1970 at which the clock of a test starts: 2022-11-25.
const START_MS: i64 = 1_669_408_000_000;

/// A study in a folder of its own, with rows written by raw SQL.
struct Fixture {
    folder: TempDir,
    store: Store,
}

impl Fixture {
    fn plain() -> Self {
        Self::with(&Unlock::Plain)
    }

    fn encrypted() -> Self {
        Self::with(&Unlock::Key(raw_key()))
    }

    fn with(unlock: &Unlock) -> Self {
        // In memory where the machine has such: a study waits for the disk at every commit.
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let folder = folder.unwrap();
        let path = folder.path().join("a.gainsay");
        let clock = Clock::fixed(START_MS);
        let store = match empty_study(unlock) {
            Some(bytes) => {
                super::private_file(&path).unwrap();
                std::fs::write(&path, bytes).unwrap();
                Store::open(&path, unlock, clock).unwrap()
            }
            None => Store::create(&path, unlock, "analyst", clock).unwrap(),
        };
        Self { folder, store }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("a.gainsay")
    }

    /// Closes the store; the folder stays.
    fn closed(self) -> TempDir {
        self.folder
    }

    /// Runs statements as one operation.
    fn act(&self, action: &str, sql: &str) -> Result<Done<()>, StoreError> {
        act(&self.store, action, sql)
    }

    /// One value of the whole file, as text.
    fn one(&self, sql: &str) -> String {
        one(&self.store, sql)
    }

    /// Runs a statement past the gate, as somebody with a hex editor would.
    fn tamper(&self, sql: &str) {
        self.store.connection.execute_batch(sql).unwrap();
    }

    /// Everything that people made, as text: equal where two states of a study are equal.
    fn rows(&self) -> String {
        let mut all = String::new();
        for table in &self.store.kept {
            all.push_str(&self.one(&format!(
                "select '{0}:' || coalesce(group_concat(j, char(10)), '') from (select {1} as j from {0} as t order by id)",
                table.name,
                table.as_json("t")
            )));
            all.push('\n');
        }
        all
    }

    fn faults(&self) -> Vec<String> {
        self.store.verify().unwrap().faults
    }
}

fn act(store: &Store, action: &str, sql: &str) -> Result<Done<()>, StoreError> {
    let intent = Intent {
        actor: "analyst",
        action,
        undoes: None,
        dry_run: false,
    };
    store.transact(&intent, |store| Ok(store.connection.execute_batch(sql)?))
}

fn one(store: &Store, sql: &str) -> String {
    let value: rusqlite::types::Value = store
        .connection
        .query_row(sql, [], |row| row.get(0))
        .unwrap();
    match value {
        rusqlite::types::Value::Null => "null".to_owned(),
        rusqlite::types::Value::Integer(number) => number.to_string(),
        rusqlite::types::Value::Real(number) => format!("{number:?}"),
        rusqlite::types::Value::Text(text) => text,
        rusqlite::types::Value::Blob(bytes) => format!("{bytes:02x?}"),
    }
}

/// The bytes of an empty study, made once for all tests; none for a passphrase, which needs
/// a salt of its own.
fn empty_study(unlock: &Unlock) -> Option<&'static [u8]> {
    static EMPTY: [OnceLock<Vec<u8>>; 2] = [const { OnceLock::new() }; 2];
    let at = match unlock {
        Unlock::Plain => 0,
        Unlock::Key(_) => 1,
        Unlock::Passphrase(_) => return None,
    };
    let bytes = EMPTY[at].get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("empty.gainsay");
        drop(Store::create(&path, unlock, "analyst", Clock::fixed(START_MS)).unwrap());
        std::fs::read(path).unwrap()
    });
    Some(bytes)
}

/// A key that is known, so that a test does not wait for a derivation.
fn raw_key() -> FileKey {
    FileKey::from_raw([7; 32], [9; 16])
}

fn open(path: &Path, unlock: &Unlock) -> Result<Store, StoreError> {
    Store::open(path, unlock, later())
}

/// The clock of another day, whose ids no earlier one gave.
fn later() -> Clock {
    Clock::fixed(START_MS + 86_400_000)
}

/// What went wrong; a store itself cannot be shown.
fn refusal<T>(done: Result<T, StoreError>) -> StoreError {
    match done {
        Ok(_) => panic!("it was let through"),
        Err(error) => error,
    }
}

/// A literal of an id that ends in this number.
fn id(number: u8) -> String {
    format!("x'{}{number:02x}'", "00".repeat(15))
}

/// Inserts a coder, the smallest row there is.
fn coder(number: u8, key: &str) -> String {
    format!(
        "insert into coder (id, key) values ({}, '{key}');",
        id(number)
    )
}
