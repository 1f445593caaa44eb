//! The gate through which every change goes, and the chain of what was done. An operation
//! opens, rows change (triggers note each), a digest of every touched row is taken, the
//! operation is chained to the one before, and all of it commits at once or not at all. A
//! stranger would put content into the chain's hash: then nothing could ever be erased.

use super::Store;
use super::digest::put;
use super::error::StoreError;
use crate::model::id::Id;
use rusqlite::{OptionalExtension, params};
use sha2::{Digest, Sha256};

/// The hash before the first operation.
pub const GENESIS: [u8; 32] = [0; 32];

/// One thing that a person did, as the log shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// Its number, from 1, in the order of the chain.
    pub sequence: i64,
    /// Its id.
    pub id: Id,
    /// The key of the coder who did it.
    pub actor: String,
    /// The copy of the study it was done in.
    pub copy: Id,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What, as a sentence in the past ("imported the study …").
    pub action: String,
    /// The operation that it took back, if it was an undo.
    pub undoes: Option<i64>,
    /// The operation that took this one back, if any still does.
    pub undone_by: Option<i64>,
    /// How many rows it touched.
    pub rows: i64,
    /// Its link of the chain.
    pub hash: [u8; 32],
}

/// What a change came to.
#[derive(Debug)]
pub struct Done<T> {
    /// What the change gave back.
    pub value: T,
    /// The operation, unless nothing changed.
    pub operation: Option<i64>,
    /// How many rows were touched.
    pub rows: i64,
}

/// What an operation is about to be called.
pub struct Intent<'a> {
    /// Who does it.
    pub actor: &'a str,
    /// What, as a sentence in the past.
    pub action: &'a str,
    /// The operation that it takes back.
    pub undoes: Option<i64>,
    /// Try it and leave everything as it was.
    pub dry_run: bool,
}

/// How an operation begins, stays and goes.
const FOR_GOOD: [&str; 3] = ["begin immediate", "commit", "rollback"];
/// The same inside of what is taken back at its end.
const REHEARSED: [&str; 3] = [
    "savepoint rehearsed",
    "release rehearsed",
    "rollback to rehearsed; release rehearsed",
];

