//! Claims as they were computed with last time, in pieces of bytes: derived, without history, and
//! good for nothing once the study moved on. The key says of which state they are.
//!
//! It must not know what the bytes mean. What a stranger would get wrong: nobody deletes the pieces
//! when a row changes; they are found to be of another state at their next use.

use super::Store;
use super::error::StoreError;
use rusqlite::{TransactionBehavior, params};
use std::time::Duration;

/// Of which state, and in which reading, claims are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimCacheKey {
    head: i64,
    head_hash: [u8; 32],
    format: i64,
    settings: String,
}

impl Store {
    /// Lets `look` read one state of the study, whatever other programs write meanwhile, and be
    /// told the key of that state for claims in this format, read with these settings. Inside a
    /// write, or where the past stands before the present, there is no such key.
    ///
    /// # Errors
    /// What the database or `look` says.
    pub fn in_one_moment<T, E: From<StoreError>>(
        &self,
        (format, settings): (i64, String),
        look: impl FnOnce(Option<&ClaimCacheKey>) -> Result<T, E>,
    ) -> Result<T, E> {
        if !self.connection.is_autocommit() {
            return look(None);
        }
        let begun = self.connection.unchecked_transaction();
        // Rolled back when it goes: nothing was written.
        let _moment = begun.map_err(|error| E::from(error.into()))?;
        let (head, head_hash) = self.head().map_err(E::from)?.unwrap_or_default();
        look(Some(&ClaimCacheKey {
            head,
            head_hash,
            format,
            settings,
        }))
    }

    /// The pieces that were kept under this key, in their order; empty where there are none.
    ///
    /// # Errors
    /// What the database says.
    pub fn kept_claims(&self, key: &ClaimCacheKey) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "select bytes from derived_claim_cache
             where head = ?1 and head_hash = ?2 and format = ?3 and settings = ?4 order by piece",
        )?;
        let given = params![key.head, key.head_hash, key.format, key.settings];
        let found = statement.query_map(given, |row| row.get(0))?;
        Ok(found.collect::<Result<_, _>>()?)
    }

    /// Keeps pieces in place of whatever was kept, without waiting for another writer.
    ///
    /// # Errors
    /// [`StoreError::Busy`] where another program writes; what the database says.
    pub fn keep_claims(&self, key: &ClaimCacheKey, pieces: &[Vec<u8>]) -> Result<(), StoreError> {
        self.connection.busy_timeout(Duration::ZERO)?;
        let kept = self.replace_claims(key, pieces);
        self.connection
            .busy_timeout(super::connection::BUSY_TIMEOUT)?;
        kept
    }

    fn replace_claims(&self, key: &ClaimCacheKey, pieces: &[Vec<u8>]) -> Result<(), StoreError> {
        let transaction =
            rusqlite::Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate)?;
        transaction.execute("delete from derived_claim_cache", [])?;
        let mut insert = transaction.prepare_cached(
            "insert into derived_claim_cache (piece, head, head_hash, format, settings, bytes)
             values (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (place, bytes) in (0_i64..).zip(pieces) {
            let (head, hash) = (key.head, key.head_hash);
            insert.execute(params![place, head, hash, key.format, key.settings, bytes])?;
        }
        drop(insert);
        Ok(transaction.commit()?)
    }
}
