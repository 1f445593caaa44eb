//! The full-text index: which words stand where in the newest texts, the memos, and the quotes and notes of claims.
//! Derived, without history; it is made at the first search (here), follows every change in the transaction of that
//! change (`upkeep`), is asked by word (`looking`), and can be dropped at any time. The words are cut and folded by a
//! function that is handed in, since this room must not know how words are found. A stranger would trust the index
//! because it is there: it holds for one head of the chain of operations, and otherwise is made anew.

mod checking;
#[cfg(test)]
pub(crate) mod damage;
mod looking;
mod turn_bytes;
mod upkeep;

pub use looking::{Headline, SearchIndex, SearchedNoun, SearchedText};

use super::Store;
use super::connection::BUSY_TIMEOUT;
use super::error::StoreError;
use crate::model::id::Id;
use crate::model::index_words::IndexWords;
use rusqlite::config::DbConfig;
use rusqlite::{OptionalExtension, Transaction, TransactionBehavior, params};
use std::time::Duration;

/// How texts are cut into words, and of which kind the result is.
#[derive(Clone, Copy)]
pub struct WordCutter {
    /// Number of the way of cutting: an index of another number is dropped.
    pub format: i64,
    /// Cuts a text: of an interview with the keys of its sources, else as one turn.
    pub cut: fn(text: &str, sources: Option<&[&str]>) -> IndexWords,
}

/// How much text is indexed in one transaction: others may write in between, and a kill loses no more.
const BATCH_BYTES: usize = 64 << 20;
/// How many words are gathered in memory before FTS5 writes them; a small number costs merges.
const HASH_BYTES: i64 = 32 << 20;

/// What the index is good for.
struct State {
    format: i64,
    head: (i64, [u8; 32]),
    is_whole: bool,
}

impl Store {
    /// Says how words are cut; without it the store keeps no index.
    pub fn index_words_with(&mut self, cutter: WordCutter) {
        self.cutter = Some(cutter);
    }

    /// Makes the index whole where it is not; says whether it is now. It is not where another program writes, inside
    /// an operation, or where the past stands before the present. One that is damaged is made anew. `each_text` is told
    /// of every text that is indexed.
    ///
    /// # Errors
    /// What the database says.
    pub fn make_searchable(&self, mut each_text: impl FnMut()) -> Result<bool, StoreError> {
        let Some(cutter) = self.cutter else {
            return Ok(false);
        };
        if !self.connection.is_autocommit() {
            return Ok(false);
        }
        match self.index_all(cutter, &mut each_text) {
            Err(error) if is_damage(&error) => {
                self.drop_search_index()?;
                self.index_all(cutter, &mut each_text)
            }
            done => done,
        }
    }

    fn index_all(
        &self,
        cutter: WordCutter,
        each_text: &mut impl FnMut(),
    ) -> Result<bool, StoreError> {
        while !self.is_searchable(cutter)? {
            match self.without_waiting(|| self.index_batch(cutter, each_text)) {
                Err(StoreError::Busy | StoreError::ReadOnly(_)) => return Ok(false),
                other => other?,
            }
        }
        Ok(true)
    }

    /// Drops the index with every word in it; the next search makes it anew. Whoever erases content otherwise than by
    /// an operation calls this.
    ///
    /// # Errors
    /// What the database says.
    pub fn drop_search_index(&self) -> Result<(), StoreError> {
        let drop_all = || {
            let dropped = self
                .connection
                .execute_batch(include_str!("sql/search_drop.sql"));
            dropped.map_err(StoreError::from)
        };
        match drop_all() {
            Err(error) if is_damage(&error) => {
                self.let_fts5_open()?;
                drop_all()
            }
            done => done,
        }
    }

    /// Drops an index that does not say what the texts say; says whether it could, which it cannot where another program
    /// writes or nothing can be written.
    pub fn drop_faulty_index(&self) -> bool {
        self.without_waiting(|| self.drop_search_index()).is_ok()
    }

    fn without_waiting<T>(
        &self,
        write: impl FnOnce() -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let written = write();
        self.connection.busy_timeout(BUSY_TIMEOUT)?;
        written
    }