impl Store {
    /// Runs a change as one operation. Where no row changed there is no operation; where
    /// `change` fails, or on a dry run, everything is as before.
    ///
    /// # Errors
    /// What `change` says; [`StoreError::Busy`] where another program writes.
    pub fn transact<T, E: From<StoreError>>(
        &self,
        intent: &Intent<'_>,
        change: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<Done<T>, E> {
        let [begin, commit, rollback] = match self.is_rehearsing.get() {
            true => REHEARSED,
            false => FOR_GOOD,
        };
        self.refuse_to_write()?;
        self.say(begin).map_err(|error| E::from(error.into()))?;
        let done = self.run(intent, change);
        let keep = matches!(&done, Ok(done) if done.operation.is_some()) && !intent.dry_run;
        let ended = match keep {
            true => self.say(commit),
            false => self.connection.execute_batch(rollback),
        };
        let ended = ended.map_err(|error| E::from(finish_error(error)));
        if ended.is_err() && keep {
            // A commit that failed (deferred keys, a full disk) leaves the transaction open.
            let _ = self.connection.execute_batch(rollback);
        }
        let done = done?;
        ended?;
        Ok(done)
    }

    /// Runs a part of a change that may have to be taken back: what it changed stays only where
    /// it gives back `Ok(Ok(_))`.
    ///
    /// # Errors
    /// What `part` says.
    pub fn attempt<T, R, E: From<StoreError>>(
        &self,
        part: impl FnOnce() -> Result<Result<T, R>, E>,
    ) -> Result<Result<T, R>, E> {
        let failed = |error: rusqlite::Error| E::from(StoreError::from(error));
        self.say("savepoint attempt").map_err(failed)?;
        let done = part()?;
        if done.is_err() {
            self.has_waiting_rows.set(false);
            self.say("rollback to attempt").map_err(failed)?;
        }
        self.say("release attempt").map_err(failed)?;
        Ok(done)
    }

    /// Says one of the few words that every change says, which are not read anew each time.
    fn say(&self, sql: &str) -> rusqlite::Result<()> {
        self.connection.prepare_cached(sql)?.execute([]).map(drop)
    }

    /// Lets `rehearse` do several operations, one after the other as they would be done, and then
    /// leaves the study as it was.
    ///
    /// # Errors
    /// What the database or `rehearse` says.
    pub fn rehearse<T, E: From<StoreError>>(
        &self,
        rehearse: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        let run = |sql: &str| {
            let done = self.connection.execute_batch(sql);
            done.map_err(|error| E::from(StoreError::from(error)))
        };
        self.refuse_to_write()?;
        run("begin immediate")?;
        self.is_rehearsing.set(true);
        let done = rehearse();
        self.is_rehearsing.set(false);
        run("rollback")?;
        done
    }

    fn run<T, E: From<StoreError>>(
        &self,
        intent: &Intent<'_>,
        change: impl FnOnce(&Self) -> Result<T, E>,
    ) -> Result<Done<T>, E> {
        self.has_waiting_rows.set(false);
        let opened = self.open_operation(intent).map_err(E::from)?;
        let sequence = opened.sequence;
        let value = change(self)?;
        self.refuse_unwritten().map_err(E::from)?;
        let rows = self.seal(&opened).map_err(E::from)?;
        if rows > 0 && !intent.dry_run {
            self.keep_search_index(sequence).map_err(E::from)?;
        }
        Ok(Done {
            value,
            operation: (rows > 0).then_some(sequence),
            rows,
        })
    }

    /// Rows that a writer still holds would be lost without a word.
    fn refuse_unwritten(&self) -> Result<(), StoreError> {
        match self.has_waiting_rows.get() {
            true => Err(StoreError::Rule("rows were put and not written".to_owned())),
            false => Ok(()),
        }
    }

    fn open_operation(&self, intent: &Intent<'_>) -> Result<Operation, StoreError> {
        let mut first_change = self
            .connection
            .prepare_cached("select coalesce(max(number), 0) + 1 from change")?;
        let first_change: i64 = first_change.query_row([], |row| row.get(0))?;
        let mut opened = Operation {
            sequence: 0,
            id: self.clock.id(),
            actor: intent.actor.to_owned(),
            copy: self.copy,
            at: self.clock.now(),
            action: intent.action.to_owned(),
            undoes: intent.undoes,
            undone_by: None,
            rows: 0,
            hash: GENESIS,
        };
        let mut insert = self.connection.prepare_cached(
            "insert into operation (id, actor, copy, at, action, undoes, first_change)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        opened.sequence = insert.insert(params![
            opened.id.as_bytes(),
            opened.actor,
            opened.copy.as_bytes(),
            opened.at,
            opened.action,
            opened.undoes,
            first_change
        ])?;
        self.connection
            .prepare_cached("insert into open_operation (only, sequence) values (1, ?1)")?
            .execute([opened.sequence])?;
        Ok(opened)
    }

    /// Takes the digests, chains the operation and closes the gate. Gives back how many rows
    /// the operation touched.
    fn seal(&self, opened: &Operation) -> Result<i64, StoreError> {
        let sequence = opened.sequence;
        let (rows, root) = self.digest_touched(sequence)?;
        let previous = self.hash_before(sequence)?;
        let hash = link(&previous, opened, &root);
        self.connection
            .prepare_cached("update operation set root = ?2, hash = ?3 where sequence = ?1")?
            .execute(params![sequence, root, hash])?;
        self.connection
            .prepare_cached("delete from open_operation")?
            .execute([])?;
        Ok(rows)
    }

    fn operation_row(&self, sequence: i64) -> Result<Operation, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("{OPERATIONS} where o.sequence = ?1"))?;
        statement
            .query_row([sequence], operation_from_row)
            .optional()?
            .ok_or_else(|| StoreError::NoSuchOperation(format!("there is no operation {sequence}")))
    }

    fn hash_before(&self, sequence: i64) -> Result<[u8; 32], StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select hash from operation where sequence < ?1 order by sequence desc limit 1",
        )?;
        let hash = statement
            .query_row([sequence], |row| row.get(0))
            .optional()?;
        Ok(hash.unwrap_or(GENESIS))
    }

    /// The operations, newest first, at most `limit`.
    ///
    /// # Errors
    /// What the database says.
    pub fn log(&self, limit: u32) -> Result<Vec<Operation>, StoreError> {
        let mut statement = self
            .connection
            .prepare(&format!("{OPERATIONS} order by o.sequence desc limit ?1"))?;
        let mut found = statement
            .query_map([limit], operation_from_row)?
            .collect::<Result<Vec<_>, _>>()?;
        forget_undone_undos(&mut found);
        Ok(found)
    }

    /// One operation by its number.
    ///
    /// # Errors
    /// [`StoreError::NoSuchOperation`].
    pub fn operation(&self, sequence: i64) -> Result<Operation, StoreError> {
        self.operation_row(sequence)
    }

    /// The number and hash of the newest operation; `None` for a study in which nothing was done.
    ///
    /// # Errors
    /// What the database says.
    pub fn head(&self) -> Result<Option<(i64, [u8; 32])>, StoreError> {
        Ok(self
            .connection
            .query_row(
                "select sequence, hash from operation order by sequence desc limit 1",
                [],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .optional()?)
    }

    /// The newest operation before the one that is open.
    ///
    /// # Errors
    /// What the database says.
    pub fn sealed_head(&self) -> Result<Option<i64>, StoreError> {
        let sql = "select max(sequence) from operation
            where sequence < (select sequence from open_operation)";
        Ok(self.connection.query_row(sql, [], |row| row.get(0))?)
    }
}

/// An undo that was itself undone takes nothing back any more. Newest first, so whether an undo
/// holds is known before what it undid is reached.
fn forget_undone_undos(log: &mut [Operation]) {
    let mut undone = std::collections::HashSet::new();
    for operation in log {
        if operation
            .undone_by
            .is_some_and(|undo| undone.contains(&undo))
        {
            operation.undone_by = None;
        }
        if operation.undone_by.is_some() {
            undone.insert(operation.sequence);
        }
    }
}

const OPERATIONS: &str = "select o.sequence, o.id, o.actor, o.copy, o.at, o.action, o.undoes,
    (select max(later.sequence) from operation as later where later.undoes = o.sequence) as undone_by,
    (select count(*) from digest where operation = o.sequence) as rows, coalesce(o.hash, zeroblob(32)) as hash
  from operation as o";

fn operation_from_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Operation> {
    Ok(Operation {
        sequence: row.get("sequence")?,
        id: Id::new(row.get("id")?),
        actor: row.get("actor")?,
        copy: Id::new(row.get("copy")?),
        at: row.get("at")?,
        action: row.get("action")?,
        undoes: row.get("undoes")?,
        undone_by: row.get("undone_by")?,
        rows: row.get("rows")?,
        hash: row.get("hash")?,
    })
}

/// A commit that fails on a deferred key names no table; say what it means.
fn finish_error(error: rusqlite::Error) -> StoreError {
    match StoreError::from(error) {
        StoreError::Rule(_) => StoreError::Rule("a row that others name would be gone".to_owned()),
        other => other,
    }
}

/// The link of the chain: every field with its length, so that none can slide into the next.
pub fn link(previous: &[u8; 32], operation: &Operation, root: &[u8; 32]) -> [u8; 32] {
    let mut hash = Sha256::new();
    put(&mut hash, previous);
    put(&mut hash, &operation.sequence.to_be_bytes());
    put(&mut hash, operation.id.as_bytes());
    put(&mut hash, operation.actor.as_bytes());
    put(&mut hash, operation.copy.as_bytes());
    put(&mut hash, operation.at.as_bytes());
    put(&mut hash, operation.action.as_bytes());
    put(
        &mut hash,
        &operation.undoes.unwrap_or_default().to_be_bytes(),
    );
    put(&mut hash, root);
    hash.finalize().into()
}