    /// Puts the tables of FTS5 where they are missing and the version where it is wrong: it drops only what it can open.
    fn let_fts5_open(&self) -> Result<(), StoreError> {
        // Nobody else may write to the tables of a virtual table, not even we.
        let defend = |is_on| {
            let set = self
                .connection
                .set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, is_on);
            set.map_err(StoreError::from)
        };
        defend(false)?;
        let mended = self
            .connection
            .execute_batch(include_str!("sql/search_mend.sql"));
        defend(true)?;
        Ok(mended?)
    }

    fn is_searchable(&self, cutter: WordCutter) -> Result<bool, StoreError> {
        let state = self.search_state()?;
        let head = self.head()?.unwrap_or_default();
        Ok(state.is_some_and(|state| {
            state.is_whole && state.format == cutter.format && state.head == head
        }))
    }

    /// What stands of the index; nothing where one of its tables is not there.
    fn search_state(&self) -> Result<Option<State>, StoreError> {
        let is_there: bool = self.connection.query_row(
            "select count(*) = 6 from sqlite_schema where name in
             ('derived_search', 'derived_search_data', 'derived_search_idx', 'derived_search_config',
              'derived_search_document', 'derived_search_state')",
            [],
            |row| row.get(0),
        )?;
        if !is_there {
            return Ok(None);
        }
        let found = self
            .connection
            .query_row(
                "select format, head, head_hash, is_whole from derived_search_state",
                [],
                |row| {
                    Ok(State {
                        format: row.get(0)?,
                        head: (row.get(1)?, row.get(2)?),
                        is_whole: row.get(3)?,
                    })
                },
            )
            .optional()?;
        Ok(found)
    }

    /// Indexes what is lacking, up to so much, in one transaction.
    fn index_batch(
        &self,
        cutter: WordCutter,
        each_text: &mut impl FnMut(),
    ) -> Result<(), StoreError> {
        let transaction =
            Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        self.prepare_search_tables(cutter)?;
        let (mut bytes, mut is_whole) = (0, true);
        let mut statement = transaction.prepare(include_str!("sql/search_lacking.sql"))?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            if bytes >= BATCH_BYTES {
                is_whole = false;
                break;
            }
            let (noun, part): (String, String) = (row.get(0)?, row.get(2)?);
            let place = TextPlace {
                noun: &noun,
                owner: Id::new(row.get(1)?),
                part: &part,
            };
            let text = row.get_ref(3)?.as_str().map_err(rusqlite::Error::from)?;
            bytes += text.len();
            self.add_to_search(cutter, &place, text)?;
            each_text();
        }
        drop(found);
        drop(statement);
        transaction.execute("update derived_search_state set is_whole = ?1", [is_whole])?;
        transaction.execute(
            "insert into derived_search (derived_search, rank) values ('hashsize', 1048576)",
            [],
        )?;
        Ok(transaction.commit()?)
    }

    /// Makes the tables, unless they stand and are of this head.
    fn prepare_search_tables(&self, cutter: WordCutter) -> Result<(), StoreError> {
        let head = self.head()?.unwrap_or_default();
        let state = self.search_state()?;
        let fits = state.is_some_and(|state| state.format == cutter.format && state.head == head);
        if !fits {
            self.drop_search_index()?;
            self.connection
                .execute_batch(include_str!("sql/search_index.sql"))?;
            self.connection.execute(
                "insert into derived_search_state (only, format, head, head_hash, is_whole) values (1, ?1, ?2, ?3, 0)",
                params![cutter.format, head.0, head.1],
            )?;
        }
        self.connection.execute(
            "insert into derived_search (derived_search, rank) values ('hashsize', ?1)",
            [HASH_BYTES],
        )?;
        Ok(())
    }

    /// Adds one text to the index.
    fn add_to_search(
        &self,
        cutter: WordCutter,
        place: &TextPlace<'_>,
        text: &str,
    ) -> Result<(), StoreError> {
        let words = self.cut_words(cutter, place, text)?;
        let mut document = self.connection.prepare_cached(
            "insert into derived_search_document (noun, owner, part, words, turns, must_be_read)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        let number = document.insert(params![
            place.noun,
            place.owner.as_bytes(),
            place.part,
            words.count,
            turn_bytes::write(&words.turns),
            words.must_be_read
        ])?;
        self.connection
            .prepare_cached("insert into derived_search (rowid, words) values (?1, ?2)")?
            .execute(params![number, words.spelled])?;
        Ok(())
    }

    fn cut_words(
        &self,
        cutter: WordCutter,
        place: &TextPlace<'_>,
        text: &str,
    ) -> Result<IndexWords, StoreError> {
        if place.noun != "text_version" {
            return Ok((cutter.cut)(text, None));
        }
        let sources = self.sources_of_version(place.owner)?;
        let keys: Vec<_> = sources.split(';').collect();
        Ok((cutter.cut)(text, Some(&keys)))
    }

    /// The keys of the sources of a text's interview, as the folder writes them.
    fn sources_of_version(&self, version: Id) -> Result<String, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select group_concat(s.key || iif(link.unsure, '?', ''), ';' order by link.position)
             from text_version as v
             join transcript as t on t.id = v.transcript
             join interview_source as link on link.owner = t.interview
             join source as s on s.id = link.target
             where v.id = ?1",
        )?;
        let sources: Option<String> =
            statement.query_row([version.as_bytes()], |row| row.get(0))?;
        Ok(sources.unwrap_or_default())
    }
}

/// Whether an error may come from an index that is not as it was written, and not from what else the program or another
/// one does just now.
pub(super) fn is_damage(error: &StoreError) -> bool {
    matches!(
        error,
        StoreError::Damaged(_) | StoreError::Database(_) | StoreError::Rule(_)
    )
}

/// Where a text stands: a table, a row of it, and which of its texts.
struct TextPlace<'a> {
    noun: &'a str,
    owner: Id,
    part: &'a str,
}
